"""The web page: the same data to a program, a form to whoever sees or hears it, and harmless whatever it says."""

import re
from base64 import b64encode
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given, settings
from lxml import html
from tests.forms.test_forms import NAMES, blocks
from tests.forms.test_forms import document as read_form
from tests.reports.sample import document as sample
from tests.shared import SHARED
from tests.writers.documents import HARD, documents, reread

import jiheng
from jiheng.forms import load_forms
from jiheng.writers.compose import compose
from jiheng.writers.form_table import CellKind
from jiheng.writers.html import write_html
from jiheng.writers.html.headers import headed_rows
from jiheng.writers.paper import Paper, Text

EXAMPLES = sorted((Path(__file__).parents[2] / "examples").glob("*.docx"))
SEEDS = sorted((SHARED / "seeds").glob("*.txt"))
GOLDEN_DOCUMENTS = {
    "hebei": sample,
    "self-evaluation": lambda: read_form(blocks("national-self-evaluation")),
    "monitoring": lambda: read_form(blocks("national-monitoring")),
}


def published(document, **options):
    return write_html(compose(document, load_forms(), **options))


def page(document, **options):
    return html.document_fromstring(published(document, **options).decode())


def same(document):
    read = jiheng.read(published(document))
    assert read == document
    assert not [note for note in read.notes if note.code.startswith("unrecognised")]


@pytest.mark.parametrize("name", NAMES)
def test_every_form_reads_back(name):
    same(read_form(blocks(name)))


@pytest.mark.parametrize("path", [*EXAMPLES, *SEEDS], ids=lambda path: path.stem)
def test_whole_documents_read_back(path):
    same(jiheng.read(path))


@settings(max_examples=80, deadline=None)
@given(documents())
def test_the_page_says_what_the_paper_says(document):
    assert jiheng.read(published(document)) == reread(document)


@pytest.mark.parametrize("name", GOLDEN_DOCUMENTS)
def test_the_page_is_as_agreed(name, golden):
    _before, body, rest = published(GOLDEN_DOCUMENTS[name]()).decode().partition("<body>")
    golden(f"html/{name}.html", body + rest)


def test_the_same_paper_gives_the_same_bytes():
    assert published(sample()) == published(sample())


def test_the_page_stands_by_itself():
    text = published(sample()).decode()
    tree = html.document_fromstring(text)
    assert not tree.xpath("//script | //link | //img | //iframe | //object | //base | //@style | //@src")
    assert not re.search(r"url\((?!href)|@import|https?:", text)  # `attr(href url)` names a type
    (policy,) = tree.xpath("//meta[@http-equiv = 'Content-Security-Policy']/@content")
    style = re.search("<style>(.*)</style>", text, re.DOTALL)[1]
    digest = b64encode(sha256(style.encode()).digest()).decode()
    assert policy == f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"


def test_texts_from_outside_are_texts():
    document = sample()
    sheet = replace(document.sheets[0], name="<script>alert(1)</script>", goals=tuple(HARD))
    tree = page(replace(document, sheets=(sheet,), title='"><script>1</script>'))
    assert not tree.xpath("//script | //b[not(ancestor::p)] | //@onclick")
    assert tree.xpath("//td[. = '<script>alert(1)</script>']")
    assert tree.xpath("string(//h1)").startswith('"><script>1</script>')
    shown = "\n".join(tree.xpath("//td//text()"))
    assert all(text in shown for text in ("{{ x }}", "&amp;", "=1+1", "𠮷野家𪚥"))


def test_what_no_page_may_hold_is_left_out_and_spaces_are_kept():
    text = write_html(Paper("题\x00目", (Text("甲\x01\ud800  乙\x0b丙\r\n丁\ufffe"),))).decode()
    assert "<title>题目</title>" in text
    assert html.document_fromstring(text).xpath("//p//text()") == ["甲\u00a0 乙", "\n丙", "\n丁"]


