"""The documentation page of a rule, from its docstring: shown by `jiheng rule`, printed in the rule reference."""

from __future__ import annotations

import inspect
import tomllib
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from jiheng.i18n import N_, _
from jiheng.rules.base import Rule

__all__ = ["FAMILIES", "SECTIONS", "Basis", "Page", "basis", "family", "page"]

SECTIONS = (N_("检查什么"), N_("为什么重要"), N_("反例"), N_("正例"), N_("怎么改"))
"""The headings that every rule's docstring has, in this order; 例外 may follow."""

OPTIONAL_SECTIONS = (N_("例外"),)

FAMILIES = {
    "completeness": N_("完整性"),
    "budget": N_("适当性：预算与支出计划"),
    "targets": N_("可衡量：指标值"),
    "wording": N_("表述"),
    "document": N_("跨表"),
    "self_evaluation": N_("单位自评"),
}
"""Folder → printed name."""


class Basis(NamedTuple):
    """An official ground."""

    number: str
    title: str
    clause: str


class Page(NamedTuple):
    """A rule's page in the language in use; `sections` are heading and text."""

    slug: str
    title: str
    family: str
    severity: str
    sections: tuple[tuple[str, str], ...]
    basis: tuple[Basis, ...]


@cache
def _bases() -> dict[str, Basis]:
    text = files("jiheng.rules").joinpath("basis.toml").read_text(encoding="utf-8")
    return {key: Basis(**entry) for key, entry in tomllib.loads(text).items()}


def basis(key: str) -> Basis:
    """The official ground `key` names.

    Raises:
        KeyError: there is none of that name.
    """
    return _bases()[key]


def family(rule: type[Rule]) -> str:
    """The folder that the rule's module lies in."""
    return rule.__module__.split(".")[-2]


def source_sections(rule: type[Rule]) -> tuple[str, tuple[tuple[str, str], ...]]:
    """Title and sections as written, untranslated.

    Raises:
        ValueError: the docstring is missing or not in this shape.
    """
    title, *parts = (inspect.getdoc(rule) or "").split("\n## ")
    if not title.strip() or not parts:
        raise ValueError(rule.__name__)
    sections = []
    for part in parts:
        heading, _newline, text = part.partition("\n")
        sections.append((heading.strip(), text.strip()))
    return title.strip(), tuple(sections)


def page(rule: type[Rule]) -> Page:
    """The page of `rule` in the language in use."""
    title, sections = source_sections(rule)
    return Page(
        rule.slug,
        _(title),
        _(FAMILIES[family(rule)]),
        rule.severity.value,
        tuple((_(heading), _(text)) for heading, text in sections),
        tuple(Basis(*map(_, basis(key))) for key in rule.basis),
    )
