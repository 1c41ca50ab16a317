"""Documents ↔ what is published of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from django.utils.safestring import SafeString

from jiheng.domain.goals import GoalSheet
from jiheng.forms import Form, load_form
from jiheng.web.disclosure.form_html import form_rows
from jiheng.web.disclosure.models import PublishedProject
from jiheng.web.disclosure.words import fold
from jiheng.web.goals.mapping import amount_of, sheet_of
from jiheng.writers.form_table import PrintedTable, printed_table
from jiheng.writers.html.headers import HeadedCell, headed_rows

__all__ = ["PrintedForm", "amount_of", "printed_form", "project_of", "sheet_texts", "texts_of"]


class PrintedForm(NamedTuple):
    """A table as its form prints it, for a page.

    Attributes:
        title: of the form; widths: of its columns in per cent; rows: of cells that know what heads them.
    """

    title: str
    widths: tuple[int, ...]
    rows: list[list[HeadedCell]]

    @property
    def html(self) -> SafeString:
        """The rows for a page."""
        return form_rows(self.rows)


def printed_form(content: Mapping[str, Any], number: int) -> PrintedForm:
    """The printed form of a published table."""
    sheet = sheet_of(content, number)
    form: Form = load_form(sheet.form)
    table: PrintedTable = printed_table(sheet, form)
    return PrintedForm(sheet.title or form.title, table.widths, headed_rows(table))


def project_of(sheet: GoalSheet, content: Mapping[str, Any], organization: str) -> PublishedProject:
    """A row for search and for the project's page; whose publication it is, is filled in by the caller.

    Args:
        sheet: the table.
        content: the same as JSON.
        organization: code and name, for search.
    """
    heads = [sheet.name or "", sheet.code or "", organization]
    return PublishedProject(
        number=sheet.number,
        code=(sheet.code or "")[:64],
        name=(sheet.name or "")[:255],
        amount=amount_of(sheet),
        indicators=len(sheet.indicators),
        title=fold("\n".join(heads)),
        text=fold("\n".join([*heads, *(text for _label, text in sheet_texts(sheet))])),
        content=dict(content),
    )


def texts_of(content: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Label and text of everything that search looks into in a published table, but for its name and code."""
    return list(sheet_texts(sheet_of(content)))


def sheet_texts(sheet: GoalSheet) -> Iterator[tuple[str, str]]:
    """Label and text of the purpose, the goals, the indicators and the further details."""
    if sheet.purpose:
        yield "资金用途", sheet.purpose
    for goal in sheet.goals:
        yield "绩效目标", goal
    for row in sheet.indicators:
        level = row.level2 or row.level1 or "绩效指标"
        target = row.target.raw if row.target else None
        told = [row.name, target, row.description if row.description != row.name else None, row.basis]
        if text := "　".join(filter(None, told)):
            yield level, text
    for label, text in sheet.details.items():
        yield label, text
