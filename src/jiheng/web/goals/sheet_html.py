"""The rows of a printed sheet as HTML.

A sheet has a hundred cells, and a page of an import a dozen sheets: here a cell costs a tenth of what it does in a template.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.template.defaultfilters import linebreaksbr
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from jiheng.web.goals.printed import ShownCell

__all__ = ["sheet_rows"]


def sheet_rows(rows: Iterable[Sequence[ShownCell]]) -> SafeString:
    """``<tr>`` of every row; all that people wrote is escaped, changes are ``<del>`` and ``<ins>``, findings ``<sup>``."""
    made = "\n".join(f"<tr>{''.join(map(_cell, row))}</tr>" for row in rows)
    return mark_safe(made)  # noqa: S308 - every part is escaped below


def _cell(cell: ShownCell) -> str:
    printed = cell.printed
    tag, scope = ("th", f' scope="{escape(printed.scope)}"') if printed.is_label else ("td", "")
    spans = (("colspan", printed.width), ("rowspan", printed.height))
    span = "".join(f' {name}="{count}"' for name, count in spans if count > 1)
    anchor = f' data-anchor="{escape(cell.anchor)}"' if cell.anchor else ""
    return f'<{tag}{scope}{span} class="{cell.css_class}"{anchor}>{_content(cell)}</{tag}>'


def _content(cell: ShownCell) -> str:
    text = linebreaksbr(cell.printed.text) if cell.printed.text else ""
    if change := cell.change:
        before = f"<del>{linebreaksbr(change.before)}</del> " if change.before else ""
        text = f"{before}<ins>{text}</ins>"
    signs = (f'<sup class="is-{severity}">{sign}{number}</sup>' for sign, severity, number in cell.signs)
    return text + "".join(signs)
