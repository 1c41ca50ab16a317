"""Documents out, in every format: the one place that knows which writer makes which file."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace
from pathlib import PurePath

from jiheng.domain.goals import Document
from jiheng.errors import UsageError
from jiheng.forms import Form, load_forms
from jiheng.writers.compose import compose, tables_of
from jiheng.writers.form_table import printed_table
from jiheng.writers.paper import Paper
from jiheng.writers.remarks import Remarks, remarks

__all__ = ["FORMATS", "format_of", "publish", "published_form", "remarks_on", "write_paper"]

FORMATS = ("docx", "pdf", "xlsx", "html", "json")
"""What can be published."""

_SUFFIXES = {**{f".{name}": name for name in FORMATS}, ".htm": "html"}


def format_of(target: PurePath) -> str:
    """The format that a file's suffix names.

    Raises:
        UsageError: it names none that can be published.
    """
    try:
        return _SUFFIXES[target.suffix.lower()]
    except KeyError:
        raise UsageError("publish-format", path=target, known="、".join(FORMATS)) from None


def publish(
    document: Document, format_name: str, *, form: str | None = None, tables: Collection[int] | None = None
) -> bytes:
    """The file that says what `document` says; the same document gives the same bytes.

    Args:
        document: what is published.
        format_name: one of `FORMATS`.
        form: the id of the form to print the tables in; else each in its own.
        tables: numbers of the only tables to print, without cover, contents and department part.

    Raises:
        UsageError: there is no such form, or it is not for tables of this kind, or no such table.
        UnavailableError: an optional component that the format needs is not installed.
    """
    chosen = published_form(document, form)
    if tables is not None:
        _require_tables(document, tables)
    if format_name == "json":
        from jiheng.interchange import write_json  # noqa: PLC0415 - only for this format

        return write_json(document if tables is None else _only(document, tables))
    return write_paper(compose(document, load_forms(), form=chosen, tables=tables), format_name)


def _require_tables(document: Document, tables: Collection[int]) -> None:
    numbers = [table.number for table in tables_of(document)]
    if missing := sorted(set(tables) - set(numbers)):
        known = f"{numbers[0]}–{numbers[-1]}" if len(numbers) > 1 else "、".join(map(str, numbers))
        raise UsageError("publish-no-table", numbers="、".join(map(str, missing)), known=known)


def _only(document: Document, tables: Collection[int]) -> Document:
    """The document of these tables alone."""
    return replace(
        document,
        department=None,
        sheets=tuple(table for table in document.sheets if table.number in tables),
        self_evaluations=tuple(table for table in document.self_evaluations if table.number in tables),
        monitoring=tuple(table for table in document.monitoring if table.number in tables),
        evaluations=tuple(table for table in document.evaluations if table.number in tables),
        rectification=tuple(table for table in document.rectification if table.number in tables),
    )


def published_form(document: Document, form: str | None) -> Form | None:
    """The form to print in.

    Raises:
        UsageError: it does not exist, or no table of `document` is of its kind.
    """
    if form is None:
        return None
    forms = load_forms()
    if form not in forms:
        raise UsageError("unknown-form", form=form, known="、".join(sorted(forms)))
    if all(forms[table.form].kind != forms[form].kind for table in tables_of(document)):
        raise UsageError("publish-other-kind", form=forms[form].name)
    return forms[form]


def remarks_on(document: Document, form: Form | None = None) -> dict[int, Remarks]:
    """What is to be said of each table that is printed, by its number; `form` as for `publish`."""
    forms = load_forms()
    said = {}
    for table in tables_of(document):
        used = form if form and form.kind == forms[table.form].kind else forms[table.form]
        said[table.number] = remarks(table, used, printed_table(table, used))
    return said


def write_paper(paper: Paper, format_name: str) -> bytes:
    """The paper as a file of that format (not JSON, which knows no paper)."""
    return _WRITERS[format_name](paper)


# Each writer loads a library of its own; only one of them is wanted.


def _docx(paper: Paper) -> bytes:
    from jiheng.writers.docx import write_docx  # noqa: PLC0415 - see above

    return write_docx(paper)


def _pdf(paper: Paper) -> bytes:
    from jiheng.writers.pdf import write_pdf  # noqa: PLC0415 - see above

    return write_pdf(paper)


def _xlsx(paper: Paper) -> bytes:
    from jiheng.writers.xlsx import write_xlsx  # noqa: PLC0415 - see above

    return write_xlsx(paper)


def _html(paper: Paper) -> bytes:
    from jiheng.writers.html import write_html  # noqa: PLC0415 - see above

    return write_html(paper)


_WRITERS: dict[str, Callable[[Paper], bytes]] = {"docx": _docx, "pdf": _pdf, "xlsx": _xlsx, "html": _html}
