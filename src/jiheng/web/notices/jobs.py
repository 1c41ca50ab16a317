"""Work that comes back: every day at eight, every hour. Whatever process looks first does it, and only that one.

A job is done in one transaction with the mark that it is done: killed in the middle it has not happened at all, and of
two workers at the same moment one waits and then finds the mark. What cannot be taken back (sending a mail) is therefore
nothing for a job itself; it leaves a row for whoever does that afterwards. Long jobs go in steps, see `Job`.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from jiheng.web.notices.models import JobRun

__all__ = ["Job", "register_job", "run_due"]

_DAY = timedelta(days=1)
_FIRST_RETRY = timedelta(minutes=5)
_LAST_RETRY = timedelta(hours=4)
_LEASE = timedelta(hours=1)
_log = logging.getLogger(__name__)


class Job(NamedTuple):
    """A job and its timetable.

    Attributes:
        run: called with the time that it is now; raises what it likes, then it is tried again later.
        every: whole days, or a part of a day.
        begins: time of the day in the site's zone, for whole days.
        in_steps: it works through thousands of things in transactions of its own, and may be done again from its
            beginning: in a single transaction it would keep everybody else from writing for a minute.
    """

    name: str
    run: Callable[[datetime], object]
    every: timedelta
    begins: time
    in_steps: bool = False

    def slot(self, at: datetime) -> datetime:
        """The last time of the timetable that is not after `at`."""
        if self.every % _DAY:
            seconds = self.every.total_seconds()
            return datetime.fromtimestamp(at.timestamp() // seconds * seconds, tz=UTC)
        days = self.every.days
        number = timezone.localdate(at).toordinal()
        slot = self._on(number - number % days)
        return slot if slot <= at else self._on(number - number % days - days)

    def _on(self, number: int) -> datetime:
        return timezone.make_aware(datetime.combine(date.fromordinal(number), self.begins))


_JOBS: dict[str, Job] = {}


def register_job(
    name: str,
    run: Callable[[datetime], object],
    every: timedelta,
    *,
    begins: time = time(0),
    in_steps: bool = False,
) -> None:
    """Add a job; called in `AppConfig.ready`. The same name again replaces it. See `Job`."""
    _JOBS[name] = Job(name, run, every, begins, in_steps)


def run_due(at: datetime | None = None) -> list[str]:
    """Do what is due, once however often it was missed.

    Returns:
        The names of the jobs that were done by this call, in the order of their times.
    """
    now = at or timezone.now()
    known = {row.name: row for row in JobRun.objects.all()}
    due = sorted((job.slot(now), job.name) for job in _JOBS.values() if _is_due(job, known.get(job.name), now))
    return [name for slot, name in due if _run(_JOBS[name], slot, now)]


def _is_due(job: Job, row: JobRun | None, now: datetime) -> bool:
    if row is None:
        return True
    return (row.slot is None or row.slot < job.slot(now)) and (row.retry_at is None or row.retry_at <= now)


def _run(job: Job, slot: datetime, now: datetime) -> bool:
    try:
        if job.in_steps:
            return _run_in_steps(job, slot, now)
        with transaction.atomic():
            if not _claim(job, slot, now, slot=slot, ran_at=now, failures=0, retry_at=None, problem=""):
                return False
            job.run(now)
    except Exception as error:  # noqa: BLE001 - whatever it is: it is kept, and tried again later
        _log.exception("the job %s failed", job.name)
        _note_failure(job, error, now)
        return False
    return True


def _run_in_steps(job: Job, slot: datetime, now: datetime) -> bool:
    """Whoever takes it has an hour; killed in the middle it is done once more from its beginning."""
    with transaction.atomic():
        if not _claim(job, slot, now, retry_at=now + _LEASE):
            return False
    job.run(now)
    JobRun.objects.filter(name=job.name).update(slot=slot, ran_at=now, failures=0, retry_at=None, problem="")
    return True


def _claim(job: Job, due: datetime, now: datetime, **values: object) -> bool:
    """Write `values` to the job's row, if it is still to be done and nobody else is at it."""
    JobRun.objects.get_or_create(name=job.name)
    free = JobRun.objects.filter(Q(slot=None) | Q(slot__lt=due), Q(retry_at=None) | Q(retry_at__lte=now), name=job.name)
    return bool(free.update(**values))


def _note_failure(job: Job, error: Exception, now: datetime) -> None:
    row, _made = JobRun.objects.get_or_create(name=job.name)
    wait = min(_FIRST_RETRY * 2**row.failures, _LAST_RETRY)
    problem = f"{type(error).__name__}: {error}"[:300]
    JobRun.objects.filter(pk=row.pk).update(failures=F("failures") + 1, retry_at=now + wait, problem=problem)
