"""Signs written in a symbol font: a goal document whose ≥, ≤, ± and ° are such says what it said before."""

import html
import io
import re
import zipfile
from pathlib import Path

import pytest
from tests.old_word import P, document, sprm, style
from tests.word import package, tbl, tc, tr, xml

import jiheng
from jiheng.domain.grid import Grid
from jiheng.domain.place import Place
from jiheng.readers import DEFAULT_LIMITS, libreoffice, read_bytes
from jiheng.readers.docx.change import replace_cells
from jiheng.readers.symbols import signs, symbol

(EXAMPLE,) = (Path(__file__).parents[2] / "examples").glob("*.docx")
CODES = {"≥": 0xB3, "≤": 0xA3, "±": 0xB1, "°": 0xB0}
SIGN = re.compile("[≥≤±°]")

EXCEL = (
    "<style>.font6{font-family:宋体} .font7\n{font-family:Symbol, serif;}</style>"
    "<font class=font7>³<font class=font6>³</font></font>"
)


def run(text, font="Symbol", more=""):
    fonts = f'<w:rFonts w:ascii="{font}" w:hAnsi="{font}"/>' if font else ""
    return f"<w:r><w:rPr>{fonts}{more}</w:rPr><w:t>{text}</w:t></w:r>"


def typed(text):
    """Codes of a symbol font as Word stores them."""
    return "".join(chr(0xF000 + ord(char)) for char in text)


def written(example):
    """The example as Word stores it when its author took the signs from the font Symbol."""
    output = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(example)) as source, zipfile.ZipFile(output, "w") as target:
        for name in source.namelist():
            data = source.read(name)
            if name == "word/document.xml":
                text = SIGN.sub(lambda m: f"</w:t></w:r>{run(chr(0xF000 + CODES[m[0]]))}<w:r><w:t>", data.decode())
                data = text.encode()
            target.writestr(name, data)
    return output.getvalue()


def as_page(reading):
    """The page that Word would save, with the signs in spans."""

    def text(block_or_cell):
        escaped = html.escape(block_or_cell.text).replace("\n", "<br>")
        return SIGN.sub(lambda m: f"<span style='font-family:Symbol'>&#{CODES[m[0]]};</span>", escaped)

    def cells(grid, number, row):
        for column, cell in enumerate(row, 1):
            if (cell.row, cell.column) == (number, column):
                down = sum(column <= len(other) and other[column - 1] is cell for other in grid.rows)
                yield f"<td colspan={row.count(cell)} rowspan={down}>{text(cell)}</td>"

    def table(grid):
        rows = ("".join(cells(grid, number, row)) for number, row in enumerate(grid.rows, 1))
        return "<table>" + "".join(f"<tr>{row}</tr>" for row in rows) + "</table>"

    return "".join(table(b) if isinstance(b, Grid) else f"<p>{text(b)}</p>" for b in reading.blocks).encode()


def targets(data):
    found = jiheng.read(data)
    return [(row.name, row.target) for sheet in found.sheets for row in sheet.indicators]


@pytest.fixture(scope="module")
def example():
    return EXAMPLE.read_bytes()


def test_a_goal_document_in_docx(example):
    changed = written(example)
    assert b"\xef\x82\xb3" in zipfile.ZipFile(io.BytesIO(changed)).read("word/document.xml")
    assert targets(changed) == targets(example)
    assert any(target and target.raw.startswith("≥") for _name, target in targets(changed))


@pytest.mark.skipif(libreoffice.program() is None, reason="LibreOffice is not installed")
def test_a_goal_document_in_doc(example):
    (saved,) = libreoffice.convert([written(example)], "docx", "doc:MS Word 97")
    assert targets(saved) == targets(example)


def test_a_goal_document_in_html(example):
    page = as_page(read_bytes(example, DEFAULT_LIMITS))
    assert "≥" not in page.decode()
    assert targets(page) == targets(example)


def of_docx(body, **parts):
    return read_bytes(package(f"<w:p>{body}</w:p>", **parts), DEFAULT_LIMITS).blocks[0].text


def test_docx_a_target_typed_in_the_font_from_its_sign_to_its_unit():
    assert of_docx(run("产量", "") + run(typed("\xb395%\xb10.5\xb0"))) == "产量≥95%±0.5°"
    table = tbl(tr(tc(f"<w:p>{run(typed(chr(0xA3)))}{run('3天', '')}</w:p>"), "乙"))
    assert read_bytes(package(table), DEFAULT_LIMITS).blocks[0].rows[0][0].text == "≤3天"


def test_docx_signs_given_by_their_numbers():
    assert of_docx(run("&#xF0B3;&#61477;")) == "≥%"


