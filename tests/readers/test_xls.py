"""Excel 97–2003 and 95."""

import struct

import pytest
from tests.readers.workbook import record, stream, wide, xls
from tests.shared import SHARED, needs_shared

from jiheng.domain.grid import Grid
from jiheng.errors import UnreadableSourceError
from jiheng.readers import DEFAULT_LIMITS, Limits, read_bytes
from jiheng.readers.ole import Container
from jiheng.readers.sheet.xls import Workbook


def read(data, limits=DEFAULT_LIMITS):
    return read_bytes(data, limits)


def rows(data):
    return [[cell.text for cell in row] for block in read(data).blocks if isinstance(block, Grid) for row in block.rows]


def text(row, column, value, style=0):
    return record(0x0204, struct.pack("<HHH", row, column, style) + wide(value))


def number(row, column, value, style=0):
    return record(0x0203, row, column, style, value, pack="HHHd")


def formula(row, column, result, code, style=0):
    return record(0x06, struct.pack("<HHH8sHIH", row, column, style, result, 0, 0, len(code)) + code)


def styles(*codes):
    """Styles 0, 1 … of which the first has no format."""
    listed = b"".join(record(0x041E, struct.pack("<H", 200 + n) + wide(code)) for n, code in enumerate(codes))
    used = (0, *(200 + n for n in range(len(codes))))
    return listed + b"".join(record(0xE0, struct.pack("<HH", 0, n) + bytes(16)) for n in used)


def test_numbers_look_as_the_sheet_shows_them():
    cells = text(0, 0, "甲") + number(0, 1, 0.25, 1) + number(0, 2, 18, 2) + number(0, 3, 18) + number(0, 4, 45000, 3)
    before = styles("0.00%", "0.00", 'yyyy"年"m"月"d"日"')
    assert rows(xls(stream(cells, before=before))) == [["甲", "25.00%", "18.00", "18", "2023年3月15日"]]


def test_packed_numbers():
    packed = (
        (7 << 2) | 2,
        (1234 << 2) | 3,
        ((-5 << 2) | 2) & 0xFFFFFFFF,
        struct.unpack("<Q", struct.pack("<d", 0.5))[0] >> 32,
    )
    several = (
        struct.pack("<HH", 0, 1) + b"".join(struct.pack("<HI", 0, value) for value in packed) + struct.pack("<H", 4)
    )
    single = record(0x027E, 0, 5, 0, packed[0], pack="HHHI")
    assert rows(xls(stream(text(0, 0, "甲") + record(0xBD, several) + single))) == [
        ["甲", "7", "12.34", "-5", "0.5", "7"]
    ]


def test_a_text_that_goes_on_in_another_record_and_changes_its_width():
    # 甲乙 | ab: the second half is stored one byte a character, as the flag in front of it says.
    pieces = [struct.pack("<II", 2, 2) + struct.pack("<HB", 4, 1) + "甲乙".encode("utf-16-le"), b"\0ab" + wide("丙")]
    cells = record(0xFD, 0, 0, 0, 0, pack="HHHI") + record(0xFD, 0, 1, 0, 1, pack="HHHI")
    assert rows(xls(stream(cells, strings=pieces))) == [["甲乙ab", "丙"]]


def test_rich_text_and_reading_aids_are_skipped():
    rich = struct.pack("<HBHI", 2, 1 | 4 | 8, 1, 6) + "甲乙".encode("utf-16-le") + bytes(4) + bytes(6)
    cells = record(0xFD, 0, 0, 0, 0, pack="HHHI") + record(0xFD, 0, 1, 0, 1, pack="HHHI")
    assert rows(xls(stream(cells, strings=struct.pack("<II", 2, 2)[:0] + rich + wide("丙")))) == [["甲乙", "丙"]]


def test_results_of_formulas():
    string = formula(0, 1, b"\0" * 6 + b"\xff\xff", b"\x24") + record(0x0207, wide("文"))
    truth = formula(0, 2, b"\1\0\1\0\0\0\xff\xff", b"\x24")
    cells = text(0, 0, "甲") + string + truth + formula(0, 3, struct.pack("<d", 2.5), b"\x24")
    assert rows(xls(stream(cells))) == [["甲", "文", "TRUE", "2.5"]]


