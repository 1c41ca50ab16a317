"""Files beside what people write."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

__all__ = ["Attachment"]


class Attachment(models.Model):
    """A file at a place of something.

    Attributes:
        owner, owner_id: the registered kind of thing and its key (``self_evaluation``, 12); see `owners`.
        anchor: path of the cell that it belongs to (``indicators[2]``), empty for the whole.
        data: the file; served as a download, never as a page.
        is_deleted: taken away; what was handed in with it keeps it.
    """

    owner = models.CharField(max_length=32)
    owner_id = models.BigIntegerField()
    anchor = models.CharField(max_length=120, blank=True)
    name = models.CharField(_("文件名"), max_length=255)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    data = models.BinaryField()
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    added_at = models.DateTimeField(auto_now_add=True)
    is_deleted = models.BooleanField(default=False)

    class Meta:
        """As they were added."""

        ordering = ["anchor", "id"]
        indexes = [models.Index(fields=["owner", "owner_id"])]

    def __str__(self) -> str:
        """The file's name."""
        return self.name
