"""Who may see and do what in an evaluation; lists, pages, files and buttons ask the same rule.

What somebody is to an evaluation is one of a few things (`Access`); everything else follows from it, from what they
declared, and from how far the evaluation is (`Standing`). Whoever belongs to the evaluated side is nothing else there,
whatever else they were given.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

from django.db.models import Exists, OuterRef, Q, QuerySet

from jiheng.web.accounts.models import User
from jiheng.web.evaluation.models import Assignment, By, Duty, Evaluation, ReportVersion, Stance, State
from jiheng.web.organizations.models import Kind, Membership, Organization, Role
from jiheng.web.organizations.policies import READERS, Actor, acts_for, roles, visible_to

__all__ = [
    "Access",
    "Standing",
    "has_part",
    "is_biased",
    "is_expert",
    "may_keep_agencies",
    "may_plan",
    "organizers",
    "standing_of",
    "visible_evaluations",
]

_WRITERS = frozenset({Role.PREPARER, Role.UNIT_LEADER})
_ABOVE = frozenset({Role.FINANCE_REVIEWER, Role.PERFORMANCE_OFFICE, Role.AUDITOR})
_ORGANIZING = {Role.PERFORMANCE_OFFICE: Kind.BUREAU, Role.DEPARTMENT_REVIEWER: Kind.DEPARTMENT}


class Access(IntEnum):
    """What somebody is to an evaluation."""

    NONE = 0
    UNIT = 1
    """Of the evaluated side: supplies material, and sees the result when it is sent for an opinion, or final."""
    PARTY = 2
    """Assigned to it, as an expert or of the agency."""
    READER = 3
    """Oversees the evaluated unit."""
    ORGANIZER = 4


@dataclass(frozen=True, slots=True)
class Standing:
    """What somebody may see and do in an evaluation, as it stands.

    Attributes:
        held: their part in it, where they have one.
    """

    evaluation: Evaluation
    access: Access
    held: Assignment | None

    @property
    def sees(self) -> bool:
        """That there is such an evaluation."""
        return self.access > Access.NONE

    @property
    def is_unit(self) -> bool:
        """They belong to the evaluated side."""
        return self.access == Access.UNIT

    @property
    def is_party(self) -> bool:
        """They take part, and have declared that nothing stands in the way."""
        return self.access == Access.PARTY and self.held is not None and self.held.stance == Stance.FREE

    @property
    def is_inside(self) -> bool:
        """They organize it, oversee it, or take part."""
        return self.access in {Access.ORGANIZER, Access.READER} or self.is_party

    @property
    def is_expert(self) -> bool:
        """They take part and score."""
        return self.is_party and self.held is not None and self.held.duty == Duty.EXPERT

    # ── Seeing ────────────────────────────────────────────────────────────────────────────────────────────────────────

    @property
    def sees_materials(self) -> bool:
        """The goals, the monitoring, the self-evaluation, what was supplied."""
        return self.is_inside or self.is_unit

    @property
    def sees_scores(self) -> bool:
        """The experts' scores side by side: nobody before all have handed in, or the organizer closed the scoring."""
        return self.evaluation.is_revealed and self.is_inside

    @property
    def sees_people(self) -> bool:
        """Who takes part; neither the evaluated side nor the experts among themselves."""
        return self.access in {Access.ORGANIZER, Access.READER}

    @property
    def sees_reports(self) -> bool:
        """The report as it is written: experts only when they cannot learn of each other from it any more."""
        return self.sees_scores if self.is_expert else self.is_inside

    def sees_report(self, report: ReportVersion) -> bool:
        """A version of the report: the evaluated side sees what was sent to it, and the last one when all is final."""
        if not self.is_unit:
            return self.sees_reports
        if report.sent_at:
            return True
        return self.evaluation.state == State.FINAL and not report.is_superseded

    @property
    def sees_result(self) -> bool:
        """Score and grade: the evaluated side when they are final."""
        return self.sees if self.evaluation.state == State.FINAL else self.sees_reports

    # ── Doing ─────────────────────────────────────────────────────────────────────────────────────────────────────────

    @property
    def may_organize(self) -> bool:
        """Decide, as long as it is not final."""
        return self.access == Access.ORGANIZER and self.evaluation.is_open_to_change

    @property
    def may_declare(self) -> bool:
        """Say whether anything stands in their way."""
        return (
            self.access == Access.PARTY and self.evaluation.is_open_to_change and not (self.held and self.held.stance)
        )

    @property
    def may_score(self) -> bool:
        """Experts who have not handed in, while the scoring is open."""
        is_open = self.evaluation.state == State.SCORING
        return is_open and self.is_expert and self.held is not None and self.held.handed_in_at is None

    @property
    def may_supply(self) -> bool:
        """Adding material, until the opinions are asked for."""
        before = self.evaluation.state in {State.PREPARING, State.SCORING, State.SCORED}
        return before and self.access in {Access.UNIT, Access.ORGANIZER}

    @property
    def may_write_papers(self) -> bool:
        """Working papers and the report: the organizer, and the agency's people."""
        is_agency = self.is_party and self.held is not None and self.held.duty == Duty.AGENCY
        return self.may_organize or (is_agency and self.evaluation.is_open_to_change)

    @property
    def may_say_opinion(self) -> bool:
        """The evaluated side, while it is asked."""
        return self.is_unit and self.evaluation.state == State.CONSULTING


