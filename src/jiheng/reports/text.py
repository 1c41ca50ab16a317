"""`jiheng check` in the terminal: by file and table, what stands there, what is wrong with it, what to do."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from typing import TextIO

from jiheng.domain.finding import Finding
from jiheng.domain.note import Note
from jiheng.i18n import _
from jiheng.reports.groups import Group, TableFindings, by_table
from jiheng.reports.labels import SIGNS, number_ranges, place_text, rule_title, severity_word, table_label
from jiheng.reports.results import CheckedDocument, Failure, Tally, shown_path, tally
from jiheng.reports.terminal import Line, Span, line, print_lines, shorten, terminal_width, text_width, wants_color

__all__ = ["check_lines", "note_lines", "print_check"]

_CELL_WIDTH = 60
_NOTES_OF_A_KIND = 5


def print_check(
    checked: Sequence[CheckedDocument],
    failures: Sequence[Failure],
    *,
    console_width: int | None = None,
    color: bool | None = None,
    file: TextIO | None = None,
) -> None:
    """Print what was found; the files that could not be read are counted, the command names them on stderr.

    Args:
        checked: the documents, in the order of the report.
        failures: the files that gave none.
        console_width: columns to wrap at; None asks the terminal, and wraps nothing where there is none.
        color: None asks the terminal and ``NO_COLOR``.
        file: standard output where None.
    """
    out = sys.stdout if file is None else file
    print_lines(
        check_lines(checked, failures),
        out,
        width=console_width or terminal_width(out),
        color=wants_color(out) if color is None else color,
    )


def check_lines(checked: Sequence[CheckedDocument], failures: Sequence[Failure]) -> Iterator[Line]:
    """The report, line by line."""
    for entry in checked:
        if entry.counted or entry.document.notes:
            yield from _document_lines(entry)
    yield from _summary_lines(tally(checked, failures))


def _document_lines(entry: CheckedDocument) -> Iterator[Line]:
    source = entry.document.source
    yield line(Span(shown_path(source.path), "path"))
    for table in by_table(entry.document, entry.counted):
        yield line(_table_heading(table), indent=2)
        for group in table.groups:
            yield from _group_lines(group, source.format)
        yield line()
    if entry.document.notes:
        yield from note_lines(entry.document.notes, source.format)
        yield line()


def _table_heading(table: TableFindings) -> Span:
    if table.sheet is None:
        return Span(_("全文"), "strong")
    return Span(f"{table_label(table.sheet.number)}  {table.sheet.name or ''}".rstrip(), "strong")


def _group_lines(group: Group, source_format: str) -> Iterator[Line]:
    style = group.severity.value
    head: list[Span | str] = [Span(f"{SIGNS[group.severity]} {severity_word(group.severity)}", style)]
    head.append(f"  {group.label}")
    if len(group.findings) == 1 and (cell := _quoted(group, group.first)):
        head.append(_("：{cell}").format(cell=cell))
    if place := place_text([finding.place for finding in group.findings], source_format):
        head.append(Span(f"  {place}", "dim"))
    yield line(*head, indent=4, hang=2)
    slug = Span(f"  {group.rule}", "dim")
    message, remedy = group.message, group.remedy
    if message is not None:
        yield line(message, slug, indent=8)
        if len(group.findings) > 1:
            yield from _value_lines(group)
    else:
        yield line(_("{count} 处：").format(count=len(group.findings)), slug, indent=8)
        for finding in group.findings:
            yield from _single_lines(finding, with_remedy=remedy is None)
    if remedy is not None:
        yield line(Span("→ ", "good"), remedy, indent=8, hang=3)


def _single_lines(finding: Finding, *, with_remedy: bool) -> Iterator[Line]:
    number = "·" if finding.indicator is None else _("指标 {numbers}").format(numbers=finding.indicator)
    yield line(f"{number}  ", finding.message, indent=10, hang=2)
    if with_remedy:
        yield line(Span("→ ", "good"), finding.remedy, indent=12, hang=3)


def _value_lines(group: Group) -> Iterator[Line]:
    values = [f"{number_ranges(numbers)} {_quote(text)}" for numbers, text in group.values()]
    if values:
        yield line(_("；").join(values), indent=10)


def _quoted(group: Group, finding: Finding) -> str | None:
    text = group.cell(finding)
    return None if text is None else _quote(text)


def _quote(text: str) -> str:
    return _("“{text}”").format(text=shorten(text, _CELL_WIDTH)) if text else _("（空白）")


def note_lines(notes: Iterable[Note], source_format: str) -> Iterator[Line]:
    """What could not be understood while reading; of many notes of one kind, the first few."""
    kinds: dict[str, list[Note]] = {}
    for note in notes:
        kinds.setdefault(note.code, []).append(note)
    yield line(Span(_("读取说明"), "strong"), indent=2)
    for code, alike in kinds.items():
        for note in alike[:_NOTES_OF_A_KIND]:
            place = place_text([note.place], source_format)
            yield line("· ", note.message, Span(f"  {place}" if place else "", "dim"), indent=4, hang=2)
        if (rest := len(alike) - _NOTES_OF_A_KIND) > 0:
            yield line(
                _("· 同类说明（{code}）另有 {count} 条，见 JSON 输出").format(count=rest, code=code), indent=4, hang=2
            )


def _summary_lines(figures: Tally) -> Iterator[Line]:
    scope = _("{files} 份文件，{projects} 张表").format(files=figures.files - figures.failed, projects=figures.projects)
    parts: list[Span | str] = []
    if figures.findings:
        yield line(Span(_("汇总"), "strong"))
        yield from _rule_lines(figures)
        yield line()
        parts.append(_("{scope}：").format(scope=scope))
        for severity, count in figures.severities.items():
            if count:
                text = f"{SIGNS[severity]} {severity_word(severity)} {count}"
                parts += ["  " if len(parts) > 1 else "", Span(text, severity.value)]
        if figures.fixable:
            parts.append(_("；其中 {count} 处可用 --fix 自动修正").format(count=figures.fixable))
    elif figures.files > figures.failed:
        parts.append(Span(_("没有发现问题（{scope}）").format(scope=scope), "good"))
    if figures.waived:
        parts.append(Span(_("；已豁免 {count} 处，没有计入").format(count=figures.waived), "dim"))
    if figures.failed:
        parts += [_("；") if parts else "", Span(_("没有读成的文件 {count} 份").format(count=figures.failed), "error")]
    yield line(*parts, hang=2)


def _rule_lines(figures: Tally) -> Iterator[Line]:
    digits = max(len(str(count)) for count in figures.rules.values())
    slugs = max(text_width(rule) for rule, _severity in figures.rules)
    words = max(text_width(severity_word(severity)) for _rule, severity in figures.rules)
    for (rule, severity), count in figures.rules.items():
        word = severity_word(severity)
        yield line(
            Span(f"{SIGNS[severity]} {word}", severity.value),
            f"{' ' * (words - text_width(word))} {count:>{digits}}  {rule:<{slugs}}  ",
            Span("" if (title := rule_title(rule)) == rule else title, "dim"),
            indent=2,
        )
