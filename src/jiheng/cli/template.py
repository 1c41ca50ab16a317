"""`jiheng template`: an Excel workbook to fill a form in."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from jiheng.cli.console import say
from jiheng.cli.inputs import require_form
from jiheng.cli.output import write_file
from jiheng.errors import UsageError
from jiheng.forms import load_form
from jiheng.i18n import _
from jiheng.reports.results import shown_path

__all__ = ["run"]

_SUFFIX = ".xlsx"
_MOST_TABLES = 100
_MOST_ROWS = 200


def run(options: Namespace) -> int:
    """Write the workbook that `options` ask for; the exit code.

    Raises:
        UsageError: there is no such form, the numbers are out of bounds, or the file cannot be written.
    """
    require_form(options.form)
    target = Path(options.to)
    if target.suffix.lower() != _SUFFIX:
        raise UsageError("template-format", path=shown_path(options.to))
    for name, value, most in (("--tables", options.tables, _MOST_TABLES), ("--rows", options.rows, _MOST_ROWS)):
        if not 1 <= value <= most:
            raise UsageError("out-of-range", name=name, value=value, most=most)
    from jiheng.writers.template import write_template  # noqa: PLC0415 - openpyxl is slow to load

    form = load_form(options.form)
    write_file(target, write_template(form, tables=options.tables, rows=options.rows))
    say(_("{form} → {target}").format(form=form.name, target=shown_path(options.to)))
    return 0
