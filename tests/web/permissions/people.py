"""Groups of people who open the same pages, by the names of `PEOPLE`."""

from __future__ import annotations

from tests.web.factories import PEOPLE

__all__ = [
    "AUDIT", "AUTHORS", "BUREAU", "BUSINESS", "CALENDAR", "EVERYONE", "FOREIGN_LOOKERS", "LOOKERS", "OFFICE", "OVERSEERS",
    "REVIEWERS", "SECURITY", "SIGNED_IN", "SPEAKERS", "STRANGER", "SYSTEM", "WRITERS", "only",
]  # fmt: skip


def only(*names: str) -> frozenset[str]:
    """These and nobody else."""
    return frozenset(names)


STRANGER = "stranger"
SYSTEM, SECURITY, AUDIT = "system", "security", "audit"
SIGNED_IN = frozenset(PEOPLE)
EVERYONE = SIGNED_IN | {STRANGER}
BUSINESS = SIGNED_IN - {SYSTEM, SECURITY, AUDIT}
"""All but the three administrators."""
CALENDAR = only("performance_office")
"""Whoever rules over the year."""
AUTHORS = only("preparer", "unit_leader")
"""Of the first unit."""
WRITERS = AUTHORS | {"other_preparer"}
REVIEWERS = only("unit_leader", "department_reviewer", "finance_reviewer", "performance_office")
SPEAKERS = REVIEWERS | {"preparer"}
LOOKERS = SPEAKERS | {"auditor"}
FOREIGN_LOOKERS = only("other_preparer", "performance_office", "auditor")
"""At what is of the other department: its own preparer, and those whose view is the whole bureau."""
OFFICE = only("finance_reviewer", "performance_office")
BUREAU = OFFICE | {"auditor"}
OVERSEERS = BUREAU | {"department_reviewer"}
