"""Publications: frozen copies; the public never sees a working copy."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from jiheng.web.organizations.models import Organization

__all__ = [
    "Exemption",
    "Part",
    "Publication",
    "PublishedFile",
    "PublishedProject",
    "PublishedReport",
    "PublishedResult",
    "ResultExemption",
    "ResultKind",
]


class Part(models.TextChoices):
    """What of a year is published; each has its own clock and is replaced and withdrawn by itself."""

    GOALS = "goals", _("绩效目标")
    RESULTS = "results", _("绩效结果")


class ResultKind(models.TextChoices):
    """What is published of results."""

    PROJECT = "project", _("项目自评")
    DEPARTMENT = "department", _("整体自评")
    EVALUATION = "evaluation", _("绩效评价")


class Publication(models.Model):
    """An organization's document of a year, as it was published.

    Attributes:
        part: goals or results; `document` holds nothing of the other.
        number: of the publication in its organization and year, from 1, whatever its part.
        document: JSON of `jiheng.interchange`; digest: SM3 of it with sorted keys, in hexadecimal.
        projects_count, amount: how many tables it has, and their budgets together in 万元 (0 of results).
        left_out: format → why there is no file in it.
        withdrawn_at, withdrawal: when and why it was taken back; the line stays visible.
    """

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="publications")
    year = models.PositiveSmallIntegerField()
    part = models.CharField(max_length=8, choices=Part, default=Part.GOALS)
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=255)
    digest = models.CharField(max_length=64, db_index=True)
    projects_count = models.PositiveIntegerField(default=0)
    amount = models.DecimalField(max_digits=20, decimal_places=6, default=0)
    left_out = models.JSONField(default=dict, blank=True)
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    published_at = models.DateTimeField(db_index=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    withdrawal = models.TextField(blank=True)
    document = models.JSONField()

    class Meta:
        """The newest first; numbered by organization and year."""

        ordering = ["-published_at", "-id"]
        constraints = [
            models.UniqueConstraint("organization", "year", "number", name="disclosure_publication_number"),
            models.UniqueConstraint(
                "organization",
                "year",
                "part",
                name="disclosure_publication_valid",
                condition=models.Q(withdrawn_at=None),
            ),
        ]

    def __str__(self) -> str:
        """The title."""
        return self.title


class _StoredFile(models.Model):
    """A file as it is downloaded; digests in hexadecimal, size in bytes."""

    format = models.CharField(max_length=8)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64, db_index=True)
    sm3 = models.CharField(max_length=64, db_index=True)
    data = models.BinaryField()

    class Meta:
        """Only a base."""

        abstract = True


class PublishedFile(_StoredFile):
    """The document in one format."""

    publication = models.ForeignKey(Publication, models.CASCADE, related_name="files")

    class Meta:
        """One a format."""

        ordering = ["id"]
        constraints = [models.UniqueConstraint("publication", "format", name="disclosure_file_format")]

    def __str__(self) -> str:
        """The format."""
        return self.format


class PublishedProject(models.Model):
    """A project of a publication, for search and its own page.

    Attributes:
        number: of its table; content: JSON of the table.
        is_valid: whether its publication is; here once more so that search asks one table only.
        title: code, name and organization, text: everything that search looks into, both folded by `words.fold`.
    """

    publication = models.ForeignKey(Publication, models.CASCADE, related_name="projects")
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()
    is_valid = models.BooleanField(default=True)
    code = models.CharField(max_length=64, blank=True, db_index=True)
    name = models.CharField(max_length=255, blank=True)
    amount = models.DecimalField(_("预算数（万元）"), max_digits=18, decimal_places=6, null=True)
    indicators = models.PositiveIntegerField(default=0)
    title = models.TextField()
    text = models.TextField()  # before the content: SQLite walks through all that stands before what it looks for
    content = models.JSONField()

    class Meta:
        """In the order of the document."""

        ordering = ["-year", "organization", "number"]
        constraints = [models.UniqueConstraint("publication", "number", name="disclosure_project_number")]
        indexes = [
            models.Index(
                fields=["-year", "organization", "number"],
                name="disclosure_project_public",
                condition=models.Q(is_valid=True),
            )
        ]

    def __str__(self) -> str:
        """The name."""
        return self.name


class PublishedResult(models.Model):
    """A self-evaluation or an evaluation of a publication, for search and its own page.

    Attributes:
        number: of its table in the document; content: JSON of the table.
        is_valid, title, text: as of `PublishedProject`.
        evaluator: who scored it, in words; empty of a self-evaluation.
        rate: of execution, 1 for all.
    """

    publication = models.ForeignKey(Publication, models.CASCADE, related_name="results")
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()
    is_valid = models.BooleanField(default=True)
    kind = models.CharField(max_length=16, choices=ResultKind)
    code = models.CharField(max_length=64, blank=True, db_index=True)
    name = models.CharField(max_length=255, blank=True)
    evaluator = models.CharField(max_length=120, blank=True)
    score = models.DecimalField(max_digits=6, decimal_places=2, null=True)
    grade = models.CharField(max_length=4, blank=True)
    rate = models.DecimalField(max_digits=9, decimal_places=4, null=True)
    title = models.TextField()
    text = models.TextField()
    content = models.JSONField()

    class Meta:
        """In the order of the document."""

        ordering = ["-year", "organization", "number"]
        constraints = [models.UniqueConstraint("publication", "number", name="disclosure_result_number")]
        indexes = [
            models.Index(
                fields=["-year", "organization", "number"],
                name="disclosure_result_public",
                condition=models.Q(is_valid=True),
            )
        ]

    def __str__(self) -> str:
        """The name."""
        return self.name


class PublishedReport(_StoredFile):
    """The report of an evaluation in one format."""

    result = models.ForeignKey(PublishedResult, models.CASCADE, related_name="reports")

    class Meta:
        """One a format."""

        ordering = ["id"]
        constraints = [models.UniqueConstraint("result", "format", name="disclosure_report_format")]

    def __str__(self) -> str:
        """The format."""
        return self.format


class Exemption(models.Model):
    """Why an approved project is not published (涉密 …); ending it removes the row, the log keeps it."""

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    goal_id = models.BigIntegerField(unique=True)
    reason = models.TextField(_("不公开的理由"))
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    given_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        """Asked for by organization and year."""

        ordering = ["id"]
        indexes = [models.Index(fields=["organization", "year"], name="disclosure_exemption_of")]

    def __str__(self) -> str:
        """The reason."""
        return self.reason


class ResultExemption(models.Model):
    """Why an approved self-evaluation or a final evaluation is not published; like `Exemption`.

    Attributes:
        source_id: key of the self-evaluation, or of the evaluation.
    """

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=16, choices=ResultKind)
    source_id = models.BigIntegerField()
    reason = models.TextField(_("不公开的理由"))
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    given_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        """Each once; asked for by organization and year."""

        ordering = ["id"]
        constraints = [models.UniqueConstraint("kind", "source_id", name="disclosure_result_exemption_of")]
        indexes = [models.Index(fields=["organization", "year"], name="disclosure_result_exempted")]

    def __str__(self) -> str:
        """The reason."""
        return self.reason
