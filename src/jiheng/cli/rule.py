"""`jiheng rule`: the list of rules, or the page of one."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Iterable, Iterator

from jiheng.config import rule_hint
from jiheng.domain.finding import Severity
from jiheng.errors import UsageError
from jiheng.i18n import _
from jiheng.reports.labels import SIGNS, severity_word
from jiheng.reports.terminal import Line, Span, line, print_lines, terminal_width, text_width, wants_color
from jiheng.rules.base import Rule
from jiheng.rules.page import FAMILIES, family, page
from jiheng.rules.registry import RULES

__all__ = ["run"]


def run(options: Namespace) -> int:
    """Print the page of the rule that `options` name, else the list; the exit code.

    Raises:
        UsageError: there is no rule of that name.
    """
    if options.slug is None:
        lines = _list_lines()
    elif options.slug in RULES:
        lines = _page_lines(RULES[options.slug])
    else:
        raise UsageError("unknown-rule", slug=options.slug, hint=rule_hint(options.slug))
    print_lines(lines, sys.stdout, width=terminal_width(sys.stdout), color=wants_color(sys.stdout))
    return 0


def _list_lines() -> Iterator[Line]:
    slugs = max(map(len, RULES))
    words = max(text_width(severity_word(severity)) for severity in Severity)
    for name, title in FAMILIES.items():
        rules = [rule for rule in RULES.values() if family(rule) == name]
        if rules:
            yield line(Span(_(title), "strong"))
            yield from _row_lines(rules, slugs, words)
            yield line()
    yield line(_("共 {count} 条。jiheng rule 规则名 显示一条规则的说明。").format(count=len(RULES)))


def _row_lines(rules: Iterable[type[Rule]], slugs: int, words: int) -> Iterator[Line]:
    for rule in rules:
        word = severity_word(rule.severity)
        level = f"{SIGNS[rule.severity]} {word}{' ' * (words - text_width(word))}"
        yield line(
            f"{rule.slug:<{slugs}}  ",
            Span(level, rule.severity.value),
            f"  {page(rule).title}",
            indent=2,
            hang=slugs + 6,
        )


def _page_lines(rule: type[Rule]) -> Iterator[Line]:
    shown = page(rule)
    yield line(Span(shown.title, "strong"))
    yield line(
        Span(shown.slug, "path"),
        "  ",
        Span(f"{SIGNS[rule.severity]} {severity_word(rule.severity)}", rule.severity.value),
        f"  {shown.family}",
    )
    for heading, text in shown.sections:
        yield line()
        yield line(Span(heading, "strong"))
        for paragraph in text.splitlines():
            yield line(paragraph, indent=2)
    yield line()
    yield line(Span(_("依据"), "strong"))
    for basis in shown.basis:
        yield line(_("{number}《{title}》").format(number=basis.number, title=basis.title), indent=2)
        yield line(basis.clause, indent=4)
