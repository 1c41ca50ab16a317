"""What people are told, how it is mailed, and the jobs that come back every day."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from jiheng.web.notices.kinds import Mailing, kind_of
from jiheng.web.organizations.models import Organization, Phase

__all__ = ["JobRun", "Mail", "Mailing", "Notice", "Preference", "Reminder", "ReminderRule"]


class Mail(models.Model):
    """A mail to a person: of one notice, or the digest of a day. Its text is made of its notices as it is sent.

    Attributes:
        day: of a digest; None for the mail of one notice.
        due_at: when it is (next) tried; attempts: how often it was.
        failed_at: when it was given up; problem: what the server said last.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    day = models.DateField(null=True, blank=True)
    created_at = models.DateTimeField()
    due_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True, blank=True)
    failed_at = models.DateTimeField(null=True, blank=True)
    problem = models.CharField(max_length=300, blank=True)

    class Meta:
        """One digest a person and day."""

        constraints = [models.UniqueConstraint("user", "day", name="notices_mail_digest")]
        indexes = [
            models.Index(
                fields=["due_at"], name="notices_mail_waiting", condition=models.Q(sent_at=None, failed_at=None)
            )
        ]

    def __str__(self) -> str:
        """To whom."""
        return str(self.user)


class Notice(models.Model):
    """Something that a person is told.

    Attributes:
        kind: a registered name.
        key: what it is about; a person is told once for a key.
        title, text: in the person's language of then.
        url: where to go: an address of this site, from its root.
        organization, year: what it concerns, if anything.
        mail: with which it was, or will be, mailed.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=32)
    key = models.CharField(max_length=120)
    title = models.CharField(max_length=255)
    text = models.TextField(blank=True)
    url = models.CharField(max_length=255)
    organization = models.ForeignKey(Organization, models.CASCADE, null=True, blank=True, related_name="+")
    year = models.PositiveSmallIntegerField(null=True, blank=True)
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)
    mail = models.ForeignKey(Mail, models.SET_NULL, null=True, blank=True, related_name="notices")

    class Meta:
        """Once for a key."""

        constraints = [models.UniqueConstraint("user", "key", name="notices_notice_key")]
        indexes = [models.Index(fields=["user", "read_at", "-created_at"], name="notices_notice_list")]

    def __str__(self) -> str:
        """The title."""
        return self.title

    @property
    def kind_label(self) -> str:
        """What its kind is called; the name in code where its area is gone."""
        try:
            return str(kind_of(self.kind).label)
        except LookupError:
            return self.kind


class Preference(models.Model):
    """What a person chose about the mails of a kind."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=32)
    mailing = models.CharField(max_length=16, choices=Mailing)

    class Meta:
        """One a kind."""

        constraints = [models.UniqueConstraint("user", "kind", name="notices_preference_kind")]

    def __str__(self) -> str:
        """Which kind."""
        return self.kind


class JobRun(models.Model):
    """How far a job has come.

    Attributes:
        slot: the newest time of its timetable that is done.
        ran_at: when that was; failures, problem, retry_at: since then.
    """

    name = models.CharField(max_length=64, primary_key=True)
    slot = models.DateTimeField(null=True)
    ran_at = models.DateTimeField(null=True)
    failures = models.PositiveSmallIntegerField(default=0)
    retry_at = models.DateTimeField(null=True)
    problem = models.CharField(max_length=300, blank=True)

    def __str__(self) -> str:
        """The name."""
        return self.name


class ReminderRule(models.Model):
    """When units are reminded of a window's deadline; without a row the usual days hold.

    Attributes:
        days: before the deadline, from many to few.
    """

    phase = models.OneToOneField(Phase, models.CASCADE, related_name="reminder_rule")
    is_on = models.BooleanField(_("自动提醒"), default=True)
    days = models.JSONField(default=list)

    def __str__(self) -> str:
        """Of which window."""
        return str(self.phase)


class Reminder(models.Model):
    """A reminder that somebody sent to a unit by hand (催报), at most one a day."""

    organization = models.ForeignKey(Organization, models.CASCADE, related_name="+")
    year = models.PositiveSmallIntegerField()
    day = models.DateField()
    text = models.TextField(blank=True)
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    sent_at = models.DateTimeField()

    class Meta:
        """One a day."""

        constraints = [models.UniqueConstraint("organization", "year", "day", name="notices_reminder_day")]

    def __str__(self) -> str:
        """To whom."""
        return str(self.organization)
