"""The command `jiheng`."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import TextIO

from jiheng.cli.arguments import build_parser
from jiheng.cli.parser import lang_of
from jiheng.errors import JihengError
from jiheng.i18n import _, preferred_language, use_language

__all__ = ["entry", "main"]

_BAD_CALL = 2
# What a shell reports of a program that was ended by SIGPIPE and by SIGINT.
_PIPE_CLOSED = 141
_INTERRUPTED = 130


def entry() -> None:
    """Run the command with the arguments of the process."""
    try:
        code = main(sys.argv[1:])
        sys.stdout.flush()
    except BrokenPipeError:
        # Whoever read our output has seen enough (`| head`); Python must not complain again while it shuts down.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = _PIPE_CLOSED
    except KeyboardInterrupt:
        code = _INTERRUPTED
    sys.exit(code)


def main(arguments: Sequence[str]) -> int:
    """Run the command and return its exit code."""
    for stream in (sys.stdout, sys.stderr):
        _make_total(stream)
    use_language(lang_of(arguments) or preferred_language())
    parser = build_parser()
    if not arguments:
        parser.print_help(sys.stderr)
        return _BAD_CALL
    try:
        options = parser.parse_args(arguments)
        # Loaded only now: help, version and mistakes must not wait for everything that a command needs.
        command = import_module(f"jiheng.cli.{options.command}")
        return int(command.run(options))
    except SystemExit as stop:  # argparse leaves this way, after --help as after a mistake
        return stop.code if isinstance(stop.code, int) else _BAD_CALL
    except JihengError as error:
        sys.stderr.write(_("jiheng：{problem}").format(problem=error) + "\n")
        return _BAD_CALL


def _make_total(stream: TextIO) -> None:
    # A terminal that shows Chinese in its own encoding (GBK) keeps it; anything else gets UTF-8. In both, what cannot
    # be encoded – file names may hold bytes that are no characters – is escaped and does not end the program.
    if isinstance(stream, io.TextIOWrapper):
        keep = stream.isatty() and stream.encoding.lower().startswith(("utf", "gb", "cp936", "big5"))
        stream.reconfigure(encoding=stream.encoding if keep else "utf-8", errors="backslashreplace")
