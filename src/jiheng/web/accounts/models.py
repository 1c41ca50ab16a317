"""People."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

__all__ = ["Attempts", "Office", "SecondFactor", "User"]


class Office(models.TextChoices):
    """The three administrators that may not be one person (三员分立, GB/T 22239); nobody of them sees or changes goals."""

    NONE = "", _("无")
    SYSTEM = "system", _("系统管理员")
    SECURITY = "security", _("安全管理员")
    AUDIT = "audit", _("审计管理员")


class UserManager(BaseUserManager["User"]):
    """Makes people; their logins are compared without regard to case."""

    def get_by_natural_key(self, username: str | None) -> User:
        """The person of that login."""
        return self.get(login__iexact=username)

    def create_user(self, login: str, password: str | None = None, **fields: Any) -> User:
        """A person; without a password they can sign in through the identity provider only."""
        user = self.model(login=login, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """A person.

    Attributes:
        login: what they type to sign in; stays when the name changes.
        name: as it stands in reviews and in the log.
        office: which of the three administrators they are, if any.
        language: of pages, findings and mails; as the browser asks for where empty.
        failed_attempts, locked_until: of signing in with a password.
        must_change_password: an administrator chose the one they have.
    """

    login = models.CharField(_("账号"), max_length=64, unique=True)
    name = models.CharField(_("姓名"), max_length=64)
    email = models.EmailField(_("邮箱"), blank=True)
    office = models.CharField(_("管理员"), max_length=16, choices=Office, default=Office.NONE, blank=True)
    language = models.CharField(_("界面语言"), max_length=16, choices=settings.LANGUAGES, blank=True)
    is_active = models.BooleanField(_("启用"), default=True)
    failed_attempts = models.PositiveSmallIntegerField(default=0)
    locked_until = models.DateTimeField(null=True, blank=True)
    must_change_password = models.BooleanField(default=False)
    password_changed_at = models.DateTimeField(null=True, blank=True)

    USERNAME_FIELD = "login"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    objects = UserManager()

    class Meta:
        """Constraints."""

        constraints = [models.UniqueConstraint(Lower("login"), name="accounts_user_login")]

    def __str__(self) -> str:
        """The name."""
        return self.name


class SecondFactor(models.Model):
    """The authenticator app of a person who wants one.

    Attributes:
        secret: sealed by the site's key (`seals`); last_step: the period of the last code that was taken, so that none is taken twice.
        recovery: digests of the recovery codes that are left.
    """

    user = models.OneToOneField(User, models.CASCADE, related_name="second_factor")
    secret = models.CharField(max_length=255)
    last_step = models.BigIntegerField()
    recovery = models.JSONField(default=list)
    added_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        """Whose."""
        return str(self.user)


class Attempts(models.Model):
    """Wrong passwords given for a login that nobody has, or from an address; those of people are counted at `User`.

    Attributes:
        key: ``login NAME`` or ``address NUMBER``.
        since: when the count began.
    """

    key = models.CharField(max_length=80, unique=True)
    failed_attempts = models.PositiveSmallIntegerField(default=0)
    locked_until = models.DateTimeField(null=True, blank=True)
    since = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        """Of what."""
        return self.key
