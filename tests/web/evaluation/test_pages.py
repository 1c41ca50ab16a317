"""The pages: what people type arrives, what is wrong is said beside what they typed, lists leave as CSV."""

from __future__ import annotations

import csv
import io

from django.test import Client
from django.urls import reverse
from tests.web.evaluation.cases import CREDIT_CODE, evaluation_of, expert, goal_of, opinion_of, planned, report_of

from jiheng.engine import read
from jiheng.web.evaluation import services
from jiheng.web.evaluation.models import Agency, Assignment, Evaluation, Opinion, PlanItem, State


def _browser(person):
    browser = Client()
    browser.force_login(person)
    return browser


def _url(name, *arguments):
    return reverse(f"evaluation:{name}", args=arguments)


def _rows(evaluation, **changes):
    typed = {"lock": str(evaluation.lock)}
    for number, row in enumerate(evaluation.frame):
        typed |= {f"row-{number}-{name}": value for name, value in row.items()}
    return typed | changes


def test_the_plan_is_tried_then_taken(world):
    goal_of(world, amount="300")
    goal_of(world, name="小项目", amount="3")
    browser = _browser(world.people["performance_office"])
    page = browser.get(_url("plan"), {"try": "1", "amount_from": "100"})
    assert "预算数 300 万元，不低于 100 万元" in page.content.decode()
    assert not PlanItem.objects.exists()
    browser.post(_url("plan_draw"), {"amount_from": "100"})
    assert [item.name for item in PlanItem.objects.all()] == ["招商经费"]
    listed = browser.get(_url("plan_export"))
    rows = list(csv.reader(io.StringIO(b"".join(listed).decode("utf-8-sig"))))
    assert rows[1][3] == "招商经费"
    assert "不低于 100 万元" in rows[1][5]


def test_rules_that_ask_for_nothing_or_draw_without_a_seed_are_sent_back(world):
    browser = _browser(world.people["performance_office"])
    assert browser.get(_url("plan"), {"try": "1"}).status_code == 422
    page = browser.get(_url("plan"), {"try": "1", "random": "3"})
    assert page.status_code == 422
    assert "种子" in page.content.decode()


def test_from_the_plan_to_the_scoring(world):
    item, office = planned(world), world.people["performance_office"]
    browser = _browser(office)
    browser.post(_url("plan_begin", item.pk), {"due_on": "2027-06-30"})
    evaluation = Evaluation.objects.get()
    assert str(evaluation.due_on) == "2027-06-30"
    person = expert(world)
    browser.post(_url("assign", evaluation.pk), {"user": person.pk, "duty": "expert"})
    _browser(person).post(_url("declare", evaluation.pk), {"stance": "free"})
    browser.post(_url("step", evaluation.pk, "start"))
    evaluation.refresh_from_db()
    assert evaluation.state == State.SCORING
    assert "轮到您评分" in _browser(person).get(_url("evaluation", evaluation.pk)).content.decode()


def test_the_frame_takes_new_rows_and_lets_rows_go(world):
    evaluation = evaluation_of(world)
    browser = _browser(world.people["performance_office"])
    fresh = {"id": "", "level1": "产出", "level2": "产出数量", "name": "签约项目数", "weight": "10", "measure": ""}
    typed = _rows(evaluation, **{f"row-17-{name}": value for name, value in fresh.items()})
    typed["row-16-away"] = "1"  # 满意度, which weighs as much
    assert browser.post(_url("frame", evaluation.pk), typed).status_code == 302
    evaluation.refresh_from_db()
    names = [row["name"] for row in evaluation.frame]
    assert names.index("签约项目数") == names.index("实际完成率") + 1
    assert "满意度" not in names
    assert len({row["id"] for row in evaluation.frame}) == 17


