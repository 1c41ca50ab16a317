"""`jiheng check --format html`: one page that stands by itself and asks nobody on the net for anything."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined

from jiheng.domain.finding import Severity
from jiheng.i18n import _, language
from jiheng.reports.html_view import document_page
from jiheng.reports.labels import SIGNS, basis_text, clean, rule_title, severity_word, table_label
from jiheng.reports.results import CheckedDocument, Failure, shown_path, tally
from jiheng.rules.page import page
from jiheng.rules.registry import RULES

__all__ = ["check_html"]


def check_html(
    checked: Sequence[CheckedDocument], failures: Sequence[Failure], *, generated: date | None = None
) -> str:
    """The page; `generated` is the date it bears, today where None."""
    figures = tally(checked, failures)
    fired = dict.fromkeys(rule for rule, _severity in figures.rules)
    return (
        _environment()
        .get_template("check.html.j2")
        .render(
            lang="zh-CN" if language() == "zh" else "en",
            generated=generated or datetime.now().astimezone().date(),
            figures=figures,
            most=max(figures.rules.values(), default=0),
            pages=[document_page(entry, number) for number, entry in enumerate(checked, 1)],
            failures=[(shown_path(failure.path), str(failure.error)) for failure in failures],
            rules=[page(RULES[slug]) for slug in fired if slug in RULES],
        )
    )


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("jiheng.reports"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_safe,
    )
    environment.globals.update(
        _=_,
        SIGNS=SIGNS,
        basis_text=basis_text,
        severities=sorted(Severity, key=lambda severity: -severity.rank),
        severity_word=severity_word,
        rule_title=rule_title,
        known_rules=RULES,
        table_label=table_label,
    )
    return environment


def _safe(value: object) -> object:
    # Every value on its way into the page; escaping is autoescape's.
    return clean(value) if type(value) is str else value
