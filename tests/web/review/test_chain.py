"""Changing the chain."""

import pytest
from django.core.exceptions import PermissionDenied
from tests.web.review.conftest import SUBJECT

from jiheng.web.audit.models import Entry
from jiheng.web.organizations.models import Kind, Role
from jiheng.web.review import services
from jiheng.web.review.models import Chain
from jiheng.web.review.services import StepSetting
from jiheng.web.ui.errors import Conflict

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("thing", "world")]
ADDRESS = f"/review/chains/{SUBJECT}/"
OFFICE = StepSetting(9, "绩效处", Role.PERFORMANCE_OFFICE)


def _save(world, steps, lock=1, actor="performance_office"):
    chain = services.default_chain(subject=SUBJECT)
    return services.chain_save(
        chain=chain, name="流程", steps=steps, lock=lock, actor=world.people[actor], year=world.year
    )


def _form(steps, name="县级流程", lock=1):
    data = {"name": name, "lock": lock, "form-TOTAL_FORMS": len(steps), "form-INITIAL_FORMS": 0}
    for number, step in enumerate(steps):
        data |= {f"form-{number}-{field}": value for field, value in step.items()}
    return data


def test_the_default_chain_is_made_once():
    assert services.default_chain(subject=SUBJECT) == services.default_chain(subject=SUBJECT)
    chain = Chain.objects.get(subject=SUBJECT)
    assert [step.quality_form for step in chain.steps.all()] == [False, False, True, False]
    assert chain.steps.get(role=Role.DEPARTMENT_REVIEWER).skipped_for == ["bureau", "department"]


def test_what_runs_keeps_the_steps_it_began_with(world, submit):
    before = submit(1)
    _save(world, [OFFICE])
    assert before.tasks.count() == 4
    assert [(task.order, task.name) for task in submit(2).tasks.all()] == [(1, "绩效处")]
    entry = Entry.objects.get(action="chain.changed")
    assert (len(entry.before["steps"]), len(entry.after["steps"])) == (4, 1)


@pytest.mark.parametrize(
    ("steps", "code"),
    [
        ([], "chain-empty"),
        ([StepSetting(1, "填报", Role.PREPARER)], "chain-role"),
        ([OFFICE._replace(skipped_for=(Kind.UNIT.value,))], "chain-nobody"),
        ([OFFICE._replace(order=order) for order in (1, 1, 2, 2)], "chain-parallel"),
    ],
)
def test_steps_that_make_no_chain_are_refused(world, steps, code):
    with pytest.raises(Conflict) as caught:
        _save(world, steps)
    assert caught.value.code == code
    assert Chain.objects.get(subject=SUBJECT).steps.count() == 4


def test_the_orders_are_counted_through(world):
    chain = _save(world, [OFFICE._replace(order=order) for order in (30, 10, 10)])
    assert [step.order for step in chain.steps.all()] == [1, 1, 2]


def test_only_the_performance_office_of_the_bureau_changes_it(world, signed_in):
    services.default_chain(subject=SUBJECT)
    for name in set(world.people) - {"performance_office"}:
        with pytest.raises(PermissionDenied):
            _save(world, [OFFICE], actor=name)
        assert signed_in(name).get(ADDRESS).status_code == 403


def test_the_page_changes_the_chain(signed_in):
    services.default_chain(subject=SUBJECT)
    browser = signed_in("performance_office")
    assert "财政业务处室" in browser.get(ADDRESS).content.decode()
    step = {"order": 1, "name": "绩效处", "role": "performance_office", "skipped_for": ["bureau"], "days": 4}
    last = {"order": 2, "name": "复核", "role": "performance_office"}

    answer = browser.post(ADDRESS, _form([step, last, {"order": "", "name": "", "role": "unit_leader"}]))
    assert answer.status_code == 302
    chain = Chain.objects.get(subject=SUBJECT)
    saved, _last = chain.steps.all()
    assert (chain.name, saved.name, saved.skipped_for, saved.days) == ("县级流程", "绩效处", ["bureau"], 4)

    late = browser.post(ADDRESS, _form([step | {"name": "晚到的"}, last], lock=1))
    assert late.status_code == 422
    assert "刚刚被别人改过" in late.content.decode()
    assert "晚到的" in late.content.decode(), "what was typed is still there"


def test_a_step_without_its_place_is_named_at_the_field(signed_in):
    browser = signed_in("performance_office")
    answer = browser.post(ADDRESS, _form([{"order": "", "name": "绩效处", "role": "performance_office"}]))
    assert answer.status_code == 422
    assert "请填次序" in answer.content.decode()


def test_an_unknown_subject_has_no_chain(signed_in):
    assert signed_in("performance_office").get("/review/chains/nothing/").status_code == 404
