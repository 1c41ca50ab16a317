from __future__ import annotations

import hashlib
import json
import threading
from dataclasses import replace

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from tests.web.disclosure.approved import approve, approve_again, approve_example, make_sheet
from tests.web.factories import World, make_world

from jiheng.engine import read
from jiheng.web.audit.models import Entry
from jiheng.web.audit.selectors import verify
from jiheng.web.disclosure.models import Exemption, Publication, PublishedProject
from jiheng.web.disclosure.services import exempt, exemption_end, publish, withdraw
from jiheng.web.goals.selectors import approved_document
from jiheng.web.ui.errors import Conflict


def _publish(world: World, by: str = "unit_leader") -> Publication:
    return publish(organization=world.units[0], year=world.year, actor=world.people[by])


def test_every_published_file_reads_back_to_what_was_approved(world: World) -> None:
    approve_example(world)
    publication = _publish(world)
    approved = approved_document(world.units[0], world.year)
    files = {file.format: file for file in publication.files.all()}
    assert set(files) == {"docx", "pdf", "xlsx", "html", "json"}
    for name, file in files.items():
        data = bytes(file.data)
        assert file.sha256 == hashlib.sha256(data).hexdigest()
        assert file.sm3 == hashlib.new("sm3", data).hexdigest()
        assert read(data, name=f"文件.{name}").sheets == approved.sheets, name


def test_the_digest_is_that_of_the_json_with_sorted_keys(published: Publication) -> None:
    file = published.files.get(format="json")
    [said] = json.loads(bytes(file.data))["documents"]
    text = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert published.digest == hashlib.new("sm3", text.encode()).hexdigest()


def test_the_document_counts_its_projects_and_their_money(world: World) -> None:
    approve(world, make_sheet(world.units[0]))
    approve(world, make_sheet(world.units[0], "培训"))
    publication = _publish(world)
    assert (publication.number, publication.projects_count, publication.amount) == (1, 2, 28)
    assert [project.name for project in publication.projects.all()] == ["招商经费", "培训"]


@pytest.mark.parametrize(
    "who", ["preparer", "finance_reviewer", "performance_office", "auditor", "other_preparer", "system"]
)
def test_only_leader_and_department_publish(world: World, who: str) -> None:
    approve(world, make_sheet(world.units[0]))
    with pytest.raises(PermissionDenied):
        _publish(world, who)
    assert not Publication.objects.exists()


def test_the_department_publishes_for_its_units(world: World) -> None:
    approve(world, make_sheet(world.units[0]))
    assert _publish(world, "department_reviewer").published_by == world.people["department_reviewer"]


def test_nothing_is_published_before_anything_is_approved(world: World) -> None:
    with pytest.raises(Conflict, match="还没有可以公开的目标"):
        _publish(world)


def test_a_new_publication_replaces_the_old_one_with_a_trace(world: World) -> None:
    sheet = make_sheet(world.units[0])
    goal = approve(world, sheet)
    first = _publish(world)
    with pytest.raises(Conflict, match="第 1 次公开完全相同"):
        _publish(world)
    approve_again(goal, replace(sheet, purpose="改作他用"))
    second = _publish(world)
    first.refresh_from_db()
    assert (second.number, first.withdrawal) == (2, "由第 2 次公开替换")
    assert first.withdrawn_at is not None
    assert [project.publication_id for project in PublishedProject.objects.filter(is_valid=True)] == [second.pk]
    actions = list(Entry.objects.order_by("number").values_list("action", flat=True))
    assert actions == ["publication.published", "publication.replaced", "publication.published"]


def test_withdrawing_needs_a_reason_and_happens_once(published: Publication, world: World) -> None:
    leader = world.people["unit_leader"]
    with pytest.raises(ValidationError, match="撤回理由"):
        withdraw(publication=published, actor=leader, reason="  ")
    with pytest.raises(PermissionDenied):
        withdraw(publication=published, actor=world.people["preparer"], reason="数字有误")
    withdraw(publication=published, actor=leader, reason="数字有误")
    with pytest.raises(Conflict):
        withdraw(publication=published, actor=leader, reason="再来一次")
    published.refresh_from_db()
    assert published.withdrawal == "数字有误"
    assert not PublishedProject.objects.filter(is_valid=True).exists()
    assert verify().broken_at is None
    assert _publish(world).number == 2


def test_an_exempted_project_is_in_no_file_and_not_found(world: World) -> None:
    approve(world, make_sheet(world.units[0]))
    secret = approve(world, make_sheet(world.units[0], "涉密工程"))
    exempt(goal=secret, actor=world.people["unit_leader"], reason="国家秘密")
    publication = _publish(world)
    assert [project.name for project in publication.projects.all()] == ["招商经费"]
    everything = b"".join(bytes(file.data) for file in publication.files.filter(format__in=["json", "html"]))
    assert "涉密工程" not in everything.decode()
    assert "国家秘密" not in everything.decode()


def test_an_exemption_has_a_reason_is_given_once_and_can_be_ended(world: World) -> None:
    goal = approve(world, make_sheet(world.units[0]))
    leader = world.people["unit_leader"]
    with pytest.raises(ValidationError, match="理由"):
        exempt(goal=goal, actor=leader, reason="")
    with pytest.raises(PermissionDenied):
        exempt(goal=goal, actor=world.people["preparer"], reason="国家秘密")
    exemption = exempt(goal=goal, actor=leader, reason="国家秘密")
    with pytest.raises(Conflict):
        exempt(goal=goal, actor=leader, reason="国家秘密")
    with pytest.raises(Conflict, match="还没有可以公开的目标"):
        _publish(world)
    exemption_end(exemption=exemption, actor=leader)
    assert not Exemption.objects.exists()
    assert Entry.objects.filter(action="goal.exemption-ended", before={"reason": "国家秘密"}).exists()
    assert _publish(world).projects_count == 1


def test_a_text_too_long_for_excel_leaves_that_file_out_and_says_why(world: World) -> None:
    approve(world, make_sheet(world.units[0], purpose="长" * 33_000))
    publication = _publish(world)
    assert {file.format for file in publication.files.all()} == {"docx", "pdf", "html", "json"}
    assert "32767" in publication.left_out["xlsx"]


@pytest.mark.django_db(transaction=True)
def test_of_two_who_publish_at_once_one_is_told() -> None:
    world = make_world()
    approve(world, make_sheet(world.units[0]))
    both = threading.Barrier(2)
    told: list[str] = []

    def act(name: str) -> None:
        both.wait()
        try:
            told.append(str(_publish(world, name).number))
        except Conflict as error:
            told.append(error.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=act, args=[name]) for name in ("unit_leader", "department_reviewer")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert min(told) == "1"
    assert max(told) in {"published-already", "published-meanwhile"}
    assert Publication.objects.count() == 1
