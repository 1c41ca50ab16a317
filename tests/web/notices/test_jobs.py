"""Jobs come back by the clock: each once, whoever looks, however often it was missed."""

from __future__ import annotations

import threading
from datetime import datetime, time, timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone
from tests.web.factories import make_person

from jiheng.web.notices import jobs
from jiheng.web.notices.jobs import register_job, run_due
from jiheng.web.notices.models import JobRun, Preference

DAY = timedelta(days=1)


def at(text: str) -> datetime:
    return timezone.make_aware(datetime.fromisoformat(text))


@pytest.fixture(autouse=True)
def _only_own_jobs(monkeypatch):
    monkeypatch.setattr(jobs, "_JOBS", {})


@pytest.mark.django_db
def test_a_daily_job_runs_at_its_hour_and_missed_days_are_made_up_once():
    ran = []
    register_job("daily", ran.append, DAY, begins=time(7, 30))
    for moment in ("2026-03-02T07:00", "2026-03-02T07:29", "2026-03-02T07:30", "2026-03-02T23:00", "2026-03-09T05:00"):
        run_due(at(moment))
    assert ran == [at("2026-03-02T07:00"), at("2026-03-02T07:30"), at("2026-03-09T05:00")]
    assert run_due(at("2026-03-09T08:00")) == ["daily"]
    assert run_due(at("2026-03-09T09:00")) == []


@pytest.mark.django_db
def test_a_clock_that_is_put_back_repeats_nothing():
    ran = []
    register_job("daily", ran.append, DAY)
    run_due(at("2026-03-09T08:00"))
    run_due(at("2026-03-08T08:00"))
    assert len(ran) == 1


@pytest.mark.django_db
def test_shorter_times_and_more_days():
    ran = []
    register_job("hourly", lambda now: ran.append(("hourly", now)), timedelta(hours=1))
    register_job("weekly", lambda now: ran.append(("weekly", now)), timedelta(days=7), begins=time(6))
    for hour in range(24 * 14):
        run_due(at("2026-03-02T00:10") + timedelta(hours=hour))
    assert sum(name == "hourly" for name, _now in ran) == 24 * 14
    assert sum(name == "weekly" for name, _now in ran) == 3  # the one that was due when it began, and two more


@pytest.mark.django_db
def test_what_is_due_together_is_done_in_the_order_of_the_clock():
    register_job("late", lambda _now: None, DAY, begins=time(8))
    register_job("early", lambda _now: None, DAY, begins=time(7))
    assert run_due(at("2026-03-02T09:00")) == ["early", "late"]


@pytest.mark.django_db
def test_a_failure_leaves_nothing_behind_and_is_tried_again():
    person = make_person("somebody")
    broken = [True]

    def job(_now):
        Preference.objects.create(user=person, kind="x", mailing="never")
        if broken:
            raise RuntimeError("no luck")

    register_job("daily", job, DAY)
    run_due(at("2026-03-02T09:00"))
    row = JobRun.objects.get()
    assert (row.failures, row.problem, row.slot) == (1, "RuntimeError: no luck", None)
    assert not Preference.objects.exists()
    broken.clear()
    assert run_due(at("2026-03-02T09:01")) == []
    assert run_due(at("2026-03-02T09:06")) == ["daily"]
    row.refresh_from_db()
    assert (row.failures, row.problem) == (0, "")


@pytest.mark.django_db(transaction=True)
def test_of_many_workers_one_does_it():
    ran = []
    lock = threading.Lock()

    def job(now):
        with lock:
            ran.append(now)

    register_job("daily", job, DAY)
    start = threading.Barrier(5)

    def work():
        start.wait()
        try:
            for day in range(3):
                run_due(at("2026-03-02T09:00") + day * DAY)
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _each in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    # A worker that is late with an older day finds a newer one done; whatever was done was done once.
    assert len(ran) == len(set(ran))
    assert at("2026-03-04T09:00") in ran
    assert JobRun.objects.get().failures == 0


@pytest.mark.django_db(transaction=True)
def test_a_long_job_goes_in_steps_and_lets_others_write_in_between():
    seen = []

    def work(_now):
        with transaction.atomic():
            make_person(f"step{len(seen)}")
        row = JobRun.objects.get()
        seen.append((connection.in_atomic_block, row.slot, run_due(at("2026-03-02T09:00"))))  # nobody else takes it

    register_job("long", work, DAY, begins=time(8), in_steps=True)
    assert run_due(at("2026-03-02T09:00")) == ["long"]
    assert seen == [(False, None, [])]
    assert JobRun.objects.get().slot == at("2026-03-02T08:00")
    assert run_due(at("2026-03-02T09:30")) == []


@pytest.mark.django_db
def test_a_long_job_that_was_killed_is_done_again_after_its_hour():
    ran = []

    def work(now):
        ran.append(now)
        if len(ran) == 1:
            raise SystemExit

    register_job("long", work, DAY, begins=time(8), in_steps=True)
    with pytest.raises(SystemExit):
        run_due(at("2026-03-02T09:00"))
    assert run_due(at("2026-03-02T09:59")) == []
    assert run_due(at("2026-03-02T10:01")) == ["long"]
    assert len(ran) == 2
