"""Notices, the problems that they name, and what happened to each."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, NoReturn

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from jiheng.web.goals.models import Goal
from jiheng.web.organizations.models import Organization
from jiheng.web.ui.choices import NamedChoices

__all__ = ["OPEN", "WITH_UNIT", "Category", "Event", "Happening", "Notice", "Problem", "ProblemState", "Source"]


class Source(models.TextChoices):
    """Where a problem was found."""

    MONITORING = "monitoring", _("绩效监控")
    SELF_EVALUATION = "self_evaluation", _("单位自评")
    EVALUATION = "evaluation", _("绩效评价")
    AUDIT = "audit", _("审计监督")
    OTHER = "other", _("其他")


class Category(models.TextChoices):
    """What a problem is about."""

    GOALS = "goals", _("目标设置")
    SPENDING = "spending", _("预算执行")
    OUTCOME = "outcome", _("指标未完成")
    MONEY = "money", _("资金使用管理")
    MANAGEMENT = "management", _("项目管理")
    EVIDENCE = "evidence", _("资料佐证")
    OTHER = "other", _("其他")


class ProblemState(models.TextChoices):
    """Where a problem is on its way."""

    OPEN = "open", _("待整改")
    WORKING = "working", _("整改中")
    REPORTED = "reported", _("待核验")
    RETURNED = "returned", _("退回再改")
    CLOSED = "closed", _("已销号")


OPEN = (ProblemState.OPEN, ProblemState.WORKING, ProblemState.REPORTED, ProblemState.RETURNED)
"""All that are not closed."""
WITH_UNIT = (ProblemState.OPEN, ProblemState.WORKING, ProblemState.RETURNED)
"""Those with which the unit is busy; only they can be overdue: who has reported waits for others."""


class Happening(models.TextChoices):
    """What can happen to a problem."""

    ISSUED = "issued", _("下达整改通知")
    PLANNED = "planned", _("制定整改措施")
    PROGRESS = "progress", _("报告进展")
    REPORTED = "reported", _("反馈整改结果")
    RETURNED = "returned", _("核验退回")
    CLOSED = "closed", _("核验销号")
    REOPENED = "reopened", _("重新打开")
    ASKED = "asked", _("申请延期")
    EXTENDED = "extended", _("同意延期")
    REFUSED = "refused", _("不同意延期")
    OVERDUE = "overdue", _("逾期")


class Notice(NamedChoices, models.Model):
    """A letter that asks an organization to mend something (整改通知书); it never changes once it was issued.

    Attributes:
        issuer: whose notice it is, the bureau or a department; serial: of the issuer's notices in `issued_in`.
        document: 文号, as it is printed.
        organization: whom it asks; goal: the project that it is about, None for the whole organization.
        source, source_id: what it comes from, and its key there.
    """

    issuer = models.ForeignKey(Organization, models.PROTECT, related_name="+")
    issued_in = models.PositiveSmallIntegerField()
    serial = models.PositiveIntegerField()
    document = models.CharField(_("文号"), max_length=120)
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+", verbose_name=_("整改单位"))
    year = models.PositiveSmallIntegerField(_("年度"))
    goal = models.ForeignKey(Goal, models.PROTECT, null=True, blank=True, related_name="rectification_notices")
    source = models.CharField(_("问题来源"), max_length=16, choices=Source)
    source_id = models.BigIntegerField(null=True, blank=True)
    title = models.CharField(_("事由"), max_length=200)
    due_on = models.DateField(_("整改时限"))
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    issued_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        """The newest first; numbered without gaps."""

        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint("issuer", "issued_in", "serial", name="rectification_notice_serial"),
            models.UniqueConstraint("issuer", "document", name="rectification_notice_document"),
        ]
        indexes = [models.Index(fields=["year", "organization"]), models.Index(fields=["source", "source_id"])]

    def __str__(self) -> str:
        """Number and subject."""
        return gettext("{document} {title}").format(document=self.document, title=self.title)


class Problem(NamedChoices, models.Model):
    """One thing that is to be mended.

    Attributes:
        number: in its notice, from 1.
        organization, year, goal: of the notice, to find problems by.
        unit, person: who is responsible, in words.
        measures: 整改措施; result: 整改结果; finished_on: when it was mended, by the unit's own account.
        opinion: of whoever verified it last; advice: what it should mean for the budget.
        wished_due_on: an extension that was asked for and not decided yet.
        rung: how many rungs of the ladder for what is overdue were climbed.
    """

    organization_id: int
    goal_id: int | None
    notice = models.ForeignKey(Notice, models.PROTECT, related_name="problems")
    number = models.PositiveSmallIntegerField()
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    goal = models.ForeignKey(Goal, models.PROTECT, null=True, blank=True, related_name="problems")
    category = models.CharField(_("问题类别"), max_length=16, choices=Category)
    description = models.TextField(_("问题描述"))
    requirement = models.TextField(_("整改要求"))
    due_on = models.DateField(_("整改时限"))
    unit = models.CharField(_("责任单位"), max_length=120)
    person = models.CharField(_("责任人"), max_length=64, blank=True)
    state = models.CharField(_("状态"), max_length=16, choices=ProblemState, default=ProblemState.OPEN)
    measures = models.TextField(_("整改措施"), blank=True)
    result = models.TextField(_("整改结果"), blank=True)
    finished_on = models.DateField(_("完成日期"), null=True, blank=True)
    opinion = models.TextField(_("核验意见"), blank=True)
    advice = models.CharField(_("预算调整建议"), max_length=200, blank=True)
    wished_due_on = models.DateField(null=True, blank=True)
    rung = models.PositiveSmallIntegerField(default=0)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """As in their notices; what was finished has its result."""

        ordering = ["-notice", "number"]
        constraints = [models.UniqueConstraint("notice", "number", name="rectification_problem_number")]
        indexes = [
            models.Index(fields=["year", "organization", "state", "due_on"]),
            models.Index(fields=["goal", "state", "due_on"]),
            models.Index(fields=["state", "due_on"]),
        ]

    def __str__(self) -> str:
        """What is wrong, shortened."""
        line = " ".join(self.description.split())
        return line if len(line) <= 60 else f"{line[:59]}…"

    @property
    def is_closed(self) -> bool:
        """Whether it is done with."""
        return self.state == ProblemState.CLOSED

    @property
    def left(self) -> int | None:
        """Days until it is due, negative once it is overdue; None of what is not with the unit any more."""
        return (self.due_on - timezone.localdate()) // timedelta(days=1) if self.state in WITH_UNIT else None

    @property
    def late(self) -> int:
        """Days that it is overdue, 0 if it is not."""
        return max(0, -(self.left or 0))


class Event(NamedChoices, models.Model):
    """Something that happened to a problem: never changed, never deleted.

    Attributes:
        actor: None for the program by itself; text: what was said.
        details: dates before and after, files that it came with.
    """

    problem = models.ForeignKey(Problem, models.PROTECT, related_name="events")
    kind = models.CharField(max_length=16, choices=Happening)
    at = models.DateTimeField(auto_now_add=True)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    text = models.TextField(blank=True)
    details = models.JSONField(default=dict)

    class Meta:
        """As they happened."""

        ordering = ["id"]
        indexes = [models.Index(fields=["kind", "at"])]

    def __str__(self) -> str:
        """What happened."""
        return str(self.get_kind_display())

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Once.

        Raises:
            TypeError: it is there already.
        """
        if not self._state.adding:
            raise TypeError("an event stays as it was")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Never."""
        raise TypeError("an event stays")
