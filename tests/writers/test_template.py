"""Workbooks to fill in: filled by a program or by hand, they read back; what Excel checks agrees with the rules."""

import io
import os
import shutil
import subprocess

import openpyxl
import pytest
from tests.forms.test_forms import NAMES, blocks
from tests.forms.test_forms import document as read_form
from tests.writers.test_xlsx import GOLDEN, parts

from jiheng.cli.main import main
from jiheng.domain.grid import ASIDE
from jiheng.domain.taxonomy import classify
from jiheng.domain.units import COMMON_UNITS, is_measure
from jiheng.engine import check, read
from jiheng.errors import UnreadableSourceError
from jiheng.forms import load_form, load_forms
from jiheng.reports.labels import place_text
from jiheng.writers.compose import tables_of
from jiheng.writers.template import write_template
from jiheng.writers.template.blank import blank_form
from jiheng.writers.template.form_sheet import is_input, prefilled_levels
from jiheng.writers.values import Value, block_rows, block_value, head_value

ROWS = 20
TOP = 3


def places(form):
    """Field (in a block with the number of its row) → row and column on the sheet."""
    blank = blank_form(form, ROWS)
    found, labels = {}, {}
    for row, printed in enumerate(blank.table.rows, TOP):
        for cell in printed.cells:
            if is_input(cell):
                found[cell.block, cell.row, cell.fields[-1]] = row, cell.column + 1
            elif cell in blank.changeable:
                labels[row, cell.column + 1] = cell.text
    return found, labels


def fill(sheet, table, form, year=None):
    """Type the values of `table` into a sheet, as a person would."""
    found, labels = places(form)
    for (block, row, field), at in found.items():
        if block is None:
            value = head_value(table, field)
            if field == "name" and form.fields[field].type == "coded-name":
                value = Value(f"{table.code}-{value.text}")
        else:
            rows = block_rows(table, block)
            if row > len(rows):
                continue
            own, beside = rows[row - 1]
            is_medium = field.startswith("medium_term.")
            name = field.removeprefix("medium_term.")
            path = f"medium_term.{block}" if is_medium else block
            value = block_value(table, path, row - 1, beside if is_medium else own, name)
        if value.text or block:
            number = value.number
            cell = sheet.cell(*at)
            cell.value = value.text if number is None else float(number / 100 if value.is_percent else number)
            cell.data_type = cell.data_type if number is not None else "s" if value.text else "n"
            if not value.text:
                cell.value = None
    if getattr(table, "execution_weight", 10) is None:
        for at, text in labels.items():
            sheet.cell(*at).value = text.replace("（10）", "")
    sheet["A2"] = year


def filled(document, spare=0):
    tables = tables_of(document)
    form = load_form(tables[0].form)
    book = openpyxl.load_workbook(io.BytesIO(write_template(form, tables=len(tables) + spare, rows=ROWS)))
    for number, table in enumerate(tables, 1):
        fill(book[f"填报{number}"], table, form, document.fiscal_year)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def example(name):
    return read_form(blocks(name))


@pytest.mark.parametrize("name", NAMES)
def test_what_is_filled_in_is_read_back(name):
    document = example(name)
    got = read(filled(document))
    assert [note.message for note in got.notes] == []
    numbers = zip(tables_of(got), tables_of(document), strict=True)
    for mine, other in numbers:
        assert mine == other
    assert got.fiscal_year == document.fiscal_year


def test_spare_sheets_and_rows_are_left_out():
    got = read(filled(example("national-self-evaluation"), spare=2))
    assert len(got.self_evaluations) == 1
    assert [note.code for note in got.notes] == ["blank-table"] * 2
    assert "填报2" in place_text([got.notes[0].place], "xlsx")


@pytest.mark.parametrize("form", load_forms())
def test_a_blank_workbook_is_no_document(form):
    data = write_template(load_form(form), tables=2)
    with pytest.raises(UnreadableSourceError, match="没有填写"):
        read(data)
    assert data == write_template(load_form(form), tables=2)


def test_findings_name_the_sheet_and_the_cell():
    document = example("national-self-evaluation")
    book = openpyxl.load_workbook(io.BytesIO(filled(document)))
    found, _labels = places(load_form("national-self-evaluation"))
    row, column = found["indicators", 2, "score"]
    cell = book["填报1"].cell(row, column)
    cell.value = 99
    stream = io.BytesIO()
    book.save(stream)
    got = read(stream.getvalue())
    (finding,) = [each for each in check(got) if each.rule == "score-exceeds-weight"]
    assert place_text([finding.place], "xlsx") == f"工作表“填报1” {cell.coordinate}"


