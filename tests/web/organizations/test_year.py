"""Budget years, windows, deadlines."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.utils import timezone
from tests.web.factories import World

from jiheng.web.audit.models import Entry
from jiheng.web.organizations.models import Cycle, Phase
from jiheng.web.organizations.selectors import disclosure_due, open_phase
from jiheng.web.organizations.services import cycle_change, cycle_create, phase_change, phase_create, phase_delete

DAY = timedelta(days=1)


def _moved(world: World, **changes: object) -> Phase:
    phase = world.phase
    values = {"name": phase.name, "opens_at": phase.opens_at, "due_at": phase.due_at, "reason": "开会推迟"}
    return phase_change(phase=phase, **(values | changes), actor=world.people["performance_office"])


def test_a_deadline_that_moves_closes_and_opens_the_window(world: World) -> None:
    _moved(world, due_at=timezone.now() - DAY)
    assert open_phase(world.year) is None
    _moved(world, due_at=timezone.now() + DAY)
    assert open_phase(world.year) == world.phase
    entry = Entry.objects.first()
    assert entry.action == "phase.changed"
    assert entry.before["due_at"] != entry.after["due_at"]
    assert entry.after["reason"] == "开会推迟"


def test_windows_end_after_they_begin_and_do_not_overlap(world: World) -> None:
    with pytest.raises(ValidationError, match="晚于"):
        _moved(world, due_at=world.phase.opens_at)
    end = world.phase.due_at
    office = world.people["performance_office"]
    with pytest.raises(ValidationError, match="重叠"):
        phase_create(cycle=world.cycle, name="二上", opens_at=end - DAY, due_at=end + DAY, actor=office)
    phase_create(cycle=world.cycle, name="二上", opens_at=end, due_at=end + DAY, actor=office)
    assert [phase.name for phase in world.cycle.phases.all()] == ["一上", "二上"]


def test_a_window_that_has_opened_stays(world: World) -> None:
    office, end = world.people["performance_office"], world.phase.due_at
    later = phase_create(cycle=world.cycle, name="二上", opens_at=end, due_at=end + DAY, actor=office)
    phase_delete(phase=later, actor=office)
    with pytest.raises(ValidationError, match="已经开始"):
        phase_delete(phase=world.phase, actor=office)


def test_the_clock_of_disclosure_runs_from_the_approval(world: World) -> None:
    assert disclosure_due(world.year) is None
    cycle_change(cycle=world.cycle, approved_on=date(2027, 1, 20), actor=world.people["performance_office"])
    due = disclosure_due(world.year)
    assert timezone.localtime(due).date() == date(2027, 2, 9)


def test_only_the_performance_office_moves_a_deadline(world: World) -> None:
    for name, person in world.people.items():
        if name != "performance_office":
            with pytest.raises(PermissionDenied):
                phase_change(
                    phase=world.phase, name="一上", opens_at=world.phase.opens_at, due_at=world.phase.due_at + DAY,
                    reason="", actor=person,
                )  # fmt: skip


def test_a_year_begins_once_and_in_the_year_of_the_role(world: World, client: Client) -> None:
    office = world.people["performance_office"]
    cycle_create(year=2028, actor=office)
    with pytest.raises(ValidationError, match="已经有"):
        cycle_create(year=2028, actor=office)
    office.memberships.update(year=2028)
    client.force_login(office)
    page = client.post("/organizations/years/new/", {"year": "2029"})
    assert "没有绩效管理处的角色" in page.text
    assert not Cycle.objects.filter(year=2029).exists()


def test_through_the_pages(world: World, client: Client) -> None:
    client.force_login(world.people["performance_office"])
    address = f"/organizations/phases/{world.phase.pk}/"
    assert 'type="datetime-local"' in client.get(address).text
    moved = {"name": "一上", "opens_at": "2026-11-01T08:00", "due_at": "2026-11-20T18:00", "reason": "延期"}
    assert client.post(address, moved).status_code == 302
    assert "2026-11-20 18:00" in client.get("/organizations/years/").text
    assert client.post(address, moved | {"due_at": "明天"}).status_code == 422
