"""Small files that would keep a machine busy for long: each is read or refused in about the time that an honest one takes."""

import io
import re
import time
import zipfile

import pytest
from tests.readers import workbook
from tests.readers.workbook import sheet, xls, xlsx
from tests.timing import within
from tests.word import p, package, tbl, tr, xml

from jiheng.errors import UnreadableSourceError
from jiheng.readers import DEFAULT_LIMITS, Limits, read_bytes
from jiheng.readers.html.tags import has_long_tags
from jiheng.readers.limits import MEGABYTE

SECONDS = 3
MANY = 20_000


def outcome(data, limits=DEFAULT_LIMITS):
    """What reading ends in: a reading, or the code of the refusal; never late."""
    assert len(data) < 2 * MEGABYTE
    with within(SECONDS):
        try:
            return read_bytes(data, limits)
        except UnreadableSourceError as error:
            return error.code


# ---- web pages ----


def page(content):
    return f"<html><body>{content}".encode()


def attributes(count, form="a{}=1 "):
    return "".join(map(form.format, range(count)))


@pytest.mark.parametrize(
    "content",
    [
        "<p " + attributes(1500) + ">x",
        "<p " + attributes(1500, "a{}='>' ") + ">x",
        "<p " + attributes(1500, "a{}=\x01'>' ") + ">x",
        "<p " + attributes(1500, "a{}='<' ") + ">x",
        "<p/" + attributes(1500, "a{}/") + ">x",
        "<\x01p " + attributes(1500) + ">x",
        '<!-- <p a=" --><p ' + attributes(1500) + ">x",
        ("<p " + attributes(1500)),
    ],
)
def test_a_tag_that_may_have_very_many_attributes_is_noticed(content):
    assert has_long_tags(page(content))
    assert has_long_tags(page(content).decode().encode("utf-16"))


def test_tags_of_office_programs_are_not_taken_for_such():
    style = "<style>" + "p.MsoNormal {margin:0cm; font-size:10.5pt}\n" * 200 + "</style>"
    cell = "<td width=95 colspan=2 style='width:70.9pt;border:solid windowtext 1.0pt;padding:0cm 5.4pt'>"
    assert not has_long_tags(
        page(style + f"<table><tr>{cell}<p class=MsoNormal><span lang=EN-US>甲</span></p></td></tr>")
    )
    assert not has_long_tags(page("<p>" + "项目绩效目标" * 5000 + "</p>"))


def test_a_page_with_a_long_tag_is_read_all_the_same():
    picture = f"<img src='data:image/png;base64,{'A' * 5000}'>"
    reading = read_bytes(page(f"<p>甲</p>{picture}<table><tr><td>乙<td>丙</table>"), DEFAULT_LIMITS)
    assert [block.text for block in reading.blocks[:1]] == ["甲"]
    assert [cell.text for cell in reading.blocks[1].rows[0]] == ["乙", "丙"]


def test_forty_thousand_attributes_are_given_up_in_time():
    with within(3 * SECONDS, time.monotonic):  # a child does it
        assert outcome(page("<p " + attributes(40_000) + ">x")) == "too-slow"


@pytest.mark.parametrize(
    "content",
    [
        "<p>" * MANY, "<br>" * MANY, "<td>" * MANY, "<table>" * MANY, "<b><p>" * MANY, "<ol><li>" * 900, "<!--" * MANY,
        "<" * MANY, "<a><b><p></a></b>" * MANY, "<span hidden>x</span>" * MANY, "<table>" + "x<tr>" * MANY,
        "<table>" + "<tr><td colspan=1000 rowspan=65534>x" * MANY, "<select>" + "<option>x" * MANY,
        "<style>" + "/*" * MANY + "</style>", "<script>" * MANY, ("<table><tr><td>a<td>b" * 19 + "</table>" * 19) * 500,
    ],
    ids=lambda content: content[:12],
)  # fmt: skip
def test_tags_by_the_thousand(content):
    outcome(page(content))


# ---- texts ----


@pytest.mark.parametrize(
    "piece", ["[bookmark: ", "TC ", "TC \\f", "TOC \\o ", 'HYPERLINK "', "PAGEREF a ", "\t\n", "\t甲\n\n\n乙\n"]
)
def test_residue_that_does_not_end(piece):
    outcome(("绩效\\" + piece * 60_000).encode())


# ---- workbooks ----


