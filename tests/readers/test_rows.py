"""Long plain tables: rows one after the other, numbers with all their digits."""

import struct

import pytest
from tests.readers.workbook import record, stream, wide, xls, xlsx

from jiheng.errors import UnreadableSourceError
from jiheng.readers.rows import MOST_ROWS, ROW_LIMITS, pack, rows_of

STYLES = '<cellXfs><xf numFmtId="0"/><xf numFmtId="4"/><xf numFmtId="14"/></cellXfs>'  # plain, 1,234.50, a day


def cells(data, limits=ROW_LIMITS):
    return [(row.number, row.cells) for row in rows_of(pack(data, limits))]


def test_a_workbook_gives_amounts_with_all_digits_and_days_as_shown():
    data = xlsx(
        '<sheetData><row r="1"><c r="A1" t="s"><v>0</v></c><c r="C1" t="inlineStr"><is><t>金额</t></is></c></row>'
        '<row r="4"><c r="A4" s="2"><v>46096</v></c><c r="C4" s="1"><v>1234.5678</v></c></row>'
        '<row r="5"><c r="C5"><v>0.30000000000000004</v></c></row></sheetData>',
        styles=STYLES,
        strings=["<t>日期</t>"],
    )
    assert cells(data) == [
        (1, ("日期", "", "金额")),
        (4, ("2026/3/15", "", "1234.5678")),
        (5, ("", "", "0.3")),
    ]


def test_an_old_workbook_does_the_same():
    code = record(0x041E, struct.pack("<H", 200) + wide("#,##0.00"))
    plain, amount = (record(0xE0, struct.pack("<HHHHHH", 0, number, 0, 0, 0, 0) + bytes(8)) for number in (0, 200))
    texts = record(0x0204, struct.pack("<HHH", 0, 0, 0) + wide("金额"))
    number = record(0x0203, 2, 1, 1, 1234.5678, pack="HHHd")
    assert cells(xls(stream(texts + number, before=code + plain + amount))) == [(1, ("金额",)), (3, ("", "1234.5678"))]


def test_the_sheets_come_one_after_the_other_and_hidden_ones_too():
    sheet = '<sheetData><row r="1"><c r="A1"><v>{}</v></c></row></sheetData>'
    data = xlsx(sheet.format(1), sheet.format(2), states=("", 'state="hidden"'))
    assert [(row.sheet, row.cells) for row in rows_of(pack(data))] == [("表1", ("1",)), ("表2", ("2",))]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_texts_with_any_delimiter_in_any_encoding(encoding, delimiter):
    lines = ["项目编码{}金额{}摘要", 'P1{}"12.5"{}"两行\n的摘要"', "", "P2{}3{}"]
    text = "\r\n".join(line.format(delimiter, delimiter) for line in lines)
    found = cells(text.encode(encoding))
    assert [row for _number, row in found] == [
        ("项目编码", "金额", "摘要"),
        ("P1", "12.5", "两行\n的摘要"),
        ("P2", "3"),
    ]


def test_a_page_that_calls_itself_a_workbook_is_read():
    page = (
        "<html><body><table><tr><td>项目编码</td><td>金额</td></tr><tr><td>P1</td><td>5</td></tr></table></body></html>"
    )
    assert [row for _number, row in cells(page.encode())] == [("项目编码", "金额"), ("P1", "5")]


@pytest.mark.parametrize(
    ("data", "code"),
    [(b"", "empty"), (b"\x89PNG\r\n\x1a\n" + b"\0\1" * 90, "unsupported"), (b"PK\x03\x04 not a zip", "unsupported")],
)
def test_what_is_no_table_is_refused(data, code):
    with pytest.raises(UnreadableSourceError) as caught:
        pack(data)
    assert caught.value.code == code


def test_too_many_rows_are_refused():
    with pytest.raises(UnreadableSourceError):
        pack(b"P,1\n" * (MOST_ROWS + 1))


def test_a_very_wide_row_and_a_very_long_cell_are_cut():
    [(_number, row)] = cells(",".join(["x" * 2000] * 1000).encode())
    assert (len(row), max(map(len, row))) == (200, 500)