def standing_of(actor: Actor, evaluation: Evaluation) -> Standing:
    """What `actor` is to an evaluation."""
    year, unit = evaluation.year, evaluation.organization
    if acts_for(actor, unit, year, _evaluated(evaluation.by)):
        return Standing(evaluation, Access.UNIT, None)
    if may_plan(actor, evaluation.organizer, year):
        return Standing(evaluation, Access.ORGANIZER, None)
    if acts_for(actor, unit, year, _ABOVE):
        return Standing(evaluation, Access.READER, None)
    held = _part(actor, evaluation)
    return Standing(evaluation, Access.PARTY if held else Access.NONE, held)


def _part(actor: Actor, evaluation: Evaluation) -> Assignment | None:
    if not isinstance(actor, User) or not is_expert(actor, evaluation.year):
        return None
    return evaluation.assignments.filter(user=actor, removed_at=None).first()


def _evaluated(by: str) -> frozenset[Role]:
    """The roles of the evaluated side; where the bureau evaluates, the department stands beside its unit."""
    return _WRITERS | {Role.DEPARTMENT_REVIEWER} if by == By.FINANCE else _WRITERS


def visible_evaluations(actor: Actor, year: int) -> QuerySet[Evaluation]:
    """The evaluations that `actor` sees at all; the same rule as `standing_of`."""
    own = [each.pk for each in organizers(actor, year)]
    query = Q(organizer__in=own) | Q(organization__in=visible_to(actor, year, _WRITERS | _ABOVE))
    query |= Q(by=By.FINANCE, organization__in=visible_to(actor, year, {Role.DEPARTMENT_REVIEWER}))
    if isinstance(actor, User) and is_expert(actor, year):
        query |= Q(Exists(Assignment.objects.filter(evaluation=OuterRef("pk"), user=actor, removed_at=None)))
    return Evaluation.objects.filter(query, year=year)


# ── Beside a single evaluation ────────────────────────────────────────────────────────────────────────────────────────


def organizers(actor: Actor, year: int) -> list[Organization]:
    """The organizations in whose name `actor` evaluates: the bureau, their department."""
    found = {held.organization_id: held.organization for held in roles(actor, year) if _organizes(held)}
    return sorted(found.values(), key=lambda each: each.code)


def may_plan(actor: Actor, organizer: Organization, year: int) -> bool:
    """Whether `actor` makes the plan of an organization, and evaluates in its name."""
    return any(held.organization_id == organizer.pk and _organizes(held) for held in roles(actor, year))


def _organizes(held: Membership) -> bool:
    return held.role in _ORGANIZING and held.organization.kind == _ORGANIZING[Role(held.role)]


def may_keep_agencies(actor: Actor, year: int) -> bool:
    """Whoever organizes keeps the list of agencies."""
    return bool(organizers(actor, year))


def is_expert(actor: Actor, year: int) -> bool:
    """Whether `actor` can be assigned to evaluations."""
    return any(held.role == Role.EXPERT for held in roles(actor, year))


def is_biased(person: User, organization: Organization, year: int) -> bool:
    """Whether somebody may not judge a unit: they work there, or answer for it, or oversee it."""
    near = {organization.pk, organization.parent_id}
    at_home = any(held.role == Role.EXPERT and held.organization_id == organization.pk for held in roles(person, year))
    staff = any(held.role != Role.EXPERT and held.organization_id in near for held in roles(person, year))
    return at_home or staff or acts_for(person, organization, year, READERS)


def has_part(actor: Actor, year: int) -> bool:
    """Whether the area is of any use to `actor`."""
    return bool(roles(actor, year))