def changed(data, part, change):
    """A package with one part changed."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            content = source.read(name).decode()
            target.writestr(name, change(content) if name == part else content)
    return stream.getvalue()


def rows(count, row):
    """A sheet of rows; `{n}` in `row` is the number."""
    return "<sheetData>" + "".join(row.replace("{n}", str(n)) for n in range(1, count + 1)) + "</sheetData>"


def test_a_sheet_that_is_named_again_and_again_is_read_once():
    data = changed(
        xlsx(sheet(["甲", "乙"], ["1", "2"])),
        "xl/workbook.xml",
        lambda content: re.sub(r"<sheet .*?/>", lambda match: match[0] * MANY, content),
    )
    assert len(outcome(data).blocks) == 1


def test_a_million_blank_rows_are_passed_over():
    """As a spreadsheet writes them where somebody gave a whole column a height: 54 MB of them."""
    blank = '<row r="{n}" spans="1:6" ht="14.25" customHeight="1"/>'
    content = rows(3, '<row r="{n}"><c r="A{n}"><v>{n}</v></c><c r="B{n}"><v>2</v></c></row>')
    content = content.replace("</sheetData>", "".join(blank.replace("{n}", str(n)) for n in range(4, 1_000_001)))
    reading = read_bytes(
        xlsx(content + '<row r="1000001"><c r="B1000001"><v>9</v></c></row></sheetData>'), DEFAULT_LIMITS
    )
    assert [[cell.text for cell in row] for row in reading.blocks[0].rows] == [["1", "2"], ["2", "2"], ["3", "2"]]
    assert reading.blocks[1].text == "9"


def test_blank_cells_without_end_are_refused_with_a_remedy():
    with pytest.raises(UnreadableSourceError, match="请删去表格下方和右侧的空白行列"):
        read_bytes(xlsx(rows(20_000, '<row r="{n}"><c r="A{n}" s="1"/></row>')), Limits(text_size=500_000))


@pytest.mark.parametrize("make", ["xlsx", "xls"])
def test_a_long_text_shown_in_a_thousand_cells(make):
    if make == "xlsx":
        data = xlsx(
            rows(6000, '<row r="{n}"><c r="A{n}" t="s"><v>0</v></c></row>'), strings=[f"<t>{'绩' * 1_000_000}</t>"]
        )
    else:
        cells = b"".join(workbook.record(0xFD, n, 0, 0, 0, pack="HHHI") for n in range(6000))
        strings = workbook.wide("绩" * 4000)
        data = xls(workbook.stream(cells, strings=strings))
    limits = DEFAULT_LIMITS if make == "xlsx" else Limits(text_size=10 * MEGABYTE)
    assert outcome(data, limits) == "too-much-text"


def test_more_cells_than_so_small_a_file_can_mean():
    assert outcome(xlsx(rows(250_000, "<row><c><v>1</v></c></row>"))) == "too-dense"
    assert outcome(xlsx(sheet(["甲"]), strings=["<t>x</t>"] * 250_000)) == "too-dense"


def test_formats_with_more_places_than_a_number_has():
    long = "0." + "0" * 30
    reading = read_bytes(xlsx(sheet([123456789012.5, "乙"], style=1), styles=workbook.formats(long)), DEFAULT_LIMITS)
    assert reading.blocks[0].rows[0][0].text == "123456789012.5" + "0" * 29
    outcome(xlsx(sheet([0.5, "乙"], style=1), styles=workbook.formats("0" + "%" * 250)))


@pytest.mark.parametrize(
    "data",
    [
        lambda: xlsx(sheet(["甲", "乙"], columns="<cols>" + '<col min="1" max="16384" hidden="1"/>' * MANY + "</cols>")),
        lambda: xlsx(rows(30_000, '<row r="{n}0"><c r="A{n}0"><f>1+1</f></c><c r="B{n}0" t="e"><v>#N/A</v></c></row>')),
        lambda: xlsx(sheet(["甲", "乙"], ["丙", "丁"], merged=["A1:B2"] * MANY)),
        lambda: xlsx(sheet(["甲", "乙"], merged=["A1:XFD1048576"] * MANY)),
        lambda: xlsx(sheet(["甲"]), strings=["<r><t>x</t></r>" * 200_000]),
        lambda: xlsx("<x/>" * 3_000_000),
        lambda: xlsx(f"<sheetData><row><c>{'<x/>' * 2_500_000}</c></row></sheetData>"),
        lambda: xlsx(sheet(["甲"]), properties="<definedNames>" + "<definedName/>" * MANY + "</definedNames>"),
        lambda: xlsx("<sheetData><row " + attributes(MANY, "a{}='1' ") + "/></sheetData>"),
    ],
    ids=["hidden columns", "formulas", "merged", "merged wholly", "runs", "other", "in a cell", "names", "attributes"],
)  # fmt: skip
def test_parts_of_a_workbook_by_the_thousand(data):
    outcome(data())


# ---- Word packages ----


@pytest.mark.parametrize(
    "data",
    [
        lambda: package("<w:p>" + "<w:r><w:t>a</w:t></w:r>" * 100_000 + "</w:p>"),
        lambda: package(p("甲", style="s0") * 100, styles=xml("styles", _chain(5000))),
        lambda: package(
            p("甲", properties="<w:numPr><w:ilvl w:val='0'/><w:numId w:val='1'/></w:numPr>") * 2000,
            numbering=xml("numbering", _NUMBERS),
        ),
        lambda: package("<w:p " + attributes(MANY, "a{}='1' ") + "/>"),
    ],
    ids=["runs", "styles", "numbers", "attributes"],
)
def test_parts_of_a_word_file_by_the_thousand(data):
    outcome(data())


@pytest.mark.parametrize("block", [p("甲"), tbl(tr("甲", "乙"))], ids=["paragraphs", "tables"])
def test_more_paragraphs_or_tables_than_anyone_writes(block):
    assert outcome(package(block * 2500), Limits(paragraphs=2000)) == "too-many-paragraphs"
    assert len(read_bytes(package(block * 2000), Limits(paragraphs=2000)).blocks) == 2000


def _chain(length):
    """Styles each of which rests on the next, and the last on the first."""
    return "".join(
        f'<w:style w:type="paragraph" w:styleId="s{n}"><w:basedOn w:val="s{(n + 1) % length}"/></w:style>'
        for n in range(length)
    )


_NUMBERS = (
    "<w:abstractNum w:abstractNumId='1'><w:lvl w:ilvl='0'><w:start w:val='3888'/><w:numFmt w:val='upperRoman'/>"
    f"<w:lvlText w:val='{'%1.' * 3000}'/></w:lvl></w:abstractNum><w:num w:numId='1'><w:abstractNumId w:val='1'/></w:num>"
)


def test_the_time_for_a_child_process_grows_with_the_file():
    assert Limits().for_size(0, 3, 8).cpu_seconds == 3
    assert Limits().for_size(2 * MEGABYTE, 3, 8).cpu_seconds == 19
    assert Limits().for_size(60 * MEGABYTE, 3, 8).cpu_seconds == Limits().cpu_seconds