def test_docx_the_font_may_come_from_the_style_of_the_run_or_the_paragraph():
    styles = xml(
        "styles",
        '<w:style w:styleId="s"><w:rPr><w:rFonts w:ascii="Wingdings" w:hAnsi="Wingdings"/></w:rPr></w:style>'
        '<w:style w:styleId="t"><w:basedOn w:val="s"/></w:style>',
    )
    assert of_docx(run(typed("\xfc"), "", '<w:rStyle w:val="t"/>'), styles=styles) == "✓"
    assert of_docx('<w:pPr><w:pStyle w:val="t"/></w:pPr>' + run(typed("\xfc"), ""), styles=styles) == "✓"


def test_docx_a_font_whose_signs_are_not_known_keeps_its_codes():
    assert of_docx(run(typed("\xb3"), "Webdings") + run(typed("\xb3"), "")) == typed("\xb3\xb3")
    assert of_docx(run("≥m")) == "≥m"


def test_docx_a_correction_leaves_the_signs_in_their_font():
    cells = tr(
        tc(f"<w:p>{run(typed(chr(0xB3)))}{run('80百分比', '')}</w:p>"), tc(f"<w:p>{run(typed(chr(0xA3)))}</w:p>")
    )
    change = Place(1, 1, 1), "≥80百分比", "≥80%"
    fixed, done = replace_cells(package(tbl(cells)), [change], DEFAULT_LIMITS)
    assert done == {change}
    assert [cell.text for cell in read_bytes(fixed, DEFAULT_LIMITS).blocks[0].rows[0]] == ["≥80%", "≤"]
    stored = zipfile.ZipFile(io.BytesIO(fixed)).read("word/document.xml").decode()
    assert re.findall("<w:t>(.*?)</w:t>", stored) == ["\uf0b3", "80%", "\uf0a3"]


def of_doc(*paragraphs, **parts):
    reading = read_bytes(document(*paragraphs, fonts=("Symbol", "Wingdings", "Webdings"), **parts), DEFAULT_LIMITS)
    return [block.text for block in reading.blocks]


def test_doc_a_target_typed_in_the_font_from_its_sign_to_its_unit():
    text = typed("\xb395%\xb10.5\xb0")
    assert of_doc(P(f"产量{text}\r", runs=((2, 2 + len(text), sprm(0x4A4F, 0)),))) == ["产量≥95%±0.5°"]


def test_doc_the_font_may_come_from_the_style_of_the_paragraph():
    styles = (style("Normal", 0), style("选项", characters=sprm(0x4A4F, 1)), style("勾", base=1))
    assert of_doc(P(f"{typed(chr(0xFC))}是\r", style=2), P(f"{typed(chr(0xFC))}否\r"), styles=styles) == [
        "✓是",
        "\uf0fc否",
    ]


def test_doc_a_font_whose_signs_are_not_known_keeps_its_codes():
    assert of_doc(P(f"{typed(chr(0xB3))}\r", runs=((0, 1, sprm(0x4A4F, 2)),))) == ["\uf0b3"]


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("<span style='font-size:9.0pt;font-family:Symbol;mso-char-type:symbol'>&#179;</span>95mg", "≥95mg"),
        ("<font face=Symbol>m</font>g", "μg"),
        ("<font face='Symbol, serif'><span lang=zh-CN>&#xF0B3;<b>&#xF0B4;</b></span></font>5", "≥×5"),
        ("<span style='font:9.0pt Symbol'>&#163;</span>5", "≤5"),
        ("<span style='font-family:\"Wingdings 2\"'>R</span>是", "☑是"),
        ("<span style='font-family:Symbol;mso-ascii-font-family:宋体'>&#179;5m</span>", "≥5m"),
        ("<span style='font-family:宋体;mso-hansi-font-family:Symbol'>m</span>", "m"),
        ("<span style='font-family:Symbol'>≥5</span>m &#xF0B3;", "≥5m \uf0b3"),
        ("<span style='font-family:Wingdings'>l<span style='font:7.0pt \"Times New Roman\"'>l&nbsp;</span></span>甲", "●l 甲"),
        (EXCEL, "≥³"),
        ("<font face=Symbol>&#177;</font>0.5<font face=Symbol>&#176;</font>", "±0.5°"),
    ],
)  # fmt: skip
def test_html_characters_in_a_symbol_font_are_its_signs(source, shown):
    page = f"<html><body><p>{source}</p></body></html>".encode()
    assert [block.text for block in read_bytes(page, DEFAULT_LIMITS).blocks] == [shown]


def test_a_sign_asked_for_by_its_code():
    assert symbol(0xF0B3, "Symbol") == symbol(0xB3, "Symbol") == symbol(0xF0B3) == "≥"
    assert symbol(0xF0FE, " WingDings ") == "☑"
    assert symbol(0xF0B3, "Webdings") == symbol(-77, "Symbol") == symbol(0x110000, "Arial") == ""
    assert symbol(0x2265, "Arial") == "≥"


@pytest.mark.parametrize("font", ["symbol", "wingdings", "wingdings 2"])
def test_every_code_stands_for_one_character(font):
    assert all(32 <= code < 256 and len(sign) == 1 for code, sign in signs(font).items())
