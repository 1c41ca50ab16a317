"""The columns of a working copy and of its versions; abstract."""

from __future__ import annotations

from typing import Any, NoReturn

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from jiheng.web.organizations.models import Organization
from jiheng.web.ui.choices import NamedChoices

__all__ = ["EDITABLE", "State", "Submission", "SubmittedVersion"]


class State(models.TextChoices):
    """Where a paper is."""

    DRAFT = "draft", _("草稿")
    SUBMITTED = "submitted", _("审核中")
    RETURNED = "returned", _("已退回")
    APPROVED = "approved", _("已通过")
    STOPPED = "stopped", _("未通过")


EDITABLE = frozenset({State.DRAFT, State.RETURNED})


class Submission(NamedChoices, models.Model):
    """A working copy.

    Attributes:
        organization: whose it is; year: the budget year.
        content: what was written, as JSON.
        lock: counts up with each save; whoever saves names the one they saw, so that nobody overwrites a colleague.
        errors: what blocks handing in without an explanation, counted with each save.
        adjustment: why an approved one is being changed.
    """

    organization_id: int
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField(_("年度"))
    state = models.CharField(_("状态"), max_length=16, choices=State, default=State.DRAFT)
    content = models.JSONField(default=dict)
    lock = models.PositiveIntegerField(default=1)
    errors = models.PositiveIntegerField(default=0)
    adjustment = models.TextField(blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        """Only a base."""

        abstract = True

    @property
    def is_editable(self) -> bool:
        """Its state allows changes; whether a person may is a question of their roles."""
        return self.state in EDITABLE


class SubmittedVersion(models.Model):
    """What was handed in: never changed, never deleted.

    A concrete table adds ``item``, a key to its `Submission` with ``related_name="versions"``, and the constraint that
    ``item`` and ``number`` are unique together.

    Attributes:
        digest: SM3 of the content as JSON with sorted keys, in hexadecimal.
        reason: of an adjustment, or why errors remain.
    """

    number = models.PositiveIntegerField()
    content = models.JSONField()
    digest = models.CharField(max_length=64)
    reason = models.TextField(blank=True)
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField(auto_now_add=True)
    is_approved = models.BooleanField(default=False)
    approved_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """Only a base."""

        abstract = True

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Never."""
        raise TypeError("a submitted version stays")
