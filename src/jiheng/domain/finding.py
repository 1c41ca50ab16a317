"""What a check found wrong with a document."""

from __future__ import annotations

from enum import StrEnum
from typing import Any, NamedTuple

from jiheng.domain.place import Place
from jiheng.i18n import _

__all__ = ["Finding", "Fix", "Severity"]


class Severity(StrEnum):
    """How much a finding matters; `rank` grows with it."""

    INFO = "info"
    """Worth a look."""
    WARNING = "warning"
    """A reviewer would send the table back."""
    ERROR = "error"
    """The table must not be approved as it is."""

    @property
    def rank(self) -> int:
        """0, 1, 2."""
        return ("info", "warning", "error").index(self.value)


class Fix(NamedTuple):
    """A mechanical mend: the cell at `place`, which reads `before`, becomes `after`."""

    field: str
    before: str
    after: str


class Finding(NamedTuple):
    """One defect of one document.

    Attributes:
        rule: the slug of the rule.
        project: the number of the table in its document, None for the document as a whole.
        indicator: the number of the row in its table from 1, None where the finding is no indicator's.
        field: the path of the field (``budget.total``; in an indicator ``target.unit``).
        template, remedy_template: what is wrong and what to do, filled by `values` when read.
        place: where the field stands in the file.
        fix: a mechanical mend, where there is one.
        waived: the reason why the organization accepts this finding; a waived finding counts nowhere.
    """

    rule: str
    severity: Severity
    project: int | None
    indicator: int | None
    field: str
    template: str
    remedy_template: str
    values: dict[str, Any]
    place: Place | None = None
    fix: Fix | None = None
    waived: str | None = None

    @property
    def message(self) -> str:
        """What is wrong, in the language in use."""
        return _(self.template).format(**self.values)

    @property
    def remedy(self) -> str:
        """What to do, in the language in use."""
        return _(self.remedy_template).format(**self.values)
