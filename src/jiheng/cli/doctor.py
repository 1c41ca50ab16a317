"""`jiheng doctor`: whether an installation of the site is set up as it should be."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Sequence

from jiheng.cli.health import Check, State, database_checks, machine_checks
from jiheng.cli.site import open_site
from jiheng.errors import JihengError
from jiheng.i18n import _

__all__ = ["run"]

_SIGNS = {State.GOOD: "✓", State.REMARK: "△", State.BAD: "×"}


def run(options: Namespace) -> int:
    """Print what was looked at, what was found and what to do; the exit code."""
    checks: list[Check] = []
    try:
        home = open_site(options.data)
    except JihengError as error:
        checks.append(Check(_("网站"), State.BAD, str(error)))
    else:
        checks += [*machine_checks(home), *database_checks()]
    _print(checks)
    return int(any(check.state is State.BAD for check in checks))


def _print(checks: Sequence[Check]) -> None:
    from rich.console import Console  # noqa: PLC0415 - slow to load
    from rich.table import Table  # noqa: PLC0415 - as above

    table = Table(box=None, show_header=False, pad_edge=False)
    for check in checks:
        text = f"{check.found}。{check.remedy}" if check.remedy else check.found
        table.add_row(_SIGNS[check.state], check.name, text)
    Console(file=sys.stdout, highlight=False, markup=False).print(table)