def test_a_colleague_who_was_quicker_overwrites_nothing_and_is_not_overwritten(world):
    evaluation = evaluation_of(world)
    browser = _browser(world.people["performance_office"])
    typed = _rows(evaluation, **{"row-0-name": "我改的名称"})
    services.frame_save(evaluation=evaluation, rows=evaluation.frame, lock=1, actor=world.people["performance_office"])
    page = browser.post(_url("frame", evaluation.pk), typed)
    assert page.status_code == 409
    assert "我改的名称" in page.content.decode()
    evaluation.refresh_from_db()
    assert "我改的名称" not in str(evaluation.frame)


def test_a_wrong_score_is_marked_and_what_was_typed_stays(world):
    evaluation = evaluation_of(world, state=State.SCORING)
    leaf = evaluation.frame[0]["id"]
    browser = _browser(expert(world))
    page = browser.post(
        _url("score", evaluation.pk), {"lock": "1", f"score-{leaf}": "99", f"reason-{leaf}": "写好的原因"}
    )
    text = page.content.decode()
    assert page.status_code == 422
    assert "“立项依据充分性”应当在 0 到 3 之间" in text
    assert 'aria-invalid="true"' in text
    assert 'value="99"' in text
    assert "写好的原因" in text
    assert Assignment.objects.get(user=expert(world)).scores == {}


def test_saved_and_handed_in_with_one_button(world):
    evaluation = evaluation_of(world, state=State.SCORING, experts=1)
    typed = {"lock": "1", "hand-in": "1", "opinion": "好"}
    typed |= {f"score-{row['id']}": row["weight"] for row in evaluation.frame}
    browser = _browser(expert(world))
    assert browser.post(_url("score", evaluation.pk), typed).url == _url("evaluation", evaluation.pk)
    evaluation.refresh_from_db()
    assert evaluation.state == State.SCORED
    assert "您已于" in browser.get(_url("score", evaluation.pk)).content.decode()


def test_the_organizers_fields_begin_with_the_medians(world):
    evaluation = evaluation_of(world, state=State.SCORED)
    last = evaluation.frame[-1]["id"]
    page = _browser(world.people["performance_office"]).get(_url("scores", evaluation.pk)).content.decode()
    assert f'name="score-{last}" value="9.50"' in page
    assert "还没有保存" in page


def test_a_step_that_is_not_ready_says_what_is_missing(world):
    evaluation = evaluation_of(world, state=State.SCORED)
    browser = _browser(world.people["performance_office"])
    page = browser.post(_url("step", evaluation.pk, "consult"), follow=True)
    assert "还没有评分" in page.content.decode()
    evaluation.refresh_from_db()
    assert evaluation.state == State.SCORED
    assert browser.post(_url("step", evaluation.pk, "burn")).status_code == 404


def test_the_unit_says_its_opinion_and_is_answered(world):
    evaluation = evaluation_of(world, state=State.CONSULTING)
    unit, office = _browser(world.people["preparer"]), _browser(world.people["performance_office"])
    unit.post(_url("opinion_say", evaluation.pk, report_of(evaluation).number), {"text": "样本太少<script>"})
    opinion = Opinion.objects.get()
    shown = office.get(_url("report", evaluation.pk)).content.decode()
    assert "样本太少&lt;script&gt;" in shown
    office.post(_url("opinion_answer", evaluation.pk, opinion.pk), {"accepted": "1", "answer": "已补充"})
    assert "已补充" in unit.get(_url("report", evaluation.pk)).content.decode()


def test_an_opinion_of_another_evaluation_is_not_answered_here(world):
    opinion = opinion_of(world)
    other = evaluation_of(world, -1, State.CONSULTING)
    office = _browser(world.people["performance_office"])
    data = {"accepted": "1", "answer": "好"}
    assert office.post(_url("opinion_answer", other.pk, opinion.pk), data).status_code == 404


def test_text_that_nobody_touched_goes_on_following_the_data(world):
    evaluation = evaluation_of(world, state=State.SCORED)
    browser = _browser(world.people["performance_office"])
    page = browser.get(_url("report_edit", evaluation.pk))
    sections = {key: text for key, _name, text, *_rest in page.context["sections"]}
    typed = {**sections, "advice": "压减下年预算", "lock": str(evaluation.lock), "keep": "1"}
    browser.post(_url("report_edit", evaluation.pk), typed)
    evaluation.refresh_from_db()
    assert {key for key, text in evaluation.narrative.items() if text} == {"advice"}
    assert report_of(evaluation).content["narrative"]["advice"] == "压减下年预算"


