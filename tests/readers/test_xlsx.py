"""Excel workbooks since 2007, and how sheets become tables."""

import io
import zipfile

import pytest
from tests.readers.workbook import FRAMED, formats, sheet, xlsx
from tests.shared import NAMES, SHARED, needs_shared
from tests.timing import within

import jiheng
from jiheng.domain.grid import ASIDE, Grid
from jiheng.domain.place import Place
from jiheng.errors import UnreadableSourceError
from jiheng.readers import DEFAULT_LIMITS, Limits, read_bytes


def shape(reading):
    return [
        [[cell.text for cell in row] for row in block.rows] if isinstance(block, Grid) else block.text
        for block in reading.blocks
    ]


def read(data, limits=DEFAULT_LIMITS):
    return read_bytes(data, limits)


def shown(value, code):
    data = xlsx(sheet(["甲", f'<c r="B1" s="1"><v>{value}</v></c>']), styles=formats(code))
    return shape(read(data))[0][0][1] if isinstance(shape(read(data))[0], list) else ""


@pytest.mark.parametrize(
    ("value", "code", "text"),
    [
        (0.25, "0.00%", "25.00%"),
        (18, "0.00", "18.00"),
        (18, "General", "18"),
        (18, "@", "18"),
        (0.1 + 0.2, "General", "0.3"),
        (1.0e-2, "General", "0.01"),
        (1234567.5, "#,##0", "1,234,568"),
        (1245.99, "¥#,##0.00", "¥1,245.99"),
        (1.005, "0.00", "1.01"),
        (-3, "0.0", "-3.0"),
        (-3, "0.0;(0.0)", "(3.0)"),
        (0, '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ', "0"),
        (6, '0"场"', "6场"),
        (6, '"≥"0"场"', "≥6场"),
        (12.5, "0.##", "12.5"),
        (12345, "0.00E+00", "1.23E+04"),
        (7, "000", "007"),
        (3, "[Red]0;[Green]-0", "3"),
        (5, '[&gt;=10]"多";[&lt;10]"少"0', "少5"),
        (0.5, "# ?/?", "0.5"),
        (45000, "yyyy/m/d", "2023/3/15"),
        (45000.75, 'yyyy"年"m"月"d"日" h:mm', "2023年3月15日 18:00"),
        (45000.75, "上午/下午h:mm", "下午6:00"),
        (1.5, "[h]:mm", "36:00"),
        (59, "yyyy/m/d", "1900/2/28"),
        (61, "yyyy/m/d", "1900/3/1"),
        (1e300, "0.00", "1E+300"),
    ],
)
def test_a_number_is_read_as_the_sheet_shows_it(value, code, text):
    assert shown(value, code) == text


def test_days_counted_from_1904():
    data = xlsx(
        sheet(["甲", '<c r="B1" s="1"><v>1</v></c>']),
        styles=formats("yyyy/m/d"),
        properties='<workbookPr date1904="1"/>',
    )
    assert shape(read(data)) == [[["甲", "1904/1/2"]]]


def test_kinds_of_text():
    strings = (
        '<t xml:space="preserve"> 甲 </t>',
        "<r><t>乙</t></r><r><rPr><b/></rPr><t>丙</t></r><rPh><t>よみ</t></rPh>",
        "<t>行_x000D_\n二</t>",
    )
    shared = "".join(f'<c r="{c}1" t="s"><v>{n}</v></c>' for n, c in enumerate("ABC"))
    more = (
        '<c r="D1" t="str"><f>A1</f><v>公式</v></c><c r="E1" t="b"><v>1</v></c><c t="inlineStr"><is><t>内</t></is></c>'
    )
    data = xlsx(f'<sheetData><row r="1">{shared}{more}</row></sheetData>', strings=strings)
    assert shape(read(data)) == [[["甲", "乙丙", "行\n二", "公式", "TRUE", "内"]]]


