"""`jiheng doctor`: whether an installation of the site is set up as it should be."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path

from jiheng.cli.console import say
from jiheng.cli.health import Check, State, database_checks, machine_checks
from jiheng.cli.health_mail import mail_checks
from jiheng.cli.site import open_site
from jiheng.errors import JihengError, os_reason
from jiheng.i18n import _

__all__ = ["run"]

_SIGNS = {State.GOOD: "✓", State.REMARK: "△", State.BAD: "×"}


def run(options: Namespace) -> int:
    """Print what was looked at, what was found and what to do (with ``--mend``, after doing it); the exit code."""
    try:
        home = open_site(options.data)
    except JihengError as error:
        checks = [Check(_("网站"), State.BAD, str(error))]
    else:
        checks = _look(home)
        if options.mend:
            _mend(checks)
            checks = _look(home)
    _print(checks)
    return int(any(check.state is State.BAD for check in checks))


def _look(home: Path) -> list[Check]:
    return [*machine_checks(home), *database_checks(), *mail_checks()]


def _mend(checks: Sequence[Check]) -> None:
    for check in checks:
        if check.state is State.GOOD or check.mend is None:
            continue
        try:
            check.mend()
        except JihengError as error:
            say(_("{name}：没有改正。{problem}").format(name=check.name, problem=error))
        except OSError as error:
            say(_("{name}：没有改正。{problem}").format(name=check.name, problem=os_reason(error)))
        else:
            say(_("{name}：已改正").format(name=check.name))


def _print(checks: Sequence[Check]) -> None:
    from rich.cells import cell_len, set_cell_size  # noqa: PLC0415 - slow to load

    width = max(cell_len(check.name) for check in checks)
    for check in checks:
        sys.stdout.write(f"{_SIGNS[check.state]}  {set_cell_size(check.name, width)}  {check.found}\n")
        if check.remedy:
            sys.stdout.write(f"{' ' * (width + 5)}→ {check.remedy}\n")
