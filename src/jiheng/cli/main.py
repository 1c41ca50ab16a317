"""The command `jiheng`."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Sequence
from typing import TextIO

from jiheng import __version__
from jiheng.cli import check, read, rule
from jiheng.cli.parser import Parser, add_common_options, lang_of
from jiheng.errors import ConfigError, UsageError
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
    try:
        options = _parser().parse_args(arguments)
        return int(options.run(options))
    except SystemExit as stop:  # argparse leaves this way, after --help as after a mistake
        return stop.code if isinstance(stop.code, int) else _BAD_CALL
    except (ConfigError, UsageError) as error:
        print(_("jiheng：{problem}").format(problem=error), file=sys.stderr)
        return _BAD_CALL


def _parser() -> Parser:
    parser = Parser(
        prog="jiheng",
        usage=_("%(prog)s 命令 [选项]"),
        description=_("绩衡：读取公开的预算绩效目标表，检查其中的问题，说明怎样改。"),
        epilog=_("jiheng 命令 --help 显示该命令的说明。"),
    )
    add_common_options(parser)
    parser.add_argument_group(_("版本")).add_argument(
        "--version", action="version", version=f"jiheng {__version__}", help=_("显示版本号")
    )
    commands = parser.add_subparsers(title=_("命令"), metavar="COMMAND", required=True, parser_class=Parser)
    for module in (read, check, rule):
        module.add_command(commands)
    return parser


def _make_total(stream: TextIO) -> None:
    # A terminal that shows Chinese in its own encoding (GBK) keeps it; anything else gets UTF-8. In both, what cannot
    # be encoded – file names may hold bytes that are no characters – is escaped and does not end the program.
    if isinstance(stream, io.TextIOWrapper):
        keep = stream.isatty() and stream.encoding.lower().startswith(("utf", "gb", "cp936", "big5"))
        stream.reconfigure(encoding=stream.encoding if keep else "utf-8", errors="backslashreplace")
