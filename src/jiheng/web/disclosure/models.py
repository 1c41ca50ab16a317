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
        document: JSON of `jiheng.interchange`; digest: SM3 of it.
        withdrawn_at, withdrawal: when and why it was taken back; the line stays visible.
    """

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="publications")
    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=255)
    document = models.JSONField()
    digest = models.CharField(max_length=64, db_index=True)
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    published_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    withdrawal = models.TextField(blank=True)

    class Meta:
        """The newest first; numbered by organization and year."""

        ordering = ["-published_at"]
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
    """The document in one format, as it is downloaded."""

    publication = models.ForeignKey(Publication, models.CASCADE, related_name="files")
    format = models.CharField(max_length=8)
    data = models.BinaryField()
    sha256 = models.CharField(max_length=64)

    class Meta:
        """One a format."""

        constraints = [models.UniqueConstraint("publication", "format", name="disclosure_file_format")]

    def __str__(self) -> str:
        """The format."""
        return self.format


class PublishedProject(models.Model):
    """A project of a publication, for search and its own page.

    Attributes:
        number: of its table; content: JSON of the table.
        text: everything that search looks into: code, name, purpose, goals, indicators, organization.
    """

    publication = models.ForeignKey(Publication, models.CASCADE, related_name="projects")
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField(db_index=True)
    number = models.PositiveIntegerField()
    code = models.CharField(max_length=64, blank=True, db_index=True)
    name = models.CharField(max_length=255, blank=True)
    amount = models.DecimalField(_("预算数（万元）"), max_digits=18, decimal_places=6, null=True)
    indicators = models.PositiveIntegerField(default=0)
    content = models.JSONField()
    text = models.TextField()
    is_valid = models.BooleanField(default=True)

    class Meta:
        """In the order of the document."""

        ordering = ["-year", "organization", "number"]
        constraints = [models.UniqueConstraint("publication", "number", name="disclosure_project_number")]

    def __str__(self) -> str:
        """The name."""
        return self.name


class Exemption(models.Model):
    """Why something approved is not published (涉密 …)."""

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    goal_id = models.BigIntegerField(null=True, blank=True)
    reason = models.TextField(_("不公开的理由"))
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    given_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        """The reason."""
        return self.reason
