"""Workbooks out: they say the same as the document, number for number, and nothing in them is ever computed."""

import io
import os
import subprocess
import sys
import zipfile
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from hypothesis import assume, given, settings
from lxml import etree
from tests.forms.test_forms import NAMES, blocks
from tests.forms.test_forms import document as read_form
from tests.readers.workbook import sheet, xlsx
from tests.shared import SHARED
from tests.writers.documents import HARD, LEVELS, documents, make_document, reread

from jiheng.domain.goals import Budget, GoalSheet, Indicator, Organization, PlanStep
from jiheng.domain.grid import Grid
from jiheng.domain.target import parse_target
from jiheng.engine import read
from jiheng.errors import UsageError
from jiheng.publishing import publish
from jiheng.readers import DEFAULT_LIMITS, read_bytes
from jiheng.writers.xlsx.names import SheetNames

GOLDEN = Path(__file__).parent / "golden" / "xlsx"
EXAMPLES = sorted((Path(__file__).parents[2] / "examples").glob("*.docx"))
SEEDS = sorted((SHARED / "seeds").glob("*.txt"))
UNIT = Organization("301001", "云溪经济开发区管理委员会")


def table(name="招商推介", rows=1, **fields):
    amounts = [parse_target(f"≥{n}场") for n in range(1, rows + 1)]
    made = GoalSheet(
        number=1, form="hebei-project-goals", organization=UNIT, code="13079925P00010110001X", name=name,
        budget=Budget(None, None, None, "万元"), purpose="场地租金",
        spending_plan=tuple(PlanStep(month, None) for month in (3, 6, 10, 12)), goals=("办好推介会",),
        indicators=tuple(Indicator(*LEVELS[n % 6], f"场次{n}", "办了几场", one, "计划") for n, one in enumerate(amounts)),
    )  # fmt: skip
    return replace(made, **fields)


def book(document):
    return openpyxl.load_workbook(io.BytesIO(publish(document, "xlsx")))


def cells(workbook):
    return [cell for each in workbook.worksheets for row in each.iter_rows() for cell in row if cell.value is not None]


@pytest.mark.parametrize("name", NAMES)
def test_every_form_is_read_back(name):
    document = read_form(blocks(name))
    got = read(publish(document, "xlsx"))
    assert got == document
    assert [note.code for note in got.notes if note.code.startswith("unrecognised")] == []


@pytest.mark.parametrize("path", [*EXAMPLES, *SEEDS], ids=lambda path: path.stem)
def test_whole_documents_are_read_back(path):
    document = read(path)
    got = read(publish(document, "xlsx"))
    assert got == document
    assert [note.code for note in got.notes if note.code.startswith("unrecognised")] == []


@settings(max_examples=40, deadline=None)
@given(documents())
def test_hard_content_is_read_back(document):
    assume(reread(document) == document)
    assert read(publish(document, "xlsx")) == document


def test_sixty_tables_and_sixty_indicators_are_read_back():
    document = make_document(None, [table(f"项目{n}", rows=3) for n in range(59)] + [table("大项目", rows=60)])
    document = reread(document)
    assert read(publish(document, "xlsx")) == document


def test_a_text_over_several_pages_is_shown_whole():
    long = "一段很长的文字，" * 600
    document = reread(make_document(None, [table(purpose=long, goals=(long, "短"))]))
    assert read(publish(document, "xlsx")) == document
    sheet = book(document).worksheets[-1]
    tall = [
        area
        for area in sheet.merged_cells.ranges
        if str(sheet.cell(area.min_row, area.min_col).value)[:4] == "一段很长"
    ]
    heights = [sum(sheet.row_dimensions[row].height for row in range(area.min_row, area.max_row + 1)) for area in tall]
    assert heights[0] > 1000
    assert max(dimension.height or 0 for dimension in sheet.row_dimensions.values()) <= 409


def test_what_a_cell_cannot_hold_is_said_not_cut():
    document = make_document(None, [table(purpose="长" * 32_768)])
    with pytest.raises(UsageError, match=r"32768.*32767"):
        publish(document, "xlsx")


@pytest.mark.parametrize("text", [*HARD, "#N/A", "=cmd|' /C calc'!A0", "\t=1+1", "_x0041_", "\u202e倒"])
def test_text_stays_text(text):
    document = reread(make_document(None, [table(name=text.strip(), purpose=text.strip())]))
    workbook = book(document)
    assert {cell.data_type for cell in cells(workbook)} <= {"s", "n"}
    shown = [cell for cell in cells(workbook) if cell.value == text.strip()]
    assert "_x0041_" in text or all(cell.data_type == "s" for cell in shown)
    assert all(cell.quotePrefix for cell in shown if text.strip()[:1] in {"=", "+", "-", "@", "'"})
    assert read(publish(document, "xlsx")) == document


def test_control_characters_are_dropped():
    document = make_document(None, [table(purpose="甲\x00\x07乙\ud800丙\ufffe丁")])
    assert read(publish(document, "xlsx")).sheets[0].purpose == "甲乙丙丁"


