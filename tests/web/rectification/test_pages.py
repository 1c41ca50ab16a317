"""The pages as people use them: a notice written from what was found, the ledger, the official table, the letter."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from docx import Document as WordFile
from tests.web.factories import World
from tests.web.rectification.cases import in_days, issued, problem_of, project_of, reported
from tests.web.results.cases import evaluated

from jiheng.engine import read
from jiheng.web.evaluation.models import By, Evaluation, State
from jiheng.web.monitoring.models import Alert, AlertKind, Colour
from jiheng.web.rectification.models import Notice, Problem
from jiheng.web.rectification.services import problem_close

pytestmark = pytest.mark.django_db
Browser = Callable[[str], Client]


def _lines(*texts: tuple[str, str]) -> dict[str, str]:
    sent = {"problems-TOTAL_FORMS": str(len(texts)), "problems-INITIAL_FORMS": "0"}
    for number, (description, requirement) in enumerate(texts):
        sent |= {
            f"problems-{number}-category": "outcome",
            f"problems-{number}-description": description,
            f"problems-{number}-requirement": requirement,
        }
    return sent


def _head(**more: str) -> dict[str, str]:
    return {"source": "monitoring", "title": "关于监控问题的整改通知", "due_on": in_days(30).isoformat(), **more}


def test_notice_begins_with_what_monitoring_found(world: World, signed_in: Browser) -> None:
    goal = project_of(world)
    Alert.objects.create(
        goal=goal, organization=goal.organization, year=world.year, kind=AlertKind.INDICATOR, anchor="indicators[0]",
        name="接待客商批次", colour=Colour.RED, seen_at=timezone.localdate(),
        light={"colour": "red", "template": "只完成 {done}", "values": {"done": "4 次"}},
    )  # fmt: skip
    browser = signed_in("performance_office")
    address = f"{reverse('rectification:new')}?source=monitoring&source_id=7&goal={goal.pk}"
    page = browser.get(address).content.decode()
    assert "接待客商批次：只完成 4 次" in page
    assert "关于“招商经费”绩效问题的整改通知" in page
    assert in_days(60).isoformat() in page  # the regulation's days
    sent = _head(goal=str(goal.pk)) | _lines(("接待客商批次：只完成 4 次", "年底前补足"), ("", ""))
    answer = browser.post(address, sent)
    notice = Notice.objects.get()
    assert answer.url == reverse("rectification:notice", args=[notice.pk])
    assert (notice.source, notice.source_id, notice.goal) == ("monitoring", 7, goal)
    assert [each.description for each in notice.problems.all()] == [
        "接待客商批次：只完成 4 次"
    ]  # blank lines do not count


def test_another_line_can_be_had_and_mistakes_keep_what_was_typed(world: World, signed_in: Browser) -> None:
    browser = signed_in("department_reviewer")
    address = f"{reverse('rectification:new')}?organization={world.units[0].code}"
    more = browser.post(address, _head() | _lines(("账目不清", "补齐凭证")) | {"more": "1"}).content.decode()
    assert "账目不清" in more
    assert 'name="problems-1-description"' in more
    wrong = browser.post(address, _head(due_on=in_days(-1).isoformat()) | _lines(("账目不清", "补齐凭证")))
    assert wrong.status_code == 422
    assert "整改时限要在今天以后" in wrong.content.decode()
    assert "账目不清" in wrong.content.decode()
    assert not Notice.objects.exists()


def test_no_notice_without_an_organization_one_is_above(world: World, signed_in: Browser) -> None:
    browser = signed_in("department_reviewer")
    assert world.units[0].code in browser.get(reverse("rectification:new")).content.decode()
    foreign = browser.get(f"{reverse('rectification:new')}?organization={world.units[-1].code}")
    assert foreign.status_code == 404
    assert browser.get(f"{reverse('rectification:new')}?goal={project_of(world, -1).pk}").status_code == 404


def test_unit_and_issuer_work_through_the_page(world: World, client: Client) -> None:
    problem = problem_of(world)
    page = reverse("rectification:problem", args=[problem.pk])

    def act(who: str, name: str, **typed: str) -> int:
        client.force_login(world.people[who])
        sent = {key if key == "decision" else f"{name}-{key}": value for key, value in typed.items()}
        return int(client.post(reverse(f"rectification:{name}", args=[problem.pk]), sent).status_code)

    assert act("preparer", "plan", measures="") == 422
    assert act("preparer", "plan", measures="分两次接待") == 302
    assert act("preparer", "extension", due_on=in_days(80).isoformat(), reason="等批复") == 302
    assert act("performance_office", "answer", decision="refuse") == 422
    assert act("performance_office", "answer", decision="grant") == 302
    assert act("preparer", "feedback", result="已补足", finished_on=timezone.localdate().isoformat()) == 302
    assert act("performance_office", "verify", decision="return", opinion="没有签到表") == 302
    assert act("preparer", "feedback", result="已附签到表", finished_on=timezone.localdate().isoformat()) == 302
    assert act("performance_office", "verify", decision="close", opinion="属实", advice="下年压减 5%") == 302
    shown = client.get(page).content.decode()
    for text in ("已销号", "没有签到表", "同意延期", "下年压减 5%", in_days(80).isoformat()):
        assert text in shown
    assert act("preparer", "progress", text="补充") == 409
    assert act("performance_office", "reopen", reason="又出现") == 302
    assert Problem.objects.get(pk=problem.pk).state == "returned"


def test_ledger_shows_what_is_urgent_and_keeps_its_filter(world: World, signed_in: Browser) -> None:
    notice = issued(world)
    issued(world, -1)
    late = notice.problems.get(number=2)
    Problem.objects.filter(pk=late.pk).update(due_on=in_days(-3))
    browser = signed_in("performance_office")
    address = reverse("rectification:list")
    page = browser.get(address).content.decode()
    assert "逾期 3 天" in page
    assert page.index("预算执行率只有 40%") < page.index("接待客商批次")  # the late one comes first
    found = browser.get(f"{address}?state=overdue").context["page_obj"]
    assert [each.pk for each in found] == [late.pk]
    assert len(browser.get(f"{address}?organization={world.units[-1].code}").context["page_obj"]) == 2
    assert len(browser.get(f"{address}?text={notice.document}").context["page_obj"]) == 2
    assert len(browser.get(f"{address}?category=spending&goal={notice.goal_id}").context["page_obj"]) == 1
    exported = b"".join(browser.get(f"{reverse('rectification:export')}?state=overdue").streaming_content)
    rows = list(csv.DictReader(io.StringIO(exported.decode("utf-8-sig"))))
    assert [(row["问题描述"], row["剩余天数"]) for row in rows] == [("预算执行率只有 40%", "-3")]
    own = signed_in("preparer").get(address).context["page_obj"]
    assert {each.organization_id for each in own} == {world.units[0].pk}


@pytest.mark.parametrize("file_format", ["docx", "xlsx", "html", "pdf", "json"])
def test_official_ledger_reads_back(world: World, signed_in: Browser, file_format: str) -> None:
    problem = reported(world)
    problem_close(problem=problem, actor=world.people["performance_office"], opinion="核实属实", advice="压减 5%")
    answer = signed_in("performance_office").get(reverse("rectification:ledger", args=[file_format]))
    document = read(b"".join(answer) if answer.streaming else answer.content, name=f"x.{file_format}")
    (ledger,) = document.rectification
    first, second = ledger.problems
    assert first.document == problem.notice.document
    assert (first.project, first.source, first.category) == ("招商经费", "绩效评价", "指标未完成")
    assert first.description == problem.description
    assert (first.measures, first.result) == ("联合商会分两次接待", "已补足 6 批次")
    assert first.finished == timezone.localdate().isoformat()
    assert (first.state, first.opinion, first.advice) == ("已销号", "核实属实", "压减 5%")
    assert (second.state, second.person, second.measures) == ("待整改", None, None)
    assert ledger.organization is not None
    assert ledger.organization.code == world.units[0].code


def test_letter_says_who_asks_whom_for_what(world: World, signed_in: Browser) -> None:
    notice = issued(world)
    browser = signed_in("preparer")
    browser.post(reverse("accounts:language"), {"language": "en"})  # the letter stays Chinese
    answer = browser.get(reverse("rectification:letter", args=[notice.pk, "docx"]))
    letter = WordFile(io.BytesIO(answer.content))
    text = "\n".join(each.text for each in letter.paragraphs)
    assert "财政局绩效问题整改通知书" in text
    assert notice.document in text
    assert "经绩效评价发现，项目“招商经费”存在 2 个问题" in text
    assert [cell.text for cell in letter.tables[0].rows[1].cells][1:3] == [
        "指标未完成",
        "接待客商批次只完成 4 次，计划 10 次",
    ]
    pdf = browser.get(reverse("rectification:letter", args=[notice.pk, "pdf"])).content
    assert pdf.startswith(b"%PDF")


def test_charts_count_and_lead_to_their_lists(world: World, signed_in: Browser) -> None:
    reported(world)
    issued(world, -1)
    Problem.objects.filter(organization=world.units[-1]).update(due_on=timezone.localdate() - timedelta(days=2))
    browser = signed_in("performance_office")
    charts = {chart.key: chart for chart in browser.get(reverse("rectification:charts")).context["charts"]}
    months = charts["rectification-months"]
    assert [list(series.values) for series in months.series] == [[4], [0], [4]]
    departments = charts["rectification-departments"]
    assert list(departments.categories) == ["交通运输局", "教育局"]
    assert list(departments.series[0].values) == [2, 0]
    link = departments.series[0].links[0]
    assert len(browser.get(link).context["page_obj"]) == 2
    exported = b"".join(browser.get(charts["rectification-categories"].csv).streaming_content).decode()
    assert "指标未完成,0,1,1" in exported


def test_notice_from_an_evaluation_has_what_lost_points(world: World, signed_in: Browser) -> None:
    goal = project_of(world)
    evaluation = Evaluation.objects.create(
        organizer=world.bureau, by=By.FINANCE, organization=goal.organization, goal=goal, year=world.year,
        name=goal.name, state=State.FINAL, created_by=world.people["performance_office"],
        content={"frame": [
            {"level1": "产出", "name": "实际完成率", "weight": "10", "score": "6.5", "reason": "只完成三分之二"},
            {"level1": "决策", "name": "立项依据", "weight": "3", "score": "3", "reason": ""},
        ]},
    )  # fmt: skip
    browser = signed_in("performance_office")
    address = f"{reverse('rectification:new')}?source=evaluation&source_id={evaluation.pk}"
    page = browser.get(address)
    assert page.context["goal"] == goal
    assert "实际完成率（10 分，得 6.5 分）：只完成三分之二" in page.content.decode()
    assert "立项依据" not in page.content.decode()
    Evaluation.objects.filter(pk=evaluation.pk).update(state=State.SCORING)  # nobody learns of one that is not final
    assert page.context["problems"].total_form_count() == 1
    assert "三分之二" not in browser.get(address).content.decode()


def test_notice_from_a_self_evaluation_has_its_reasons(world: World, signed_in: Browser) -> None:
    goal = project_of(world)
    evaluated(goal, "71.00", "中")
    address = f"{reverse('rectification:new')}?source=self_evaluation&source_id=1&goal={goal.pk}"
    assert "完成率：计划 ≥95%，实际 71%。人手不足" in signed_in("performance_office").get(address).content.decode()