def test_whoever_hears_the_page_finds_the_way():
    document = sample()
    tree = page(document)
    assert tree.get("lang") == "zh-CN"
    assert [len(tree.xpath(f"//{mark}")) for mark in ("header", "nav", "main", "h1[not(ancestor::main)]")] == [1] * 4
    targets = tree.xpath("//a/@href")
    assert targets[0] == "#content"
    ids = tree.xpath("//@id")
    assert len(set(ids)) == len(ids)
    assert {target.removeprefix("#") for target in targets} <= set(ids)
    linked = [link.text_content() for link in tree.xpath("//nav//a")]
    assert linked == [heading.text for heading in compose(document, load_forms()).headings]
    assert [len(table.xpath("caption/h2")) for table in tree.xpath("//table")] == [1, 1]


@pytest.mark.parametrize("name", NAMES)
def test_headers_name_header_cells(name):
    for table in page(read_form(blocks(name))).xpath("//table"):
        headers = {cell.get("id") for cell in table.xpath(".//th[@scope]")}
        assert len(headers) == len(table.xpath(".//th"))
        assert {each for cell in table.xpath(".//*[@headers]") for each in cell.get("headers").split()} <= headers
        assert all(
            cell.get("headers") for cell in table.xpath(".//td[normalize-space()]") if cell.get("class") != "label"
        )


def heard(name, text):
    """What is said before the cell of that text."""
    table = next(compose(read_form(blocks(name)), load_forms()).tables).table
    cells = [cell for row in headed_rows(table) for cell in row]
    by_number = {cell.number: cell.cell.text for cell in cells}
    found = next(cell for cell in cells if cell.cell.text == text and cell.cell.kind is not CellKind.LABEL)
    return [by_number[number] for number in found.headers]


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("national-monitoring", "云溪区就业服务中心", ["实施单位"]),
        ("national-monitoring", "75.00", ["项目资金（万元）", "其中：本年一般公共预算拨款", "1-7月执行数"]),
        ("national-monitoring", "师资不足，下半年加开班次", ["绩效指标", "产出指标", "数量指标", "培训人次", "偏差原因分析", "原因说明"]),
        ("national-self-evaluation", "93%", ["绩效指标", "满意度指标（10分）", "服务对象满意度指标", "读者满意度", "实际完成值"]),
    ],
)  # fmt: skip
def test_a_value_is_announced_by_its_labels(name, text, said):
    assert heard(name, text) == said


@pytest.mark.parametrize("name", NAMES)
def test_cells_cover_every_place_once(name):
    for table in page(read_form(blocks(name))).xpath("//table"):
        width = len(table.xpath("colgroup/col"))
        for group in table.xpath("thead | tbody"):
            rows = group.xpath("tr")
            taken = set()
            for r, row in enumerate(rows):
                column = 0
                for cell in row:
                    while (r, column) in taken:
                        column += 1
                    for y in range(r, r + int(cell.get("rowspan", 1))):
                        taken |= {(y, column + x) for x in range(int(cell.get("colspan", 1)))}
            assert taken == {(r, column) for r in range(len(rows)) for column in range(width)}


def test_a_wide_form_lies_across_and_the_opening_rows_are_repeated():
    (section,) = page(read_form(blocks("national-monitoring"))).xpath("//section")
    assert "across" in section.get("class").split()
    (table,) = page(sample(), tables={1}).xpath("//table")
    assert len(table.xpath("thead/tr")) == 2
    assert not page(sample(), tables={1}).xpath("//nav | //header")


def test_rows_are_kept_in_one_piece_unless_they_or_what_they_merge_are_long():
    document = sample()
    first, second = document.sheets
    first = replace(first, purpose="很长。" * 500, indicators=first.indicators[:1] * 30 + first.indicators[1:])
    tables = page(replace(document, sheets=(first, second))).xpath("//table")
    long = [[row.xpath("string(*[1])") for row in table.xpath(".//tr[@class = 'long']")] for table in tables]
    assert long == [["预算规模及资金用途", "很长。" * 500, "产出指标"], []]


def test_sixty_projects_of_sixty_indicators():
    document = sample()
    sheet = replace(document.sheets[0], indicators=document.sheets[0].indicators * 15)
    sheets = tuple(replace(sheet, number=number, name=f"项目{number}") for number in range(1, 61))
    tree = page(replace(document, sheets=sheets))
    assert len(tree.xpath("//table")) == 60
    assert len(tree.xpath("//tr")) == 60 * (8 + 60)
