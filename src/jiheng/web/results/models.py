"""Decisions about the next budget, and how they came about."""

from __future__ import annotations

from typing import Any, NoReturn

from django.conf import settings
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from jiheng.domain.proposals import reason_text
from jiheng.web.goals.models import Goal
from jiheng.web.organizations.models import Organization
from jiheng.web.ui.choices import NamedChoices

__all__ = ["Decision", "DecisionAction", "Step", "StepKind"]


class DecisionAction(models.TextChoices):
    """What is decided; the names of `jiheng.domain.proposals.Action`."""

    REWARD = "reward", _("优先保障")
    KEEP = "keep", _("继续安排")
    CUT = "cut", _("压减预算")
    MERGE = "merge", _("整合归并")
    STOP = "stop", _("取消安排")


class StepKind(models.TextChoices):
    """What happened to a decision."""

    DECIDED = "decided", _("确定意见")
    UNDONE = "undone", _("撤销意见")
    PUBLISHED = "published", _("下达单位")
    ANSWERED = "answered", _("单位反馈")


class Decision(NamedChoices, models.Model):
    """What the results of one project and year mean for its next budget.

    Attributes:
        organization, year: of the goal; the budget that it is about is the one of the year after.
        results: as they were when it was decided, as JSON (see `results.facts`), with the ``reasons`` of the proposal.
        proposed, proposed_percent: what the rules proposed then; proposal: why, in a sentence.
        action, percent: what was decided; empty while nothing is, or not any more.
        reason: compulsory where it differs from the proposal.
        base, amount: this year's budget and what follows for the next, in 万元.
        published_at: since when the unit knows; from then on it stays.
        view: what the unit says to it, once.
    """

    organization_id: int
    goal_id: int
    goal = models.OneToOneField(Goal, models.PROTECT, related_name="decision")
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    results = models.JSONField(default=dict)
    proposed = models.CharField(max_length=16, choices=DecisionAction)
    proposed_percent = models.DecimalField(max_digits=5, decimal_places=2, default=0)
    proposal = models.TextField(blank=True)
    action = models.CharField(_("意见"), max_length=16, choices=DecisionAction, blank=True)
    percent = models.DecimalField(_("比例（%）"), max_digits=5, decimal_places=2, default=0)
    reason = models.TextField(_("理由"), blank=True)
    base = models.DecimalField(max_digits=18, decimal_places=6, null=True, blank=True)
    amount = models.DecimalField(max_digits=18, decimal_places=6, null=True, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    published_at = models.DateTimeField(null=True, blank=True)
    view = models.TextField(_("单位意见"), blank=True)
    view_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    view_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """By organization."""

        ordering = ["organization__code", "goal_id"]
        indexes = [models.Index(fields=["year", "organization", "action"])]

    def __str__(self) -> str:
        """The project."""
        return str(self.goal)

    @property
    def is_published(self) -> bool:
        """Whether the unit knows."""
        return self.published_at is not None

    @property
    def why(self) -> str:
        """What somebody gave as a reason; else why it was proposed, in the language of the reader."""
        reasons = self.results.get("reasons")
        if self.reason or not reasons:
            return self.reason or self.proposal
        return reason_text((template, _read(values)) for template, values in reasons)

    @property
    def differs(self) -> bool:
        """Whether it is not what the rules proposed."""
        return bool(self.action) and (self.action, self.percent) != (self.proposed, self.proposed_percent)


def _read(values: dict[str, str]) -> dict[str, str]:
    """Where a grade comes from is kept in Chinese and read in any language."""
    return {name: gettext(value) if name == "source" else value for name, value in values.items()}


class Step(models.Model):
    """Something that happened to a decision: never changed, never deleted.

    Attributes:
        details: action, percent and results at that time.
    """

    decision = models.ForeignKey(Decision, models.PROTECT, related_name="steps")
    kind = models.CharField(max_length=16, choices=StepKind)
    at = models.DateTimeField(auto_now_add=True)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    text = models.TextField(blank=True)
    details = models.JSONField(default=dict)

    class Meta:
        """As they happened."""

        ordering = ["id"]

    def __str__(self) -> str:
        """What happened."""
        return str(self.get_kind_display())

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Once.

        Raises:
            TypeError: it is there already.
        """
        if not self._state.adding:
            raise TypeError("a step stays as it was")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Never."""
        raise TypeError("a step stays")