def test_a_merged_cell_stands_at_every_position_it_covers():
    data = xlsx(sheet(["甲", None, "乙"], [None, None, "丙"], ["丁", "", "戊"], merged=["A1:B2"]))
    table = read(data).blocks[0]
    assert table.rows[0][0] is table.rows[0][1] is table.rows[1][0] is table.rows[1][1]
    assert shape(read(data)) == [[["甲", "甲", "乙"], ["甲", "甲", "丙"], ["丁", "", "戊"]]]


def test_places_are_the_rows_and_columns_of_the_sheet():
    table = read(xlsx(sheet(["标题"], [], [None, "甲", "乙"], [None, "丙", "丁"]))).blocks[1]
    assert table.rows[1][1].text == "丙"
    assert table.rows[1][1].row == 2
    assert table.place(table.rows[1][1]).as_dict() == {"table": 1, "row": 4, "column": 2, "sheet": "表1"}


def test_places_have_the_name_of_the_sheet_and_the_address_of_the_cell():
    title, table = read(xlsx(sheet(["标题"], [], [None, "甲", "乙"], [None, "丙", "丁"]))).blocks
    assert (title.place.sheet, title.place.address) == ("表1", "A1")
    assert table.place(table.rows[1][1]).address == "B4"
    assert [Place(row=1, column=column, sheet="表").address for column in (26, 27, 703)] == ["Z1", "AA1", "AAA1"]


def test_a_sheet_that_says_so_is_left_out():
    aside = sheet([ASIDE, ""], ["项目编码", "1"])
    assert shape(read(xlsx(aside, sheet(["甲", "乙"])))) == [[["甲", "乙"]]]
    below = sheet(["说明", ""], [ASIDE, "丙"])
    assert ASIDE in str(shape(read(xlsx(below))))


def test_text_above_a_table_a_caption_between_tables_and_text_below():
    data = xlsx(
        sheet(
            ["第一部分"],
            ["一、总体绩效目标\n1.思路"],
            ["1.甲绩效目标表"],
            ["项目编码", "1", "名称"],
            ["用途", "", ""],
            ["2.乙绩效目标表"],
            ["项目编码", "2", "名称"],
            [],
            ["填表人：某某"],
            merged=["A3:C3", "A6:C6", "B5:C5"],
        )
    )
    assert shape(read(data)) == [
        "第一部分",
        "一、总体绩效目标",
        "1.思路",
        "1.甲绩效目标表",
        [["项目编码", "1", "名称"], ["用途", "", ""]],
        "2.乙绩效目标表",
        [["项目编码", "2", "名称"]],
        "填表人：某某",
    ]


def test_a_blank_row_parts_tables_unless_it_has_a_border_or_is_covered():
    rows = (["甲", "乙"], ["", ""], ["丙", "丁"])
    assert shape(read(xlsx(sheet(*rows)))) == [[["甲", "乙"]], [["丙", "丁"]]]
    assert shape(read(xlsx(sheet(*rows, style=1), styles=FRAMED))) == [[["甲", "乙"], ["", ""], ["丙", "丁"]]]
    assert shape(read(xlsx(sheet(*rows, merged=["A1:A2"])))) == [[["甲", "乙"], ["甲", ""], ["丙", "丁"]]]


def test_a_lone_text_beside_blank_cells_with_a_border_belongs_to_the_table():
    rows = (["301001某某单位", ""], ["项目编码", "1"])
    assert shape(read(xlsx(sheet(*rows)))) == ["301001某某单位", [["项目编码", "1"]]]
    assert shape(read(xlsx(sheet(*rows, style=1), styles=FRAMED))) == [[["301001某某单位", ""], ["项目编码", "1"]]]


def test_hidden_sheets_and_rows_are_read_and_said():
    first = sheet(["甲", "乙"]).replace('<row r="1"', '<row r="1" hidden="1"')
    reading = read(xlsx(first, sheet(["丙", "丁"]), states=["", 'state="hidden"']))
    assert shape(reading) == [[["甲", "乙"]], [["丙", "丁"]]]
    assert [note.code for note in reading.notes] == ["hidden-cells", "hidden-sheet"]
    assert all(note.message for note in reading.notes)


