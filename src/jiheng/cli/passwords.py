"""The passwords of locked files: from the call, from the environment, or typed without being seen."""

from __future__ import annotations

import os
import sys
from argparse import Namespace
from getpass import getpass

from jiheng.errors import UsageError
from jiheng.i18n import _

__all__ = ["VARIABLE", "passwords_of"]

VARIABLE = "JIHENG_PASSWORD"
_ASK = "-"


def passwords_of(options: Namespace) -> tuple[str, ...]:
    """The passwords to try, in the order in which they were given; those of the environment come last.

    What stands in a call is seen by everyone who may list processes, so a dash asks for it at the terminal, and the
    environment may hold some, one a line.

    Raises:
        UsageError: one is to be typed, and there is no terminal.
    """
    given = [_ask() if word == _ASK else word for word in options.password]
    known = os.environ.get(VARIABLE, "").splitlines()
    return tuple(dict.fromkeys(word for word in (*given, *known) if word))


def _ask() -> str:
    if not sys.stdin.isatty():
        raise UsageError("password-no-terminal", variable=VARIABLE)
    return getpass(_("密码："))
