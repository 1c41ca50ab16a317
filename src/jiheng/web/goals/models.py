"""Goals: a working copy that changes, and versions that do not."""

from __future__ import annotations

from typing import Any, NoReturn

from django.conf import settings
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from jiheng.web.organizations.models import Organization
from jiheng.web.ui.choices import NamedChoices

__all__ = ["Goal", "GoalKind", "GoalState", "Origin", "Upload", "UploadState", "Version"]


class GoalKind(models.TextChoices):
    """What is written."""

    PROJECT = "project", _("项目绩效目标")
    DEPARTMENT = "department", _("整体绩效目标")


class GoalState(models.TextChoices):
    """Where a goal is."""

    DRAFT = "draft", _("草稿")
    SUBMITTED = "submitted", _("审核中")
    RETURNED = "returned", _("已退回")
    APPROVED = "approved", _("已批复")
    STOPPED = "stopped", _("未通过")


class Origin(models.TextChoices):
    """Why a project has goals in this year."""

    BUDGET = "budget", _("年初预算")
    ADDED = "added", _("年中追加")
    CARRIED_OVER = "carried_over", _("上年结转")


class Goal(NamedChoices, models.Model):
    """The goals of one project, or a department's part of the yearly document.

    Attributes:
        content: what was written, as JSON of `jiheng.interchange` (one project, or the department part).
        lock: counts up with each save; whoever saves names the one they saw, so that nobody overwrites a colleague.
        code, name, amount, errors, warnings, infos: taken from the content with each save, for lists.
        indicator_set: digest of the indicators, by which the checks find tables that may be copies (see `facts`).
        adjustment: why an approved goal is being changed; the reason goes with the next version.
        is_deleted: thrown away as a draft; what was ever submitted is never deleted.
    """

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="goals")
    year = models.PositiveSmallIntegerField(_("年度"))
    kind = models.CharField(max_length=16, choices=GoalKind, default=GoalKind.PROJECT)
    origin = models.CharField(max_length=16, choices=Origin, default=Origin.BUDGET)
    state = models.CharField(_("状态"), max_length=16, choices=GoalState, default=GoalState.DRAFT)
    content = models.JSONField()
    lock = models.PositiveIntegerField(default=1)
    code = models.CharField(_("项目编码"), max_length=64, blank=True)
    name = models.CharField(_("项目名称"), max_length=255, blank=True)
    amount = models.DecimalField(_("预算数（万元）"), max_digits=18, decimal_places=6, null=True, blank=True)
    errors = models.PositiveIntegerField(default=0)
    warnings = models.PositiveIntegerField(default=0)
    infos = models.PositiveIntegerField(default=0)
    indicator_set = models.CharField(max_length=64, blank=True)
    adjustment = models.TextField(blank=True)
    previous = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="+")
    is_deleted = models.BooleanField(default=False)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        """One department part a year and organization."""

        ordering = ["organization__code", "kind", "id"]
        constraints = [
            models.UniqueConstraint(
                "organization",
                "year",
                name="goals_goal_department",
                condition=models.Q(kind="department", is_deleted=False),
            )
        ]
        indexes = [
            models.Index(fields=["year", "organization", "state"]),
            models.Index(fields=["organization", "year", "kind"]),
            # All that lists and the overview count by: neither has to look at the contents for it.
            models.Index(
                fields=["organization", "year", "is_deleted", "kind", "state", "errors", "warnings", "amount"],
                name="goals_goal_counted",
            ),
        ]

    def __str__(self) -> str:
        """The project's name."""
        return self.name or str(self.get_kind_display())


class Version(models.Model):
    """What was submitted: never changed, never deleted.

    Attributes:
        digest: SM3 of the content as JSON with sorted keys, in hexadecimal.
        reason: of an adjustment.
        is_approved: it went through the whole chain.
    """

    goal = models.ForeignKey(Goal, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    content = models.JSONField()
    digest = models.CharField(max_length=64)
    reason = models.TextField(blank=True)
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField(auto_now_add=True)
    is_approved = models.BooleanField(default=False)
    approved_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """Numbered from 1."""

        ordering = ["-number"]
        constraints = [models.UniqueConstraint("goal", "number", name="goals_version_number")]
        # Whether a goal was ever approved, and when it was handed in: what stands behind the content is slow to reach.
        indexes = [
            models.Index(fields=["goal", "number", "is_approved", "submitted_at"], name="goals_version_counted"),
        ]

    def __str__(self) -> str:
        """Name and number."""
        return gettext("{goal} 第 {number} 版").format(goal=self.goal, number=self.number)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Never."""
        raise TypeError("a submitted version stays")


class UploadState(models.TextChoices):
    """Where a file is."""

    READING = "reading", _("正在读取")
    READ = "read", _("已读取")
    FAILED = "failed", _("没有读出")


class Upload(models.Model):
    """A file that somebody brought, kept under its digest until it is taken over or a day old.

    Attributes:
        name: of a file out of a container, after the name of that.
        document: what was recognised, as JSON; problem: why nothing was; tables: how many goal tables.
        pages_done, pages: how far a scan is, while its pages are being recognised.
        original: what stands in the file, as texts and rows, to compare with (see `reading.read_file`).
        data: the file itself, for the preview; served as a download at most, never as a page.
    """

    organization = models.ForeignKey(Organization, models.CASCADE, related_name="+")
    year = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64)
    data = models.BinaryField()
    state = models.CharField(_("状态"), max_length=16, choices=UploadState, default=UploadState.READ)
    pages_done = models.PositiveIntegerField(default=0)
    pages = models.PositiveIntegerField(default=0)
    tables = models.PositiveIntegerField(default=0)
    document = models.JSONField(null=True)
    original = models.JSONField(null=True)
    problem = models.TextField(blank=True)
    brought_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    brought_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        """The file's name."""
        return self.name
