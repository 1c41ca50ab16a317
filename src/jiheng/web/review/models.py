"""Review as data: a chain is a template, a run is its copy for one submitted version."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jiheng.web.organizations.models import Organization, Role
from jiheng.web.review.workflow import Grade, Quality, RunState, StepState
from jiheng.web.ui.choices import NamedChoices

__all__ = ["Chain", "Comment", "Grade", "Run", "RunState", "Step", "StepState", "Task"]


class Chain(models.Model):
    """A chain of steps for one kind of subject.

    Attributes:
        subject: the registered name of what is reviewed: ``goal``.
        lock: counts up with each change; whoever saves names the one they saw.
    """

    subject = models.CharField(max_length=32)
    name = models.CharField(_("名称"), max_length=64)
    is_active = models.BooleanField(_("启用"), default=True)
    lock = models.PositiveIntegerField(default=1)

    class Meta:
        """One active chain a subject."""

        constraints = [
            models.UniqueConstraint("subject", name="review_chain_active", condition=models.Q(is_active=True))
        ]

    def __str__(self) -> str:
        """The name."""
        return self.name


class Step(models.Model):
    """A step of a chain.

    Attributes:
        order: steps of the same order are open at the same time (the parallel branch).
        role: who takes it, for the organization or one above it.
        skipped_for: the kinds of organization that do without it.
        quality_form: whether the four qualities have to be graded here.
        days: in which it should be decided, from the day it opens; None for no limit.
    """

    chain = models.ForeignKey(Chain, models.CASCADE, related_name="steps")
    order = models.PositiveSmallIntegerField(_("次序"))
    name = models.CharField(_("名称"), max_length=32)
    role = models.CharField(_("角色"), max_length=24, choices=Role)
    skipped_for = models.JSONField(default=list, blank=True)
    quality_form = models.BooleanField(default=False)
    days = models.PositiveSmallIntegerField(_("期限（天）"), null=True, blank=True)

    class Meta:
        """In their order."""

        ordering = ["order", "id"]

    def __str__(self) -> str:
        """The name."""
        return self.name


class Run(NamedChoices, models.Model):
    """One submitted version on its way.

    Attributes:
        subject, subject_id: what is reviewed; version: the number of the version, digest: of its content.
        organization, year: whose it is, for the queues.
        title: as the queues show it.
        errors, warnings, infos: of the submitted version, for the queues; approving looks again.
    """

    subject = models.CharField(max_length=32)
    subject_id = models.BigIntegerField()
    version = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=255)
    errors = models.PositiveIntegerField(default=0)
    warnings = models.PositiveIntegerField(default=0)
    infos = models.PositiveIntegerField(default=0)
    state = models.CharField(max_length=16, choices=RunState, default=RunState.RUNNING)
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    started_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """One running review a subject; the newest first."""

        constraints = [
            models.UniqueConstraint(
                "subject", "subject_id", name="review_run_running", condition=models.Q(state="running")
            )
        ]
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["subject", "subject_id"]),
            models.Index(fields=["year", "organization", "state"]),
        ]

    def __str__(self) -> str:
        """The title."""
        return self.title


class Task(NamedChoices, models.Model):
    """A step of a run, copied from the chain when the run began: later changes of the chain do not touch it.

    Attributes:
        assignee: the one colleague it was handed over to; else everyone with the role.
        opened_at: when a reviewer first looked; before that the author may withdraw.
        grades: of the four qualities; opinion: 意见 in words; override: why it was approved with open errors.
        due_at: when it should be decided, set as it opens; days: how long it may take, from the step.
    """

    run = models.ForeignKey(Run, models.CASCADE, related_name="tasks")
    order = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=32)
    role = models.CharField(max_length=24, choices=Role)
    quality_form = models.BooleanField(default=False)
    state = models.CharField(max_length=16, choices=StepState, default=StepState.WAITING)
    assignee = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    days = models.PositiveSmallIntegerField(null=True, blank=True)
    due_at = models.DateTimeField(null=True, blank=True)
    opened_at = models.DateTimeField(null=True, blank=True)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    grades = models.JSONField(default=dict, blank=True)
    opinion = models.TextField(blank=True)
    override = models.TextField(blank=True)

    class Meta:
        """In their order; the queue asks for open ones and for what somebody decided."""

        ordering = ["order", "id"]
        indexes = [models.Index(fields=["state", "role"]), models.Index(fields=["decided_by", "state"])]

    def __str__(self) -> str:
        """The name."""
        return self.name

    @property
    def graded(self) -> list[tuple[str, str]]:
        """The four qualities and their grades, in words."""
        return [
            (str(quality.label), str(Grade(self.grades[quality]).label))
            for quality in Quality
            if quality in self.grades
        ]

    @property
    def is_late(self) -> bool:
        """It waits beyond its day."""
        return self.state == StepState.OPEN and self.due_at is not None and self.due_at < timezone.now()


class Comment(models.Model):
    """A remark at a cell (or on the whole) of a subject.

    Attributes:
        anchor: path of the cell (``indicators[2].target``), empty for the whole.
        version: of the subject when it was written.
    """

    subject = models.CharField(max_length=32)
    subject_id = models.BigIntegerField()
    version = models.PositiveIntegerField()
    anchor = models.CharField(max_length=120, blank=True)
    text = models.TextField()
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    written_at = models.DateTimeField(auto_now_add=True)
    resolved_at = models.DateTimeField(null=True, blank=True)
    resolved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        """As they were written."""

        ordering = ["written_at", "id"]
        indexes = [models.Index(fields=["subject", "subject_id"])]

    def __str__(self) -> str:
        """The text."""
        return self.text