def test_what_formulas_came_to():
    cells = (
        '<c r="A1" t="e"><f>B9</f><v>#REF!</v></c><c r="B1"><f>SUM(C1)</f></c><c r="C1"><f>1+1</f><v>2</v></c>'
        '<c r="D1" t="e"><f>1个</f><v>#NAME?</v></c><c r="E1"><f t="shared" si="0">100%</f><v>1</v></c>'
        '<c r="F1"><f t="shared" si="0"/><v>1</v></c>'
    )
    reading = read(xlsx(f'<sheetData><row r="1">{cells}</row></sheetData>'))
    assert shape(reading) == [[["#REF!", "", "2", "=1个", "=100%", "=100%"]]]
    assert [(note.code, note.place.column) for note in reading.notes] == [
        ("formula-error", 1),
        ("formula-without-value", 2),
        ("formula-as-typed", 4),
        ("formula-as-typed", 5),
        ("formula-as-typed", 6),
    ]


def test_a_stray_cell_in_the_last_corner_costs_nothing():
    stray = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    data = xlsx(sheet(["甲", "乙"]).replace("</sheetData>", stray), styles="")
    with within(1):
        assert shape(read(data)) == [[["甲", "乙"]], "1"]


def test_very_many_blank_rows():
    rows = "".join(f'<row r="{n}"/>' for n in range(2, 200_000))
    assert shape(read(xlsx(sheet(["甲", "乙"]).replace("</sheetData>", rows + "</sheetData>")))) == [[["甲", "乙"]]]


def refused(data, limits=DEFAULT_LIMITS):
    with pytest.raises(UnreadableSourceError) as caught:
        read(data, limits)
    assert "\n" not in str(caught.value)
    return caught.value.code


def test_bombs_and_damage():
    whole = xlsx(sheet(["甲", "乙"]))
    assert refused(xlsx(sheet(["甲" * 5000, "乙"])), Limits(text_size=3000)) == "sheet-too-large"
    assert refused(xlsx(sheet(*[["甲"] * 20] * 20)), Limits(cells=300)) == "too-many-cells"
    assert refused(xlsx(sheet(["甲", "乙"], merged=["A1:XFD1048576"] * 50)), Limits(cells=1000)) == "too-many-cells"
    assert refused(xlsx("<sheetData><row>")) == "damaged-xml"
    assert refused(whole[: len(whole) // 2]) == "damaged-zip"
    assert refused(xlsx()) == "no-worksheet"


def test_no_entity_is_expanded():
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(xlsx(sheet(["甲"])))) as source, zipfile.ZipFile(stream, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            if name.endswith("sheet1.xml"):
                content = b'<!DOCTYPE x [<!ENTITY e "haha">]>' + content.replace("甲".encode(), b"&e;")
            target.writestr(name, content)
    assert refused(stream.getvalue()) == "external-entities"


@needs_shared
@pytest.mark.parametrize("suffix", ["xlsx", "xls"])
@pytest.mark.parametrize("name", NAMES)
def test_the_real_documents_say_the_same_as_their_word_files(name, suffix):
    path = SHARED / "fixtures" / f"{name}.{suffix}"
    if not path.exists():
        pytest.skip("there is no such file")
    ours, word = (jiheng.read(file) for file in (path, path.with_suffix(".docx")))
    assert ours.department.overall_goals == word.department.overall_goals
    assert ours.department.sub_goals == word.department.sub_goals
    assert [sheet.title for sheet in ours.sheets] == [sheet.title for sheet in word.sheets]
    for mine, other in zip(ours.sheets, word.sheets, strict=True):
        assert mine.budget == other.budget
        assert (mine.code, mine.name, mine.goals) == (other.code, other.name, other.goals)
        assert [tight(i) for i in mine.indicators] == [tight(i) for i in other.indicators]


def tight(indicator):
    target = indicator.target and indicator.target.raw
    texts = (indicator.level1, indicator.level2, indicator.name, indicator.description, target, indicator.basis)
    return ["".join(text.split()) if text else text for text in texts]
