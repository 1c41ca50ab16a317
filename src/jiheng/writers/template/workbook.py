"""The workbook to fill in."""

from __future__ import annotations

from jiheng.forms import Form
from jiheng.writers.template.aside import GUIDE, OPTIONS, add_checks, add_choices, add_guide
from jiheng.writers.template.blank import blank_form
from jiheng.writers.template.checks import Check
from jiheng.writers.template.fields import Asked, asked
from jiheng.writers.template.form_sheet import add_form_sheet, add_input_styles, is_input
from jiheng.writers.xlsx.saving import new_workbook, saved
from jiheng.writers.xlsx.styles import add_styles

__all__ = ["write_template"]

_SHEET = "填报"


def write_template(form: Form, *, tables: int = 1, rows: int = 20) -> bytes:
    """A workbook in which people fill `form` in; what they filled in, `jiheng.read` reads.

    Args:
        form: any form.
        tables: how many sheets to fill in, one a project.
        rows: of the indicator grid, with first and second levels filled in as the form's tree suggests.

    Returns:
        The file; the same arguments give the same bytes.
    """
    workbook = new_workbook(f"{form.name}填报表")
    add_styles(workbook)
    add_input_styles(workbook)
    blank = blank_form(form, rows)
    fields: dict[str, Asked] = {}
    for row in blank.table.rows:
        for cell in row.cells:
            if is_input(cell):
                field = asked(form, cell)
                fields.setdefault(field.label, field)
    add_guide(workbook, form, list(fields.values()))
    choices = add_choices(workbook, form)
    checks: list[tuple[str, Check]] = []
    for number in range(1, tables + 1):
        name = f"{_SHEET}{number}"
        checks += [(name, check) for check in add_form_sheet(workbook, name, form, blank, choices)]
    if checks:
        add_checks(workbook, checks)
    workbook.move_sheet(OPTIONS, len(workbook.worksheets))
    assert workbook.sheetnames[0] == GUIDE
    assert workbook.sheetnames[-1] == OPTIONS
    workbook.active = 0
    return saved(workbook)
