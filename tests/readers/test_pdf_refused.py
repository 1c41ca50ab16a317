"""PDF files that give nothing, or mean harm."""

import contextlib
import random

import pytest
from tests import shared
from tests.pdf import document, line, text
from tests.readers.printed import FULL, HEAD, PICTURE, ROWS, body, ruled

from jiheng.errors import UnreadableSourceError
from jiheng.readers import DEFAULT_LIMITS, Limits, read_bytes, scan


@pytest.fixture
def no_recognition(monkeypatch):
    """As on a machine without the extra."""
    monkeypatch.setattr(scan, "is_available", lambda: False)


def refused(data, limits=DEFAULT_LIMITS):
    with pytest.raises(UnreadableSourceError) as caught:
        read_bytes(data, limits)
    assert "\n" not in str(caught.value)
    return caught.value.code


@pytest.mark.usefixtures("no_recognition")
def test_a_scan_names_the_extra_that_reads_it():
    assert refused(document(PICTURE, PICTURE)) == "scanned"
    assert refused(document([PICTURE, text(290, 800, "第1页")])) == "scanned"
    assert "pip install 'jiheng[ocr]'" in str(UnreadableSourceError("scanned", count=2))


@pytest.mark.usefixtures("no_recognition")
def test_scanned_pages_among_others_are_named():
    reading = read_bytes(document(body("甲。"), PICTURE, PICTURE, body("乙。"), PICTURE), DEFAULT_LIMITS)
    assert [note.message for note in reading.notes] == [
        "第 2–3、5 页是扫描图片，没有读到。识别文字需要可选组件，请安装：pip install 'jiheng[ocr]'"
    ]


def test_a_password_is_asked_for():
    key = (
        b"/ID[<00><00>]/Encrypt<</Filter/Standard/V 2/R 3/Length 128/P -44/O<"
        + b"11" * 32
        + b">/U<"
        + b"22" * 32
        + b">>>"
    )
    assert refused(document(body("甲。"), trailer=key)) == "encrypted"


def test_damaged_files():
    whole = document(body("甲。"))
    assert refused(b"%PDF-1.7\n" + b"x" * 200) == "damaged-pdf"
    assert refused(whole[:80]) == "damaged-pdf"


def test_too_many_pages():
    assert refused(document(*["0 0 m"] * 30), Limits(pages=20)) == "too-many-pages"


def test_too_many_cells():
    assert refused(document(ruled(ROWS), ruled(ROWS)), Limits(cells=10)) == "too-many-cells"


def test_a_page_of_lines_only_costs_little():
    generator = random.Random(5)
    lines = [line(*(generator.randrange(600) for _ in range(4))) for _ in range(3000)]
    lines += [line(x, 0, x, 800) for x in range(0, 590, 4)] + [line(0, y, 590, y) for y in range(0, 800, 4)]
    assert refused(document([*lines, body("甲。")]), Limits(cells=20_000)) == "too-many-cells"


@pytest.mark.usefixtures("no_recognition")  # each picture would start a process that loads the model
def test_mutations_are_read_or_refused():
    whole = document([text(90, 40, "页眉"), ruled([HEAD, *ROWS])], [ruled([HEAD, *ROWS]), PICTURE], body(FULL, "完。"))
    generator = random.Random(11)
    for _ in range(150):
        broken = bytearray(whole)
        for _ in range(generator.randrange(1, 12)):
            broken[generator.randrange(9, len(broken))] = generator.randrange(256)
        if generator.random() < 0.3:
            del broken[generator.randrange(9, len(broken)) :]
        with contextlib.suppress(UnreadableSourceError):
            assert read_bytes(bytes(broken), DEFAULT_LIMITS).format == "pdf"


@shared.needs_shared
@pytest.mark.usefixtures("no_recognition")
def test_a_real_scan_names_the_extra():
    assert refused((shared.SHARED / "fixtures" / "shacheng-2024.scan.pdf").read_bytes()) == "scanned"
