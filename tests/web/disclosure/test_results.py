"""Results in public: published by their own clock, replaced and withdrawn with a trace, found, downloaded, read back."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.web.disclosure.approved import approve, make_sheet
from tests.web.disclosure.published_results import published_results, standing_results
from tests.web.factories import World

from jiheng.engine import read
from jiheng.web.audit.models import Entry
from jiheng.web.disclosure.addresses import document_path, file_path, report_path, result_path
from jiheng.web.disclosure.models import Exemption, Part, Publication, ResultKind
from jiheng.web.disclosure.selectors import office
from jiheng.web.disclosure.services import exempt, publish, result_exempt, result_exemption_end, withdraw
from jiheng.web.disclosure.words import fold
from jiheng.web.ui.errors import Conflict

SignedIn = Callable[[str], Client]


def _publish(world: World) -> Publication:
    return publish(organization=world.units[0], year=world.year, actor=world.people["unit_leader"], part=Part.RESULTS)


def _text(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, response
    return response.content.decode()


def _rows(client: Client, name: str) -> list[dict[str, str]]:
    body = b"".join(client.get(f"/public/data/{name}.csv")).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(body)))


def test_approved_self_evaluations_and_final_evaluations_are_published(client: Client, world: World) -> None:
    item, evaluation = standing_results(world)
    publication = _publish(world)
    page = _text(client, document_path(publication))
    assert "绩效结果" in publication.title
    assert publication.projects_count == 2
    assert item.name in page
    assert evaluation.name in page
    own, other = publication.results.order_by("number")
    assert (own.kind, own.name) == (ResultKind.PROJECT, item.name)
    assert (other.kind, other.score, other.grade) == (ResultKind.EVALUATION, evaluation.final_score, evaluation.grade)


def test_every_format_reads_back_as_it_was_published(client: Client, world: World) -> None:
    publication = published_results(world)
    known = json.loads(client.get(file_path(publication, "json")).content)["documents"][0]
    for name in ("docx", "xlsx", "html", "pdf", "json"):
        found = read(client.get(file_path(publication, name)).content, name=f"a.{name}")
        assert [len(found.self_evaluations), len(found.evaluations)] == [1, 1]
        assert found.evaluations[0].total_score == Decimal(known["evaluations"][0]["total_score"])
        assert found.self_evaluations[0].name == known["self_evaluations"][0]["name"]


def test_the_report_of_an_evaluation_is_there_in_word_and_pdf(client: Client, world: World) -> None:
    publication = published_results(world)
    result = publication.results.get(kind=ResultKind.EVALUATION)
    page = _text(client, result_path(publication, result))
    for name, begin in (("docx", b"PK"), ("pdf", b"%PDF")):
        address = report_path(publication, result, name)
        response = client.get(address)
        assert address in page
        assert response.content.startswith(begin)
        assert "attachment" in response.headers["Content-Disposition"]
        assert client.get(address, headers={"If-None-Match": response.headers["ETag"]}).status_code == 304
    digest = result.reports.get(format="docx").sm3
    assert publication.title in _text(client, f"/public/verify/?digest={digest}")
    assert client.get(report_path(publication, result, "xlsx")).status_code == 404


def test_goals_and_results_of_a_year_stand_side_by_side(world: World, client: Client) -> None:
    standing_results(world)
    goals = publish(organization=world.units[0], year=world.year, actor=world.people["unit_leader"])
    results = _publish(world)
    assert (goals.number, results.number) == (1, 2)
    assert Publication.objects.filter(withdrawn_at=None).count() == 2
    page = _text(client, f"/public/organizations/{world.units[0].code}/")
    assert document_path(goals) in page
    assert document_path(results) in page


def test_a_new_result_replaces_what_was_published_with_a_trace(client: Client, world: World) -> None:
    item, _evaluation = standing_results(world)
    first = _publish(world)
    with pytest.raises(Conflict, match="完全相同"):
        _publish(world)
    item.versions.create(
        number=2, content=item.versions.get().content | {"actual_goals": "更正后的完成情况"}, digest="0" * 64,
        submitted_by=item.created_by, is_approved=True, approved_at=timezone.now(), total=80, grade="良",
    )  # fmt: skip
    [row] = office.disclosures(list(_states(world, "changed")), world.year, Part.RESULTS)
    assert "新的结果" in row.light.text
    second = _publish(world)
    first.refresh_from_db()
    assert first.withdrawal == f"由第 {second.number} 次公开替换"
    assert client.get(document_path(first)).status_code == 410
    assert "更正后的完成情况" in _text(client, result_path(second, second.results.get(number=1)))


def test_what_is_withdrawn_shows_only_when_and_why(client: Client, world: World) -> None:
    publication = published_results(world)
    result = publication.results.get(kind=ResultKind.EVALUATION)
    withdraw(publication=publication, actor=world.people["unit_leader"], reason="评分有误 <b>")
    for address in (
        document_path(publication), result_path(publication, result), report_path(publication, result, "docx"),
    ):  # fmt: skip
        response = client.get(address)
        assert response.status_code == 410
        assert "评分有误 &lt;b&gt;" in response.content.decode()
        assert result.name not in response.content.decode()
    assert _rows(client, "results") == _rows(client, "result-indicators") == []
    assert _rows(client, "publications")[0]["withdrawal"] == "评分有误 <b>"


def test_a_result_is_kept_back_with_a_reason_that_stays_inside(client: Client, world: World) -> None:
    standing_results(world)
    leader = world.people["unit_leader"]
    [result, _other] = [each.result for each in office.results(world.units[0], world.year)]
    with pytest.raises(PermissionDenied):
        result_exempt(result=result, actor=world.people["preparer"], reason="涉密")
    with pytest.raises(ValidationError, match="理由"):
        result_exempt(result=result, actor=leader, reason=" ")
    exemption = result_exempt(result=result, actor=leader, reason="涉及国家秘密")
    publication = _publish(world)
    page = _text(client, document_path(publication))
    assert "项目自评" not in page  # both results are of the same project
    assert "绩效评价" in page
    assert "涉及国家秘密" not in page
    result_exemption_end(exemption=exemption, actor=leader)
    assert _publish(world).projects_count == 2
    acts = set(Entry.objects.values_list("action", flat=True))
    assert {"result.exempted", "result.exemption-ended", "publication.published"} <= acts


def test_results_of_a_project_whose_goals_are_secret_are_secret_too(world: World) -> None:
    item, evaluation = standing_results(world)
    for goal in {item.goal, evaluation.goal}:
        assert goal is not None
        exempt(goal=goal, actor=world.people["unit_leader"], reason="国家秘密")
    assert Exemption.objects.exists()
    assert not any(each.is_open for each in office.results(world.units[0], world.year))
    with pytest.raises(Conflict, match="还没有可以公开的结果"):
        _publish(world)


def _states(world: World, state: str = "") -> list[object]:
    actor = world.people["performance_office"]
    found = office.states(actor=actor, year=world.year, state=state, part=Part.RESULTS)
    return [each for each in found if each.pk == world.units[0].pk]


@pytest.mark.parametrize(
    ("approved_days_ago", "said"),
    [(None, "○ 决算尚未批准"), (0, "● 还剩 20 天"), (20, "▲ 今天截止"), (21, "× 逾期 1 天")],
)
def test_the_clock_of_results_runs_from_the_final_accounts(
    world: World, signed_in: SignedIn, approved_days_ago: int | None, said: str
) -> None:
    standing_results(world)
    if approved_days_ago is not None:
        world.cycle.accounts_approved_on = timezone.localdate() - timedelta(days=approved_days_ago)
        world.cycle.save()
    page = _text(signed_in("performance_office"), f"{reverse('disclosure:state')}?part=results")
    assert said in page
    assert "预算尚未批准" not in page


def test_the_leader_publishes_results_on_the_page(world: World, signed_in: SignedIn) -> None:
    item, _evaluation = standing_results(world)
    leader = signed_in("unit_leader")
    place = [world.units[0].pk, world.year]
    assert item.name in _text(leader, reverse("disclosure:manage_results", args=place))
    assert leader.get(reverse("disclosure:preview_results", args=place)).content.startswith(b"%PDF")
    page = leader.post(reverse("disclosure:publish_results", args=place), follow=True).content.decode()
    assert "已经公开，第 1 次" in page
    [publication] = world.units[0].publications.all()
    assert publication.part == Part.RESULTS
    kept = reverse("disclosure:exempt_result", args=[*place, "project", item.pk])
    page = leader.post(kept, {"reason": "涉密"}, follow=True).content.decode()
    assert "涉密" in page
    assert (
        leader.post(reverse("disclosure:exempt_result", args=[*place, "project", 999]), {"reason": "x"}).status_code
        == 404
    )


def test_visitors_find_results_beside_goals(client: Client, world: World) -> None:
    publication = published_results(world)
    result = publication.results.get(kind=ResultKind.EVALUATION)
    page = _text(client, f"/public/?q={result.name}&part=results")
    assert result_path(publication, result) in page
    assert f"{result.score}" in page
    other = _text(client, f"/public/?q={result.name}")
    assert "自评和评价结果 2" in other  # the self-evaluation of the same project, too
    assert fold(result.name) in result.title


def test_open_data_has_results_and_their_indicators(client: Client, world: World) -> None:
    publication = published_results(world)
    rows = _rows(client, "results")
    assert [row["kind"] for row in rows] == ["project", "evaluation"]
    assert rows[1]["score"] == f"{publication.results.get(number=2).score.normalize():f}"
    assert rows[1]["url"].endswith(result_path(publication, publication.results.get(number=2)))
    indicators = _rows(client, "result-indicators")
    assert {row["kind"] for row in indicators} == {"project", "evaluation"}
    lines = b"".join(client.get("/public/data/results.jsonl")).decode().splitlines()
    assert [json.loads(line)["kind"] for line in lines] == ["project", "evaluation"]
    places = b"".join(client.get("/public/sitemap-1.xml")).decode()
    assert result_path(publication, publication.results.get(number=1)) in places


def test_a_project_page_shows_what_came_of_the_promises(client: Client, world: World) -> None:
    """As far as it is public: the year's goals beside its results, with addresses both ways."""
    item, _evaluation = standing_results(world)
    approve(world, make_sheet(world.units[0], "培训", code="13070021P000000000099"))
    goals = publish(organization=world.units[0], year=world.year, actor=world.people["unit_leader"])
    before = _text(client, f"{document_path(goals)}1/")
    assert "自评和评价" not in before
    results = _publish(world)
    result = results.results.get(kind=ResultKind.PROJECT)
    project = goals.projects.get(name=item.name)
    page = _text(client, f"{document_path(goals)}{project.number}/")
    assert result_path(results, result) in page
    assert f"{document_path(goals)}{project.number}/" in _text(client, result_path(results, result))
    foreign = goals.projects.get(name="培训")
    assert result_path(results, result) not in _text(client, f"{document_path(goals)}{foreign.number}/")
