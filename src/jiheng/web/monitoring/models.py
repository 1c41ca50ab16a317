"""Rounds, reports and alerts."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from jiheng.web.goals.models import Goal
from jiheng.web.organizations.models import Organization
from jiheng.web.submissions.models import Submission, SubmittedVersion
from jiheng.web.ui.choices import NamedChoices

__all__ = [
    "Alert",
    "AlertKind",
    "AlertState",
    "Colour",
    "Conclusion",
    "Report",
    "ReportVersion",
    "Round",
    "RoundKind",
    "Sighting",
]


class Colour(models.TextChoices):
    """The colours of lights; the names of `jiheng.domain.lights.Colour`."""

    RED = "red", _("红灯")
    YELLOW = "yellow", _("黄灯")
    GREEN = "green", _("绿灯")
    BLUE = "blue", _("蓝灯")
    NONE = "none", _("无灯")


class RoundKind(models.TextChoices):
    """How closely it is looked at."""

    GENERAL = "general", _("日常监控")
    FOCUS = "focus", _("重点监控")


class Conclusion(models.TextChoices):
    """What the finance division concludes from a report."""

    NONE = "", _("还没有结论")
    FINE = "fine", _("项目无问题")
    ADJUST = "adjust", _("需调整目标")
    RECTIFY = "rectify", _("需整改")


class AlertKind(models.TextChoices):
    """What an alert is about."""

    SPENDING = "spending", _("预算执行")
    INDICATOR = "indicator", _("绩效指标")


class AlertState(models.TextChoices):
    """Whether an alert still holds."""

    OPEN = "open", _("未处理")
    ANSWERED = "answered", _("已回复")
    CLOSED = "closed", _("已关闭")


class Round(NamedChoices, models.Model):
    """An occasion on which projects are monitored.

    Attributes:
        organization: who monitors, the bureau or a department; what it asks for lies below it.
        through: the last day that is reported.
        opens_on, due_on: from when to when units hand in, both included.
        organizations, goals: the only ones that are asked; all where there is none.
        handed_out_at: since when units have it; None while it is being prepared.
    """

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField(_("年度"))
    name = models.CharField(_("名称"), max_length=64)
    kind = models.CharField(_("类别"), max_length=16, choices=RoundKind, default=RoundKind.GENERAL)
    through = models.DateField(_("数据截至"))
    opens_on = models.DateField(_("填报开始"))
    due_on = models.DateField(_("填报截止"))
    organizations = models.ManyToManyField(Organization, blank=True, related_name="+", verbose_name=_("单位"))
    goals = models.ManyToManyField(Goal, blank=True, related_name="+", verbose_name=_("项目"))
    handed_out_at = models.DateTimeField(null=True, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        """By the day that they reach; each name once."""

        ordering = ["year", "through", "id"]
        constraints = [
            models.UniqueConstraint("organization", "year", "name", name="monitoring_round_name"),
            models.CheckConstraint(
                condition=models.Q(due_on__gte=models.F("opens_on")), name="monitoring_round_window"
            ),
        ]

    def __str__(self) -> str:
        """The name."""
        return self.name

    @property
    def is_open(self) -> bool:
        """Units can hand in: it was handed out and its window has begun; who is late can still hand in."""
        return self.handed_out_at is not None and timezone.localdate() >= self.opens_on

    @property
    def is_late(self) -> bool:
        """Its last day has passed."""
        return timezone.localdate() > self.due_on


class Report(Submission):
    """The 执行监控表 of a project in a round.

    Attributes:
        content: see `content`; `colour`: its worst light; reds, yellows: how many lights there are of them.
        rate: spent of the budget, 1 for all.
        conclusion, conclusion_text: of the finance division.
    """

    round = models.ForeignKey(Round, models.PROTECT, related_name="reports")
    goal = models.ForeignKey(Goal, models.PROTECT, related_name="monitoring_reports")
    colour = models.CharField(_("灯"), max_length=8, choices=Colour, default=Colour.NONE)
    reds = models.PositiveSmallIntegerField(default=0)
    yellows = models.PositiveSmallIntegerField(default=0)
    rate = models.DecimalField(_("执行率"), max_digits=12, decimal_places=6, null=True, blank=True)
    conclusion = models.CharField(_("监控结论"), max_length=16, choices=Conclusion, default=Conclusion.NONE, blank=True)
    conclusion_text = models.TextField(blank=True)
    concluded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    concluded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """One of a project and round."""

        ordering = ["organization__code", "goal__id", "-round__through"]
        constraints = [models.UniqueConstraint("round", "goal", name="monitoring_report_goal")]
        indexes = [models.Index(fields=["year", "organization", "state"]), models.Index(fields=["goal", "round"])]

    def __str__(self) -> str:
        """Project and round, as queues show it."""
        return gettext("{goal}（{round}）").format(goal=self.goal, round=self.round)


class ReportVersion(SubmittedVersion):
    """A report as it was handed in."""

    item = models.ForeignKey(Report, models.PROTECT, related_name="versions")

    class Meta:
        """Numbered from 1."""

        ordering = ["-number"]
        constraints = [models.UniqueConstraint("item", "number", name="monitoring_version_number")]

    def __str__(self) -> str:
        """Name and number."""
        return gettext("{goal} 第 {number} 版").format(goal=self.item, number=self.number)


class Alert(NamedChoices, models.Model):
    """Something that goes badly: one row a project, kind and place, however often it is seen.

    Attributes:
        anchor: of an indicator ``indicators[2]``; empty of spending. name: of the indicator; empty of spending.
        light: colour, template and values of the light (see `lights`).
        round: in which it was seen last; None where the daily look at the money saw it.
        seen_at: the day that the light is about.
        answer: of the unit; closing: why it was closed.
        is_settled: closed by a person: it opens again only when it gets worse.
    """

    goal = models.ForeignKey(Goal, models.PROTECT, related_name="monitoring_alerts")
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    kind = models.CharField(_("类别"), max_length=16, choices=AlertKind)
    anchor = models.CharField(max_length=120, blank=True)
    name = models.CharField(_("事项"), max_length=255, blank=True)
    colour = models.CharField(_("灯"), max_length=8, choices=Colour)
    light = models.JSONField()
    round = models.ForeignKey(Round, models.PROTECT, null=True, blank=True, related_name="+")
    seen_at = models.DateField()
    state = models.CharField(_("状态"), max_length=16, choices=AlertState, default=AlertState.OPEN)
    opened_at = models.DateTimeField(default=timezone.now)
    answer = models.TextField(blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)
    closing = models.TextField(blank=True)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)
    is_settled = models.BooleanField(default=False)

    class Meta:
        """The newest first; each thing once."""

        ordering = ["-opened_at", "-id"]
        constraints = [models.UniqueConstraint("goal", "kind", "anchor", name="monitoring_alert_once")]
        indexes = [models.Index(fields=["year", "organization", "state"])]

    def __str__(self) -> str:
        """Project and place."""
        return f"{self.goal} · {self.place}"

    @property
    def place(self) -> str:
        """What it is about."""
        return self.name or str(self.get_kind_display())


class Sighting(models.Model):
    """An alert was on in a month, at its worst in that colour."""

    alert = models.ForeignKey(Alert, models.CASCADE, related_name="sightings")
    month = models.PositiveSmallIntegerField()
    colour = models.CharField(max_length=8, choices=Colour)

    class Meta:
        """Each month once."""

        ordering = ["month"]
        constraints = [models.UniqueConstraint("alert", "month", name="monitoring_sighting_month")]

    def __str__(self) -> str:
        """The month."""
        return str(self.month)