def test_files_are_downloads_that_read_back(world):
    evaluation = evaluation_of(world, state=State.FINAL)
    browser = _browser(world.people["auditor"])
    number = report_of(evaluation).number
    table = browser.get(_url("table_file", evaluation.pk, number, "docx"))
    assert table.headers["Content-Disposition"].startswith("attachment")
    assert read(table.content, name="x.docx").evaluations[0].total_score == 99
    report = browser.get(_url("report_file", evaluation.pk, number, "docx"))
    assert report.content[:2] == b"PK"
    assert browser.get(_url("report_file", evaluation.pk, number, "exe")).status_code == 404
    assert browser.get(_url("report_file", evaluation.pk, 99, "docx")).status_code == 404


def test_material_is_shown_in_a_frame_that_runs_nothing(world):
    evaluation = evaluation_of(world, state=State.SCORING)
    browser = _browser(expert(world))
    page = browser.get(_url("material", evaluation.pk, "goal", 0, "html"))
    assert "招商经费" in page.content.decode()
    assert page.headers["Content-Security-Policy"].startswith("sandbox")
    assert browser.get(_url("material", evaluation.pk, "monitoring", 999, "html")).status_code == 404
    assert browser.get(_url("material", evaluation.pk, "secrets", 0, "html")).status_code == 404
    assert browser.get(_url("materials", evaluation.pk), {"show": "goal:0"}).status_code == 200
    for hostile in ("goal:", "goal:x", "../:1", "a:b:c", "goal:99999999999999999999"):
        assert browser.get(_url("materials", evaluation.pk), {"show": hostile}).status_code == 200


def test_agencies_are_kept_with_a_code_that_fits(world):
    browser = _browser(world.people["performance_office"])
    wrong = browser.post(_url("agency_new"), {"name": "某咨询公司", "credit_code": "91350100M000100Y44"})
    assert wrong.status_code == 422
    assert "校验码" in wrong.content.decode()
    browser.post(_url("agency_new"), {"name": "某咨询公司", "credit_code": CREDIT_CODE, "is_active": "on"})
    agency = Agency.objects.get()
    twice = browser.post(_url("agency_new"), {"name": "另一家", "credit_code": CREDIT_CODE})
    assert twice.status_code == 422
    browser.post(_url("agency", agency.pk), {"name": "某咨询公司", "credit_code": CREDIT_CODE})
    agency.refresh_from_db()
    assert not agency.is_active


def test_the_list_filters_and_leaves_as_csv(world):
    evaluation_of(world, 0, State.FINAL)
    evaluation_of(world, -1, State.PREPARING)
    browser = _browser(world.people["performance_office"])
    page = browser.get(_url("list"), {"state": "final"})
    assert page.context["page_obj"].paginator.count == 1
    assert browser.get(_url("list"), {"state": "nonsense", "by": "x"}).context["page_obj"].paginator.count == 2
    own, department = world.units[0].code, world.departments[0].code
    wishes = {("organization", own): 1, ("organization", department): 1, ("organization", "999"): 0, ("grade", "优"): 1,
              ("grade", "差"): 0, ("by", "finance"): 2, ("by", "department"): 0}  # fmt: skip
    for wish, count in wishes.items():
        listed, file = browser.get(_url("list"), dict([wish])), browser.get(_url("export"), dict([wish]))
        assert listed.context["page_obj"].paginator.count == count, wish
        assert len(b"".join(file).decode().splitlines()) == 1 + count, wish
        assert f'value="{wish[1]}"' in listed.content.decode(), wish
    rows = list(csv.reader(io.StringIO(b"".join(browser.get(_url("export"))).decode("utf-8-sig"))))
    assert [row[6:] for row in rows[1:]] == [["99", "优"], ["", ""]]
