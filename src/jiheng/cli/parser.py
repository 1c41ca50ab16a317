"""argparse that speaks the user's language: its own texts are English, and so is what it says of mistakes."""

from __future__ import annotations

import argparse
import re
import sys
import unicodedata
from collections.abc import Iterable
from typing import Any, NoReturn

from jiheng.i18n import LANGUAGES, N_, _

__all__ = ["Parser", "comma_separated", "lang_of"]

# What argparse says of a mistake, and how we say it. It hands over whole sentences, so they are taken apart again.
_MISTAKES: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"the following arguments are required: (?P<names>.+)"), N_("缺少 {names}")),
    (re.compile(r"unrecognized arguments: (?P<names>.+)"), N_("不认得的参数：{names}")),
    (
        re.compile(
            r"argument (?P<name>.+?): invalid choice: (?P<value>.+?)(?:, maybe .*)? \(choose from (?P<known>.+)\)"
        ),
        N_("{name} 不能是 {value}。可用的有：{known}"),
    ),
    (
        re.compile(r"argument (?P<name>.+?): invalid int value: (?P<value>.+)"),
        N_("{name} 应当是整数，不能是 {value}"),
    ),
    (re.compile(r"argument (?P<name>.+?): expected one argument"), N_("{name} 后面要写一个值")),
    (re.compile(r"argument (?P<name>.+?): expected at least one argument"), N_("{name} 后面至少要写一个值")),
    (
        re.compile(r"argument (?P<name>.+?): ignored explicit argument (?P<value>.+)"),
        N_("{name} 后面不能写值：{value}"),
    ),
)


class Parser(argparse.ArgumentParser):
    """A parser whose usage, headings and mistakes are translated; options are never abbreviated."""

    def __init__(self, **settings: Any) -> None:
        """`settings`: as for argparse."""
        settings.setdefault("formatter_class", _HelpFormatter)
        super().__init__(add_help=False, allow_abbrev=False, **settings)

    def error(self, message: str) -> NoReturn:
        """Show the short usage and what is wrong, and leave with exit code 2."""
        self.print_usage(sys.stderr)
        self.exit(2, _("{program}：{problem}").format(program=self.prog, problem=_translated(message)) + "\n")


def lang_of(arguments: Iterable[str]) -> str | None:
    """The language that `arguments` ask for: the help texts need it before the arguments are parsed."""
    found = None
    words = iter(arguments)
    for word in words:
        if word == "--":
            break
        if word == "--lang":
            found = next(words, None)
        elif word.startswith("--lang="):
            found = word.partition("=")[2]
    return found if found in LANGUAGES else None


def comma_separated(text: str) -> list[str]:
    """The parts of `text`, which a Chinese keyboard may have separated by a full-width comma."""
    return [part.strip() for part in re.split("[,，、]", text) if part.strip()]


def _translated(message: str) -> str:
    for pattern, template in _MISTAKES:
        if match := pattern.fullmatch(message):
            # Versions of Python differ in where they put quotes.
            return _(template).format(**{name: text.replace("'", "") for name, text in match.groupdict().items()})
    return message


class _HelpFormatter(argparse.HelpFormatter):
    """Translates the usage prefix and breaks lines by the columns that Chinese characters take."""

    def add_usage(self, usage: str | None, actions: Any, groups: Any, prefix: str | None = None) -> None:
        super().add_usage(usage, actions, groups, _("用法：") if prefix is None else prefix)

    def _split_lines(self, text: str, width: int) -> list[str]:
        return _wrapped(text, width)

    def _fill_text(self, text: str, width: int, indent: str) -> str:
        lines = (line for paragraph in text.splitlines() for line in _wrapped(paragraph, width - len(indent)) or [""])
        return "\n".join(indent + line for line in lines)


def _wrapped(text: str, width: int) -> list[str]:
    # The reports' own wrapping would load the forms and the rules, and help must not wait for these.
    lines, line, used = [], "", 0
    # A word of Latin letters stays whole, Chinese breaks anywhere but before closing punctuation.
    for piece in re.findall(r"[!-~]+|.", text):
        columns = sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in piece)
        if used + columns > width and line.strip() and piece not in "，。；：、！？）”’ ":
            lines.append(line.rstrip())
            line, used = "", 0
        line, used = line + piece, used + columns
    return [*lines, line.rstrip()] if line.strip() else lines