@pytest.mark.parametrize(
    ("written", "value", "code"),
    [("10.00", 10, "0.00"), ("0", 0, "0"), ("86.5", 86.5, "0.0"), ("1234567.89", 1234567.89, "0.00")],
)
def test_amounts_are_numbers_that_show_what_is_printed(written, value, code):
    document = reread(make_document(None, [table(budget=Budget(Decimal(written), None, None, "万元"))]))
    (cell,) = [cell for cell in cells(book(document)) if cell.data_type == "n"]
    assert (cell.value, cell.number_format) == (value, code)
    assert read(publish(document, "xlsx")) == document


def test_percentages_are_numbers():
    plan = [PlanStep(3, Decimal(25)), PlanStep(6, Decimal("12.5")), PlanStep(10, None), PlanStep(12, Decimal(100))]
    document = reread(make_document(None, [table(spending_plan=tuple(plan))]))
    found = [(cell.value, cell.number_format) for cell in cells(book(document)) if cell.data_type == "n"]
    assert found == [(0.25, "0%"), (0.125, "0.0%"), (1, "0%")]


def test_too_many_digits_for_a_number_stay_text():
    document = reread(make_document(None, [table(budget=Budget(Decimal("123456789012345.25"), None, None, "万元"))]))
    assert read(publish(document, "xlsx")).sheets[0].budget.total == Decimal("123456789012345.25")


def test_names_of_sheets_are_allowed_and_unlike():
    names = SheetNames()
    taken = [
        names.take(name)
        for name in ["1.a/b:c*[d]?", "'引'", "", "", "History", "很" * 40, "很" * 40, "𠮷" * 20, "A", "a"]
    ]
    assert len({name.casefold() for name in taken}) == len(taken)
    assert all(0 < len(name.encode("utf-16-le")) // 2 <= 31 for name in taken)
    assert not any(set(name) & set("[]:*?/\\") or name.startswith("'") or name.endswith("'") for name in taken)
    assert taken[0] == "1.a b c d"


def test_the_page_is_set_up():
    document = reread(make_document(None, [table(), table("第二个")]))
    workbook = book(document)
    for number, each in enumerate(workbook.worksheets):
        assert each.page_setup.paperSize == 9
        assert each.oddFooter.center.text == "– &P –"
        assert number == 0 or (
            each.print_title_rows and each.freeze_panes and each.sheet_properties.pageSetUpPr.fitToPage
        )
    assert workbook.sheetnames[1] == "1.招商推介"
    landscape = book(read_form(blocks("national-monitoring"))).worksheets[-1]
    assert landscape.page_setup.orientation == "landscape"


def test_the_contents_lead_to_their_sheets():
    workbook = book(read(EXAMPLES[0]))
    links = [cell.hyperlink.location for cell in cells(workbook) if cell.hyperlink]
    assert len(links) == len(list(workbook.worksheets)) + 4
    for link in links:
        name, _, address = link.rpartition("!")
        assert workbook[name.strip("'").replace("''", "'")][address].value


def test_the_same_document_gives_the_same_bytes_in_every_process():
    code = (
        "import hashlib,sys;from jiheng.engine import read;from jiheng.publishing import publish;"
        "print(hashlib.sha256(publish(read(sys.argv[1]),'xlsx')).hexdigest())"
    )
    digests = {
        subprocess.run(
            [sys.executable, "-c", code, EXAMPLES[0]], env=os.environ | {"PYTHONHASHSEED": seed}, check=True,
            capture_output=True, text=True,
        ).stdout
        for seed in ("1", "2")
    }  # fmt: skip
    assert len(digests) == 1


def test_a_blank_merged_cell_reaches_as_far_as_the_text_beside_it():
    (grid,) = [
        block
        for block in read_bytes(
            xlsx(sheet(["甲", "", "乙"], ["丙", "", "丁"], merged=["A2:A3", "B2:B3", "C2:C3"])), DEFAULT_LIMITS
        ).blocks
        if isinstance(block, Grid)
    ]
    assert {cell.row for cell in grid.rows[2]} == {2}


def parts(data):
    """The parts of a package that say something, pretty-printed."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            if name.endswith(".xml") and "theme" not in name:
                root = etree.fromstring(archive.read(name))
                yield f"==== {name}\n{etree.tostring(root, pretty_print=True, encoding='unicode')}"


GOLDENS = {
    "hebei": lambda: reread(make_document(None, [table(), table("道路养护", rows=2)])),
    "self-evaluation": lambda: read_form(blocks("national-self-evaluation")),
    "monitoring": lambda: read_form(blocks("national-monitoring")),
}


@pytest.mark.parametrize("name", GOLDENS)
def test_the_file_is_as_it_was_approved(name):
    text = "".join(parts(publish(GOLDENS[name](), "xlsx")))
    path = GOLDEN / f"{name}.xml"
    if os.environ.get("JIHENG_GOLDEN") == "1":
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        pytest.skip(f"wrote {name}")
    assert text == path.read_text(encoding="utf-8")
