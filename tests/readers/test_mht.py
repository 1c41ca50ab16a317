"""Web pages saved with their pictures in one file."""

import base64
import quopri

import pytest
from tests import shared

from jiheng.domain.grid import Grid
from jiheng.errors import UnreadableSourceError
from jiheng.readers import DEFAULT_LIMITS, read_bytes

PAGE = "<html><body><p>绩效目标</p><table><tr><td>甲</td><td>乙</td></tr></table></body></html>"
WORD = "MIME-Version: 1.0\n"
BROWSER = (
    "From: <Saved by Blink>\nSnapshot-Content-Location: https://example.org/\nSubject: =?utf-8?Q?x?=\n"
    "Date: Mon, 1 Jan 2024 00:00:00 -0000\nMIME-Version: 1.0\n"
)


def mht(*parts, head=WORD, start=""):
    """Parts are (type, content); pages are written as programs write them."""
    lines = [
        head + f'Content-Type: multipart/related; type="text/html"; {start}boundary="----=_q"\n\n'.replace("\n\n", "\n")
    ]
    for number, (kind, content) in enumerate(parts):
        encoded = base64.encodebytes(content) if number % 2 else quopri.encodestring(content)
        how = "base64" if number % 2 else "quoted-printable"
        lines.append(
            f"------=_q\nContent-Type: {kind}\nContent-ID: <{number}>\nContent-Transfer-Encoding: {how}\n\n{encoded.decode()}"
        )
    return "\n".join([*lines, "------=_q--\n"]).encode()


def texts(data):
    reading = read_bytes(data, DEFAULT_LIMITS)
    assert reading.format == "mht"
    blocks = reading.blocks
    return [[[cell.text for cell in row] for row in b.rows] if isinstance(b, Grid) else b.text for b in blocks]


@pytest.mark.parametrize("head", [WORD, BROWSER])
@pytest.mark.parametrize("codec", ["utf-8", "gb18030"])
def test_the_page_is_read_and_nothing_else(head, codec):
    data = mht(("text/html", PAGE.encode(codec)), ("image/png", b"\x89PNG"), ("text/html", b"<p>frame</p>"), head=head)
    assert texts(data) == ["绩效目标", [["甲", "乙"]]]


def test_the_page_that_the_file_calls_its_start():
    data = mht(("text/html", b"<p>frame</p>"), ("text/html", PAGE.encode()), start='start="<1>"; ')
    assert texts(data) == ["绩效目标", [["甲", "乙"]]]


def test_a_page_alone():
    head = "From: x\nSubject: y\nMIME-Version: 1.0\nContent-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: base64\n\n"
    assert texts(head.encode() + base64.encodebytes(PAGE.encode())) == ["绩效目标", [["甲", "乙"]]]


def test_the_sheets_of_a_workbook_are_counted_through():
    frames = b'<html><frameset><frame src="sheet001.htm"><frame src="sheet002.htm"></frameset></html>'
    sheet = PAGE.encode()
    reading = read_bytes(mht(("text/html", frames), ("text/html", sheet), ("text/html", sheet)), DEFAULT_LIMITS)
    assert [block.number for block in reading.blocks if isinstance(block, Grid)] == [1, 2]


@pytest.mark.parametrize("parts", [[], [("image/png", b"x")]])
def test_without_a_page_it_is_declined(parts):
    with pytest.raises(UnreadableSourceError) as caught:
        read_bytes(mht(*parts), DEFAULT_LIMITS)
    assert caught.value.code == "damaged-mht"


@shared.needs_shared
@pytest.mark.parametrize("name", ["shacheng-2024", "caofeidian-2022"])
def test_a_shared_page_saved_so_reads_as_the_page(name):
    page = shared.word(name).with_suffix(".html").read_bytes()
    assert read_bytes(mht(("text/html", page)), DEFAULT_LIMITS).blocks == read_bytes(page, DEFAULT_LIMITS).blocks