def test_an_error_is_shown_and_said():
    reading = read(xls(stream(text(0, 0, "甲") + record(0x0205, 0, 1, 0, 23, 1, pack="HHHBB"))))
    assert [(note.code, note.values, note.place.column) for note in reading.notes] == [
        ("formula-error", {"text": "#REF!"}, 2)
    ]


def test_a_target_typed_with_a_sign_in_front_is_read_as_typed():
    name_error = b"\2\0\x1d\0\0\0\xff\xff"
    cells = text(0, 0, "甲") + formula(0, 1, name_error, b"\x17\2\1" + "1个".encode("utf-16-le"))
    cells += formula(0, 2, struct.pack("<d", 1), b"\x1e\x64\0\x14") + formula(0, 3, struct.pack("<d", 1), b"\1\0\0\2\0")
    cells += record(0x04BC, struct.pack("<HHBBHH", 0, 0, 2, 3, 0, 4) + b"\x1e\x64\0\x14")
    reading = read(xls(stream(cells)))
    assert [cell.text for cell in reading.blocks[0].rows[0]] == ["甲", "=1个", "=100%", "=100%"]
    assert {note.code for note in reading.notes} == {"formula-as-typed"}


def test_merged_cells_hidden_rows_and_charts_in_a_sheet():
    merged = record(0xE5, struct.pack("<HHHHH", 1, 0, 1, 0, 0))
    hidden = record(0x0208, 1, 0, 0, 0, 0, 0, 0x20, pack="HHHHHHI")
    chart = record(0x0809, 0x0600, 32, 0, 0, pack="HHHH") + text(0, 5, "图") + record(0x0A)
    reading = read(xls(stream(text(0, 0, "甲") + text(0, 1, "乙") + chart + text(1, 1, "丙") + merged + hidden)))
    table = reading.blocks[0]
    assert table.rows[1][0] is table.rows[0][0]
    assert [[cell.text for cell in row] for row in table.rows] == [["甲", "乙"], ["甲", "丙"]]
    assert [(note.code, note.values["count"]) for note in reading.notes] == [("hidden-cells", 1)]


def test_the_older_version_with_texts_in_gbk():
    label = record(0x0204, struct.pack("<HHHH", 0, 0, 0, 4) + "项目".encode("gb18030"))
    other = record(0x0204, struct.pack("<HHHH", 0, 1, 0, 4) + "编码".encode("gb18030"))
    before = record(0x42, 936, pack="H")
    assert rows(xls(stream(label + other, version=0x0500, before=before), "Book")) == [["项目", "编码"]]


def test_a_workbook_with_a_password_is_named():
    with pytest.raises(UnreadableSourceError) as caught:
        read(xls(stream(b"", before=record(0x2F, bytes(6)))))
    assert caught.value.code == "encrypted"


def test_what_is_no_workbook_inside():
    with pytest.raises(UnreadableSourceError) as caught:
        read(xls(b"\x12\x34" * 100))
    assert caught.value.code == "damaged-xls"


def test_more_cells_than_allowed():
    cells = b"".join(text(row, column, "甲") for row in range(30) for column in range(30))
    with pytest.raises(UnreadableSourceError) as caught:
        read(xls(stream(cells)), Limits(cells=500))
    assert caught.value.code == "too-many-cells"


@needs_shared
def test_values_and_merges_are_those_that_calamine_finds():
    calamine = pytest.importorskip("python_calamine")
    path = SHARED / "fixtures" / "shacheng-2024.xls"
    with Container(path.read_bytes()) as container:
        ours = list(Workbook(container.stream("Workbook"), DEFAULT_LIMITS).sheets())
    theirs = calamine.CalamineWorkbook.from_path(path)
    assert [sheet.name for sheet in ours] == theirs.sheet_names
    for sheet in ours:
        other = theirs.get_sheet_by_name(sheet.name)
        areas = sorted((a + 1, b + 1, c + 1, d + 1) for (a, b), (c, d) in other.merged_cell_ranges)
        assert sorted(map(tuple, sheet.merged)) == areas
        for r, row in enumerate(other.to_python(skip_empty_area=False), 1):
            for c, value in enumerate(row, 1):
                if (r, c) not in sheet.retyped:
                    shown = sheet.cells.get((r, c), "")
                    assert shown == value.strip() if isinstance(value, str) else float(shown) == value
