"""The log."""

from __future__ import annotations

from typing import Any, NoReturn

from django.db import models
from django.utils.translation import gettext_lazy as _

__all__ = ["Entry", "Head"]


class Entry(models.Model):
    """One act. Names are kept as text: the line outlives the person and the thing that it names.

    Attributes:
        number: from 1 without a gap.
        means: through what it was done where not on a page: a token of the API (number and name), the server's console.
        action: a registered name, ``goal.submitted``.
        subject, subject_id: kind and key of what was acted on; title: as it was called then.
        organization: code of the organization concerned, for the filter.
        before, after: what changed, as JSON.
        digest: SM3 over the digest of the entry before and everything here, in hexadecimal.
    """

    number = models.PositiveBigIntegerField(_("序号"), unique=True)
    at = models.DateTimeField(_("时间"), db_index=True)
    actor_id = models.BigIntegerField(null=True, db_index=True)
    actor = models.CharField(_("人员"), max_length=140)
    address = models.CharField(_("来源地址"), max_length=45, blank=True)
    request = models.CharField(max_length=32, blank=True)
    means = models.CharField(_("途径"), max_length=120, blank=True)
    action = models.CharField(_("操作"), max_length=64, db_index=True)
    subject = models.CharField(max_length=32, blank=True)
    subject_id = models.CharField(max_length=64, blank=True)
    title = models.CharField(_("对象"), max_length=255, blank=True)
    organization = models.CharField(_("单位"), max_length=32, blank=True, db_index=True)
    before = models.JSONField(_("之前"), null=True)
    after = models.JSONField(_("之后"), null=True)
    digest = models.CharField(_("摘要"), max_length=64)

    class Meta:
        """Newest first, as people read it."""

        ordering = ["-number"]
        indexes = [models.Index(fields=["subject", "subject_id"])]

    def __str__(self) -> str:
        """Number and act."""
        return f"{self.number} {self.action}"

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Never."""
        raise TypeError("the log only grows")


class Head(models.Model):
    """The end of the chain, one row: whoever adds an entry holds it, so that entries stand one behind the other."""

    number = models.PositiveBigIntegerField(default=0)
    digest = models.CharField(max_length=64, default="", blank=True)

    def __str__(self) -> str:
        """The last number."""
        return str(self.number)
