"""Self-evaluations, the window in which they are handed in, and samples that are scored again."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from jiheng.web.goals.models import Goal, Version
from jiheng.web.organizations.models import Cycle, Organization
from jiheng.web.submissions.models import Submission, SubmittedVersion

__all__ = ["Kind", "Rescore", "Sample", "SelfEvaluation", "SelfEvaluationVersion", "Window"]


class Kind(models.TextChoices):
    """What is evaluated."""

    PROJECT = "project", _("项目自评")
    DEPARTMENT = "department", _("整体自评")


class Window(models.Model):
    """When the self-evaluations of a budget year are handed in; without one they are not."""

    cycle = models.OneToOneField(Cycle, models.CASCADE, related_name="self_evaluation_window")
    opens_at = models.DateTimeField(_("开始"))
    due_at = models.DateTimeField(_("截止"))
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        """Ends after it began."""

        constraints = [
            models.CheckConstraint(condition=models.Q(due_at__gt=models.F("opens_at")), name="self_evaluation_window")
        ]

    def __str__(self) -> str:
        """The year."""
        return str(self.cycle)


class SelfEvaluation(Submission):
    """The self-evaluation of one project, or of a whole unit.

    Attributes:
        goal: of the project; None of a whole unit.
        goal_version: the approved goals that it was made from.
        total, grade, rate: of the working copy as it was saved last; None (empty) while a score is missing.
        warnings, infos: what the checks say beside the errors.
    """

    kind = models.CharField(max_length=16, choices=Kind, default=Kind.PROJECT)
    goal = models.ForeignKey(Goal, models.PROTECT, null=True, blank=True, related_name="self_evaluations")
    goal_version = models.ForeignKey(Version, models.PROTECT, null=True, blank=True, related_name="+")
    name = models.CharField(_("名称"), max_length=255, blank=True)
    total = models.DecimalField(_("总分"), max_digits=6, decimal_places=2, null=True, blank=True)
    grade = models.CharField(_("等级"), max_length=4, blank=True)
    rate = models.DecimalField(_("预算执行率"), max_digits=9, decimal_places=4, null=True, blank=True)
    warnings = models.PositiveIntegerField(default=0)
    infos = models.PositiveIntegerField(default=0)

    class Meta:
        """One of each project, one of each unit and year."""

        ordering = ["organization__code", "kind", "id"]
        constraints = [
            models.UniqueConstraint("goal", name="self_evaluation_goal", condition=models.Q(goal__isnull=False)),
            models.UniqueConstraint(
                "organization", "year", name="self_evaluation_department", condition=models.Q(kind="department")
            ),
        ]
        indexes = [
            models.Index(fields=["year", "organization", "state"]),
            # All that the list counts and sorts by: it does not have to look at the contents for it.
            models.Index(fields=["year", "organization", "kind", "state", "total"], name="self_evaluation_counted"),
        ]

    def __str__(self) -> str:
        """The project's name, or what it is."""
        return self.name or str(self.get_kind_display())


class SelfEvaluationVersion(SubmittedVersion):
    """What was handed in; `total`, `grade`, `rate` as they were then."""

    item = models.ForeignKey(SelfEvaluation, models.PROTECT, related_name="versions")
    total = models.DecimalField(max_digits=6, decimal_places=2, null=True, blank=True)
    grade = models.CharField(max_length=4, blank=True)
    rate = models.DecimalField(max_digits=9, decimal_places=4, null=True, blank=True)

    class Meta:
        """Numbered from 1."""

        ordering = ["-number"]
        constraints = [models.UniqueConstraint("item", "number", name="self_evaluation_version_number")]

    def __str__(self) -> str:
        """Name and number."""
        return f"{self.item} {self.number}"


class Sample(models.Model):
    """Self-evaluations that the finance bureau drew to score them again.

    Attributes:
        seed: of the draw: the same seed, method and year draw the same ones.
        method: number or share, and by what the draw was divided (`sampling.Method` as JSON).
        population: how many there were to draw from, with the digest of their versions, to prove the draw.
    """

    year = models.PositiveSmallIntegerField()
    name = models.CharField(_("名称"), max_length=64)
    seed = models.CharField(_("随机种子"), max_length=32)
    method = models.JSONField(default=dict)
    population = models.JSONField(default=dict)
    drawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    drawn_at = models.DateTimeField(auto_now_add=True)
    bureau = models.ForeignKey(Organization, models.PROTECT, related_name="+")

    class Meta:
        """The newest first."""

        ordering = ["-id"]

    def __str__(self) -> str:
        """The name."""
        return self.name


class Rescore(models.Model):
    """A self-evaluation of a sample, scored again by the finance bureau.

    Attributes:
        version: the approved version that was drawn; stratum: the part of the population that it was drawn for.
        scores: row (``execution``, ``0`` …) → points and reason, of rows that are scored otherwise than by the unit.
        total, grade: after scoring again, None (empty) until it is done.
        lock: counts up with each save.
        done_at: from then on the unit sees it.
    """

    sample = models.ForeignKey(Sample, models.CASCADE, related_name="rescores")
    version = models.ForeignKey(SelfEvaluationVersion, models.PROTECT, related_name="rescores")
    stratum = models.CharField(max_length=120, blank=True)
    scores = models.JSONField(default=dict)
    opinion = models.TextField(_("复核意见"), blank=True)
    total = models.DecimalField(max_digits=6, decimal_places=2, null=True, blank=True)
    grade = models.CharField(max_length=4, blank=True)
    lock = models.PositiveIntegerField(default=1)
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        """Each once in a sample."""

        ordering = ["id"]
        constraints = [models.UniqueConstraint("sample", "version", name="self_evaluation_rescore_version")]

    def __str__(self) -> str:
        """What is scored again."""
        return str(self.version.item)