@pytest.mark.parametrize("form", load_forms())
def test_printed_words_are_locked_and_the_rest_is_guarded(form):
    book = openpyxl.load_workbook(io.BytesIO(write_template(load_form(form))))
    sheet = book["填报1"]
    assert sheet.protection.sheet
    assert not sheet.protection.password
    found, labels = places(load_form(form))
    guarded = {
        cell for rule in sheet.data_validations.dataValidation for area in rule.sqref.ranges for cell in area.cells
    }
    for at in [*found.values(), *labels]:
        assert not sheet.cell(*at).protection.locked
        assert at in guarded
    hinted = [rule for rule in sheet.data_validations.dataValidation if rule.prompt]
    assert len(hinted) == len(sheet.data_validations.dataValidation)
    assert all(len(rule.prompt) <= 255 and len(rule.promptTitle) <= 32 for rule in hinted)
    assert sheet.cell(TOP, 1).protection.locked or (TOP, 1) in found.values()
    for name in {"说明", "检查", "选项"} & set(book.sheetnames):
        assert book[name]["A1"].value == ASIDE
    assert ("检查" in book.sheetnames) == (load_form(form).kind != "rectification")  # of words nothing can be reckoned


@pytest.mark.parametrize("form", load_forms())
def test_levels_are_those_of_the_tree(form):
    for count in (1, 9, 20, 33):
        levels = prefilled_levels(load_form(form), count)
        assert len(levels) == count
        assert all(None not in classify(*pair) for pair in levels)
    assert all(map(is_measure, COMMON_UNITS))


def results(data, folder):
    """What LibreOffice makes of the sheet of checks: name of the check → its result."""
    path = folder / "表.xlsx"
    path.write_bytes(data)
    command = [
        "soffice",
        "--headless",
        f"-env:UserInstallation=file://{folder}/lo",
        "--convert-to",
        "xlsx:Calc MS Excel 2007 XML",
    ]
    subprocess.run([*command, "--outdir", folder / "out", path], check=True, capture_output=True, timeout=120)
    saved = folder / "out" / "表.xlsx"
    book = openpyxl.load_workbook(saved, data_only=True)
    rows = book["检查"].iter_rows(min_row=4, values_only=True)
    return saved.read_bytes(), {(row[0], row[1]): row[2] for row in rows}, book["检查"]["A2"].value


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not here")
def test_checks_and_values_live_through_libreoffice(tmp_path):
    document = example("national-self-evaluation")
    form = load_form("national-self-evaluation")
    book = openpyxl.load_workbook(io.BytesIO(filled(document, spare=1)))
    found, _labels = places(form)
    row, column = found[None, None, "funding.total.opening"]
    fill(book["填报2"], document.self_evaluations[0], form, 2022)
    book["填报2"].cell(row, column).value = 51
    row, column = found["indicators", 2, "target"]
    book["填报2"].cell(row, column).value = None
    row, column = found["indicators", 3, "score"]
    book["填报2"].cell(row, column).value = 99
    stream = io.BytesIO()
    book.save(stream)
    saved, got, summary = results(stream.getvalue(), tmp_path)
    again = read(saved)
    assert again.self_evaluations[0] == document.self_evaluations[0]
    assert again.notes == ()
    failed = {what for (sheet, what), result in got.items() if sheet == "填报2" and result == "不通过"}
    assert {result for (sheet, _what), result in got.items() if sheet == "填报1"} <= {"通过", "待填"}
    assert failed == {
        "“年度资金总额·年初预算数”等于各分项之和",
        "填写了的指标都有“年度指标值”",
        "各项得分不超过分值",
        "“总得分”等于各项之和",
    }
    assert f"不通过 {len(failed)}" in summary


def test_the_workbook_is_as_it_was_approved():
    text = "".join(parts(write_template(load_form("hebei-project-goals"), rows=3)))
    path = GOLDEN / "template-hebei.xml"
    if os.environ.get("JIHENG_GOLDEN") == "1":
        path.write_text(text, encoding="utf-8")
        pytest.skip("wrote it")
    assert text == path.read_text(encoding="utf-8")


def test_the_command(tmp_path, capsys):
    target = tmp_path / "新" / "表.xlsx"
    assert main(["template", "--form", "hebei-project-goals", "--to", str(target), "--tables", "2"]) == 0
    assert openpyxl.load_workbook(target).sheetnames == ["说明", "填报1", "填报2", "检查", "选项"]
    for wrong, said in (
        (["--form", "nothing", "--to", "a.xlsx"], "没有名为“nothing”的表式"),
        (["--form", "hebei-project-goals", "--to", str(tmp_path / "a.docx")], "只能写成 .xlsx"),
        (["--form", "hebei-project-goals", "--to", str(target), "--tables", "0"], "1 到 100"),
    ):
        assert main(["template", *wrong]) == 2
        assert said in capsys.readouterr().err
    assert not (tmp_path / "a.docx").exists()
