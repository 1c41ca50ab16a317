"""How far everybody is whom a person oversees."""

from __future__ import annotations

from decimal import Decimal

from django.core.exceptions import PermissionDenied
from ninja import Router, Schema

from jiheng.web.api.auth import Request, Token
from jiheng.web.api.models import Scope
from jiheng.web.api.parameters import Code, Year, budget_year
from jiheng.web.api.texts import later as _
from jiheng.web.goals.selectors_progress import Group, progress, waiting_steps

__all__ = ["router"]

router = Router(tags=["goals"])


class StepCount(Schema):
    """How many tables wait at a step of the review, and how many of them beyond its deadline."""

    step: str
    tables: int
    late: int


class GroupShape(Schema):
    """A department with its units, or one unit.

    Attributes:
        units: how many organizations it has; begun: how many of them have a project table.
        counts: project tables by state; of drafts that were never handed in only the number is told.
        wrong, doubtful, clean: of those handed in: with something to correct, with advice only, with neither.
        amounts: 万元 by state, of those handed in.
    """

    organization: str
    organization_name: str
    units: int
    begun: int
    counts: dict[str, int]
    wrong: int
    doubtful: int
    clean: int
    amounts: dict[str, Decimal]
    waiting: list[StepCount]

    @classmethod
    def of(cls, row: Group, waiting: list[StepCount]) -> GroupShape:
        """From a group."""
        names = ("units", "begun", "counts", "wrong", "doubtful", "clean", "amounts")
        return cls(
            organization=row.organization.code, organization_name=row.organization.name, waiting=waiting,
            **{name: getattr(row, name) for name in names},
        )  # fmt: skip


@router.get("/overview", auth=Token(Scope.READ), response=list[GroupShape], summary=_("各单位进展"))
def overview(request: Request, year: Year | None = None, department: Code = "") -> list[GroupShape]:
    """The state of all departments that one oversees, or of the units of one of them."""
    wanted = budget_year(year)
    found = progress(actor=request.auth.user, year=wanted, department=department)
    if department and found.department is None:
        raise PermissionDenied
    steps: dict[int, list[StepCount]] = {}
    for each in waiting_steps(found, wanted):
        steps.setdefault(each.organization, []).append(StepCount(step=each.step, tables=each.tables, late=each.late))
    return [GroupShape.of(group, steps.get(group.organization.pk, [])) for group in found.groups]
