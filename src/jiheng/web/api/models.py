"""Tokens of people for programs, and what was answered to writes that may be sent twice."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

__all__ = ["ApiToken", "Scope", "StoredAnswer"]


class Scope(models.TextChoices):
    """What a token is good for; each by itself, and never more than its owner may do."""

    READ = "read", _("查看")
    WRITE = "write", _("填报：新建、修改、提交、撤回、调整")
    REVIEW = "review", _("审核和监督：审核、监控结论、复核、评价、整改核验、结果应用")
    PUBLISH = "publish", _("公开：公开、撤回、列为不公开")
    MANAGE = "manage", _("管理：单位、人员、角色、年度、审核流程")
    AUDIT = "audit", _("审计日志：查看、导出")


class ApiToken(models.Model):
    """Lets a program act as a person.

    Attributes:
        digest: SHA-256 of the secret, in hexadecimal; the secret itself is shown once and kept nowhere.
        hint: how the secret begins, so that its owner knows it again.
        scopes: of `Scope`; they stay as they were given.
        last_used_at: to the minute.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="api_tokens")
    name = models.CharField(_("名称"), max_length=64)
    digest = models.CharField(max_length=64, unique=True)
    hint = models.CharField(max_length=16)
    scopes = models.JSONField(default=list)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """The newest first."""

        ordering = ["-id"]

    def __str__(self) -> str:
        """The name."""
        return self.name

    @property
    def is_valid(self) -> bool:
        """Whether it still opens anything."""
        return self.revoked_at is None and self.expires_at > timezone.now()

    @property
    def scope_labels(self) -> list[str]:
        """The scopes in words."""
        return [str(Scope(scope).label) for scope in self.scopes]


class StoredAnswer(models.Model):
    """What was answered to a write that named an ``Idempotency-Key``; kept for a day.

    Attributes:
        fingerprint: SHA-256 of method, address and body, in hexadecimal.
    """

    token = models.ForeignKey(ApiToken, models.CASCADE, related_name="+")
    key = models.CharField(max_length=128)
    fingerprint = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(default=0)
    body = models.TextField(blank=True)
    at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        """One a key."""

        constraints = [models.UniqueConstraint("token", "key", name="api_answer_key")]

    def __str__(self) -> str:
        """The key."""
        return self.key
