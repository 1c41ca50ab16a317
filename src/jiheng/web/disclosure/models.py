"""Publications: frozen copies; the public never sees a working copy."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from jiheng.web.organizations.models import Organization

__all__ = ["Exemption", "Publication", "PublishedFile", "PublishedProject"]


class Publication(models.Model):
    """An organization's document of a year, as it was published.

    Attributes:
        number: of the publication in its organization and year, from 1.
        document: JSON of `jiheng.interchange`; digest: SM3 of it with sorted keys, in hexadecimal.
        projects_count, amount: how many tables it has, and their budgets together in 万元.
        left_out: format → why there is no file in it.
        withdrawn_at, withdrawal: when and why it was taken back; the line stays visible.
    """

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="publications")
    year = models.PositiveSmallIntegerField()
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
                "organization", "year", name="disclosure_publication_valid", condition=models.Q(withdrawn_at=None)
            ),
        ]

    def __str__(self) -> str:
        """The title."""
        return self.title


class PublishedFile(models.Model):
    """The document in one format, as it is downloaded; digests in hexadecimal, size in bytes."""

    publication = models.ForeignKey(Publication, models.CASCADE, related_name="files")
    format = models.CharField(max_length=8)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64, db_index=True)
    sm3 = models.CharField(max_length=64, db_index=True)
    data = models.BinaryField()

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
        indexes = [models.Index(fields=["is_valid", "year", "organization"], name="disclosure_project_valid")]

    def __str__(self) -> str:
        """The name."""
        return self.name


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
