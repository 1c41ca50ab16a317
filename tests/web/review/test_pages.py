"""The pages, as a browser gets them."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from tests.web.factories import give_role, make_person
from tests.web.review.conftest import FINE, SUBJECT, approve, approve_until, open_task

from jiheng.web.organizations.models import Organization, Role
from jiheng.web.organizations.policies import acts_for, holders
from jiheng.web.review import services
from jiheng.web.review.models import Comment, Run, RunState, StepState, Task

pytestmark = pytest.mark.django_db
QUEUE = "/review/"


def _text(response):
    return response.content.decode()


def _titles(response):
    return [task.run.title for task in response.context["page_obj"]]


def test_the_queue_shows_the_worst_first_and_filters_by_its_address(signed_in, thing, submit):
    for number, (errors, warnings) in enumerate([(0, 0), (0, 2), (3, 0)], start=1):
        thing.errors, thing.warnings = errors, warnings
        submit(number)
    browser = signed_in("unit_leader")

    assert _titles(browser.get(QUEUE)) == ["招商经费3", "招商经费2", "招商经费1"]
    assert _titles(browser.get(QUEUE, {"level": "clean"})) == ["招商经费1"]
    assert _titles(browser.get(QUEUE, {"level": "errors"})) == ["招商经费3"]
    assert _titles(browser.get(QUEUE, {"text": "费2"})) == ["招商经费2"]
    assert _titles(browser.get(QUEUE, {"sort": "title"})) == ["招商经费1", "招商经费2", "招商经费3"]
    assert _titles(browser.get(QUEUE, {"due": "late"})) == []
    assert _titles(browser.get(QUEUE, {"organization": "999999"})) == []


@pytest.mark.parametrize("hostile", ["²", "９", "-1", "1" * 400, "<script>", "%00", "a&b=c"])
def test_an_address_with_nonsense_is_still_a_queue(signed_in, submit, hostile):
    submit()
    names = ("organization", "page", "sort", "state", "level", "due", "text", "year")
    for name in names:
        assert signed_in("unit_leader").get(QUEUE, {name: hostile}).status_code == 200


def test_the_tabs_count_what_is_where(signed_in, world, submit, leaders):
    first, second, _third = submit(1), submit(2), submit(3)
    approve(first, world.people["unit_leader"])
    services.task_hand_over(task=open_task(second), actor=leaders[0], to=leaders[1])
    browser = signed_in("unit_leader")

    assert [number for _name, _label, number in browser.get(QUEUE).context["tabs"]] == [1, 0, 1, 1]
    for state, titles in {"open": ["招商经费3"], "team": ["招商经费2"], "done": ["招商经费1"]}.items():
        assert _titles(browser.get(QUEUE, {"state": state})) == titles
    assert [count for area, count in browser.get(QUEUE).context["areas"] if area.url == "review:queue"] == [1]
    assert len(_titles(signed_in("performance_office").get(QUEUE, {"state": "waiting"}))) == 3


def test_a_foreign_task_is_in_no_list_and_has_no_page(signed_in, world, submit):
    run = submit(organization=world.units[-1])
    browser = signed_in("department_reviewer")

    assert _titles(browser.get(QUEUE, {"state": "waiting"})) == []
    assert _titles_of_runs(browser.get("/review/runs/")) == []
    assert browser.get(f"/review/runs/{run.pk}/").status_code == 404
    assert browser.post(f"/review/tasks/{open_task(run).pk}/decide/", {"decision": "approve"}).status_code == 404
    assert browser.get(f"/review/comments/{SUBJECT}/1/").status_code == 404


def _titles_of_runs(response):
    return [run.title for run in response.context["page_obj"]]


def test_the_page_shows_what_was_submitted_and_who_has_it(signed_in, world, submit):
    run = submit()
    page = _text(signed_in("preparer").get(f"/review/runs/{run.pk}/"))

    assert 'data-anchor="name"' in page
    assert world.people["unit_leader"].name in page
    assert "撤回" in page
    assert 'name="decision"' not in page
    assert Task.objects.filter(opened_at=None).count() == 4, "the author's look is not the reviewer's"


def test_a_reviewers_first_look_closes_the_way_back(signed_in, submit):
    run = submit()
    signed_in("unit_leader").get(f"/review/runs/{run.pk}/")
    assert open_task(run).opened_by.login == "unit_leader"

    browser = signed_in("preparer")
    assert 'action="/review/runs/1/withdraw/"' not in _text(browser.get(f"/review/runs/{run.pk}/"))
    refused = browser.post(f"/review/runs/{run.pk}/withdraw/")
    assert refused.status_code == 409
    assert "不能撤回" in _text(refused)
    assert "没有被覆盖" in _text(refused)


def test_after_a_decision_comes_the_next_of_the_same_filter(signed_in, thing, submit):
    thing.warnings = 1
    first, second = submit(1), submit(2)
    thing.warnings = 0
    submit(3)
    browser = signed_in("unit_leader")

    answer = browser.post(
        reverse("review:decide", args=[open_task(first).pk]), {"decision": "approve", "from": "level=warnings"}
    )
    assert answer.url.startswith(f"/review/runs/{second.pk}/?from=level")
    answer = browser.post(
        reverse("review:decide", args=[open_task(second).pk]), {"decision": "approve", "from": "level=warnings"}
    )
    assert answer.url == "/review/?level=warnings"


def test_a_return_without_reason_keeps_the_grades_that_were_chosen(signed_in, world, submit):
    run = submit()
    approve_until(run, world, Role.FINANCE_REVIEWER)
    task = open_task(run)
    answer = signed_in("finance_reviewer").post(
        reverse("review:decide", args=[task.pk]), FINE | {"relevance": "fair", "decision": "return"}
    )

    assert answer.status_code == 409
    assert "请写明意见" in _text(answer)
    assert answer.context["form"]["relevance"].value() == "fair"
    task.refresh_from_db()
    assert task.state == StepState.OPEN


def test_what_was_typed_is_shown_again_when_a_colleague_was_quicker(signed_in, leaders, submit):
    run = submit()
    task = open_task(run)
    approve(run, leaders[1])
    answer = signed_in("unit_leader").post(
        reverse("review:decide", args=[task.pk]), {"decision": "return", "opinion": "满意度指标没有单位"}
    )

    assert answer.status_code == 409
    assert leaders[1].name in _text(answer)
    assert "满意度指标没有单位" in _text(answer)


@pytest.mark.parametrize("data", [{}, {"decision": "burn"}, {"decision": "approve", "opinion": "长" * 2001}])
def test_a_form_with_nonsense_decides_nothing(signed_in, submit, data):
    run = submit()
    answer = signed_in("unit_leader").post(reverse("review:decide", args=[open_task(run).pk]), data)
    assert answer.status_code == 409
    assert Run.objects.get().state == RunState.RUNNING


def test_errors_are_approved_only_with_a_reason(signed_in, thing, submit):
    thing.errors = 1
    run = submit()
    browser = signed_in("unit_leader")
    address = reverse("review:decide", args=[open_task(run).pk])

    refused = browser.post(address, {"decision": "approve"})
    assert refused.status_code == 409
    assert 'name="override"' in _text(refused)
    assert browser.post(address, {"decision": "approve", "override": "已核实"}).status_code == 302


def test_a_batch_is_asked_first_and_then_done(signed_in, thing, submit):
    runs = [submit(1), submit(2)]
    thing.errors = 1
    runs.append(submit(3))
    thing.errors = 0
    keys = [open_task(run).pk for run in runs]
    browser = signed_in("unit_leader")

    asked = browser.post("/review/batch/", {"task": keys, "from": "sort=title"})
    assert [task.pk for task in asked.context["ready"]] == keys[:2]
    assert "还有 1 处必须修改" in _text(asked)
    assert Task.objects.filter(state=StepState.APPROVED).count() == 0

    done = browser.post("/review/batch/", {"task": keys, "from": "sort=title", "confirmed": "1"})
    assert done.url == "/review/?sort=title"
    assert [open_task(run).order for run in runs] == [2, 2, 1]


def test_a_batch_of_others_tasks_does_nothing(signed_in, world, submit):
    task = open_task(submit(organization=world.units[-1]))
    signed_in("unit_leader").post("/review/batch/", {"task": [task.pk, "x", "9" * 30], "confirmed": "1"})
    task.refresh_from_db()
    assert task.state == StepState.OPEN


def test_hand_over_offers_only_colleagues(signed_in, world, leaders, submit):
    run = submit()
    browser = signed_in("unit_leader")
    offered = browser.get(f"/review/runs/{run.pk}/").context["hand_over"].fields["to"].choices
    assert {key for key, _name in offered} == {"", *(str(leader.pk) for leader in leaders)}

    task = open_task(run)
    browser.post(reverse("review:hand_over", args=[task.pk]), {"to": world.people["auditor"].pk})
    assert open_task(run).assignee is None
    browser.post(reverse("review:hand_over", args=[task.pk]), {"to": leaders[1].pk})
    assert open_task(run).assignee == leaders[1]


def test_hostile_names_are_shown_harmlessly(signed_in, world, submit):
    bad = "<script>alert(1)</script>"
    run = submit(title=bad)
    Organization.objects.filter(pk=world.units[0].pk).update(name=bad)
    services.comment_add(
        subject=SUBJECT, subject_id=1, version=1, anchor='"><i>', text=bad, actor=world.people["preparer"]
    )
    browser = signed_in("unit_leader")
    for address in (QUEUE, f"/review/runs/{run.pk}/", "/review/runs/", f"/review/comments/{SUBJECT}/1/"):
        page = _text(browser.get(address))
        assert bad not in page
        assert '"><i>' not in page


@pytest.mark.parametrize("htmx", [True, False])
def test_a_comment_is_added_and_resolved_with_and_without_a_script(signed_in, submit, htmx):
    submit()
    headers = {"HX-Request": "true"} if htmx else {}
    address = f"/review/comments/{SUBJECT}/1/"
    browser = signed_in("unit_leader")

    added = browser.post(address, {"anchor": "name", "version": "1", "text": "写全称"}, headers=headers)
    assert added.status_code == (200 if htmx else 302)
    comment = Comment.objects.get()
    shown = _text(browser.get(address, headers=headers))
    assert "写全称" in shown
    assert "项目名称" in shown, "the cell is called what people call it"
    assert ("<html" in shown) is not htmx

    browser = signed_in("preparer")
    browser.post(f"/review/comments/{comment.pk}/resolve/", headers=headers)
    comment.refresh_from_db()
    assert comment.resolved_by.login == "preparer"
    again = browser.post(f"/review/comments/{comment.pk}/resolve/", headers=headers)
    assert again.status_code == 409
    assert "已经标为处理过" in _text(again)
    assert ("<html" in _text(again)) is not htmx


@pytest.mark.parametrize("data", [{}, {"version": "1", "text": " "}, {"version": "9", "text": "好"}, {"version": "x"}])
def test_a_comment_that_is_none_is_refused_at_its_field(signed_in, submit, data):
    submit()
    answer = signed_in("unit_leader").post(f"/review/comments/{SUBJECT}/1/", data)
    assert answer.status_code in {200, 422}
    assert not Comment.objects.exists()


def test_an_auditor_reads_comments_and_writes_none(signed_in, world, submit):
    run = submit()
    browser = signed_in("auditor")
    assert "添加批注" not in _text(browser.get(f"/review/runs/{run.pk}/"))
    assert browser.post(f"/review/comments/{SUBJECT}/1/", {"version": "1", "text": "好"}).status_code == 403
    with pytest.raises(PermissionDenied):
        services.comment_add(
            subject=SUBJECT, subject_id=77, version=1, anchor="", text="没有送审过", actor=world.people["preparer"]
        )


@pytest.mark.parametrize(("address", "name"), [("/review/queue.csv", "unit_leader"), ("/review/runs.csv", "auditor")])
def test_lists_are_exported_as_filtered_and_formulas_stay_text(signed_in, thing, submit, address, name):
    submit(1, title="=cmd|' /C calc'!A0")
    thing.errors = 1
    submit(2)
    browser = signed_in(name)

    lines = b"".join(browser.get(address)).decode("utf-8-sig").splitlines()
    assert len(lines) == 3
    assert "'=cmd" in "".join(lines)
    assert ",=cmd" not in "".join(lines)
    assert len(list(browser.get(address, {"organization": "999"}))) == 1


def test_earlier_reviews_stand_on_the_page(signed_in, world, submit):
    first = submit()
    services.task_return(task=open_task(first), actor=world.people["unit_leader"], opinion="总目标太空")
    second = submit(version=2)
    page = _text(signed_in("preparer").get(f"/review/runs/{second.pk}/"))
    assert "总目标太空" in page
    assert _titles_of_runs(signed_in("preparer").get("/review/runs/", {"state": "returned"})) == ["招商经费1"]


def test_pages_ask_a_fixed_number_of_questions(signed_in, world, submit, django_assert_max_num_queries):
    def questions(address, browser):
        with django_assert_max_num_queries(60) as asked:
            browser.get(address)
        return len(asked)

    run = submit(1)
    addresses = [QUEUE, "/review/runs/", f"/review/runs/{run.pk}/"]
    browser = signed_in("unit_leader")
    for address in addresses:
        browser.get(address)
    few = [questions(address, browser) for address in addresses]
    for number in range(2, 12):
        submit(number)
        services.comment_add(
            subject=SUBJECT, subject_id=1, version=1, anchor="name", text="改", actor=world.people["unit_leader"]
        )
        give_role(make_person(f"leader{number}"), world.units[0], Role.UNIT_LEADER)
    assert [questions(address, browser) for address in addresses] == few
    assert max(few) <= 32


def test_who_holds_a_role_is_the_same_asked_from_either_side(world):
    """`holders` and `acts_for` are one rule."""
    extra = make_person("reviewer_of_all", "全处审核人")
    give_role(extra, world.bureau, Role.FINANCE_REVIEWER)
    give_role(make_person("old"), world.units[0], Role.PREPARER, year=world.year - 1)
    people = [*world.people.values(), extra]
    for organization in Organization.objects.select_related("parent"):
        for role in Role:
            held = set(holders(organization, world.year, role)) & set(people)
            assert held == {each for each in people if acts_for(each, organization, world.year, {role})}
