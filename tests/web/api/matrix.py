"""Who may call which operation: data for the tests of permissions.

A new operation without an entry fails. Whoever is not named must be refused: 401, 403, or 404 as if there were none.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone
from tests.web.api.callers import Parts, make_draft, make_run
from tests.web.api.calls import Call
from tests.web.api.matrix_year import YEAR_OPERATIONS
from tests.web.disclosure.approved import approve, exemption_of, make_sheet, published_of
from tests.web.factories import PEOPLE, World, give_role, make_person

from jiheng.publishing import publish as print_document
from jiheng.web.api.models import Scope
from jiheng.web.disclosure.models import Publication
from jiheng.web.disclosure.services import publish
from jiheng.web.goals.models import Goal
from jiheng.web.goals.selectors import document_of
from jiheng.web.goals.uploads import upload_bring
from jiheng.web.notices.models import Notice
from jiheng.web.notices.services import notify
from jiheng.web.organizations.models import Phase, Role
from jiheng.web.organizations.sheets import ORGANIZATIONS, write
from jiheng.web.review.models import Comment
from jiheng.web.review.services import comment_add, default_chain

STRANGER = "stranger"
WITH_TOKEN = frozenset(PEOPLE)
EVERYBODY = WITH_TOKEN | {STRANGER}
REFUSED = {401, 403, 404}
OF_NO_USE = {("GET", "/uploads")}
"""An empty list for those who can have no token for it."""


def _only(*names: str) -> frozenset[str]:
    return frozenset(names)


_WRITERS, _OTHER_WRITER = _only("preparer", "unit_leader"), _only("other_preparer")
_LOOKERS = _WRITERS | {"department_reviewer", "finance_reviewer", "performance_office", "auditor"}
_SPEAKERS = _LOOKERS - {"auditor"}
_OTHER_LOOKERS = _only("other_preparer", "performance_office", "auditor")
_WRITE, _REVIEW, _PUBLISH = frozenset({Scope.WRITE}), frozenset({Scope.REVIEW}), frozenset({Scope.PUBLISH})
_SPEAK = _WRITE | _REVIEW
_MANAGE, _AUDIT = frozenset({Scope.MANAGE}), frozenset({Scope.AUDIT})
_SYSTEM, _SECURITY = _only("system"), _only("security")
_OFFICE = _only("performance_office")


def _code(world: World, unit: int) -> dict[str, Any]:
    return {"code": world.units[unit].code}


def _new(world: World, unit: int) -> dict[str, Any]:
    return {"body": {"organization": world.units[unit].code, "year": world.year}}


def _draft(world: World, unit: int) -> dict[str, Any]:
    goal = make_draft(world, unit)
    return {"pk": goal.pk, "body": {"lock": goal.lock, "content": goal.content}}


def _submittable(world: World, unit: int) -> dict[str, Any]:
    make_run(world, unit)  # so that there is a chain
    return {"pk": make_draft(world, unit).pk, "body": {"explanation": "测试"}}


def _submitted(world: World, unit: int) -> dict[str, Any]:
    return {"pk": make_run(world, unit).subject_id, "number": 1}


def _approved(world: World, unit: int) -> dict[str, Any]:
    goal: Goal = approve(world, make_sheet(world.units[unit]), organization=world.units[unit])
    return {"pk": goal.pk, "body": {"reason": "测试"}}


def _task(world: World, unit: int) -> dict[str, Any]:
    body = {"opinion": "测试", "override": "测试", "to": world.people["unit_leader"].pk}
    return {"pk": make_run(world, unit).tasks.get(order=1).pk, "body": body}


def _run(world: World, unit: int) -> dict[str, Any]:
    return {"pk": make_run(world, unit).pk}


def _remark(world: World, unit: int) -> dict[str, Any]:
    return {"pk": make_run(world, unit).subject_id, "body": {"version": 1, "anchor": "name", "text": "写全称"}}


def _comment(world: World, unit: int) -> dict[str, Any]:
    run = make_run(world, unit)
    said: Comment = comment_add(
        subject=run.subject, subject_id=run.subject_id, version=1, anchor="", text="测试", actor=run.started_by
    )
    return {"pk": said.pk}


def _copied(world: World, unit: int) -> dict[str, Any]:
    return _submitted(world, unit) | {"body": {"organization": world.units[0].code, "year": world.year}}


def _file(world: World, unit: int) -> dict[str, Any]:
    return {"body": Parts.of("x.json", _document(world, unit), organization=world.units[unit].code, year=world.year)}


def _document(world: World, unit: int) -> bytes:
    make_draft(world, unit)
    return print_document(document_of(world.units[unit], world.year), "json")


def _upload(world: World, unit: int) -> dict[str, Any]:
    author = world.people["preparer" if unit == 0 else "other_preparer"]
    data = _document(world, unit)
    [made] = upload_bring(organization=world.units[unit], year=world.year, name="x", data=data, actor=author)
    return {"pk": made.pk, "body": {"tables": [{"number": 1}]}}


def _batch(world: World, unit: int) -> dict[str, Any]:
    return {"body": {"year": world.year, "tasks": [_task(world, unit)["pk"]]}}


def _chain(_world: World, _unit: int) -> dict[str, Any]:
    steps = [{"order": 1, "name": "单位负责人", "role": "unit_leader"}]
    return {"subject": "goal", "body": {"name": "流程", "lock": default_chain().lock, "steps": steps}}


def _exemptable(world: World, unit: int) -> dict[str, Any]:
    goal: Goal = published_of(world, unit).organization.goals.get()
    return {"pk": goal.pk, "body": {"reason": "国家秘密"}}


def _exempted(world: World, unit: int) -> dict[str, Any]:
    return {"pk": exemption_of(world, unit).pk}


def _organization(world: World, unit: int) -> dict[str, Any]:
    home = world.units[unit]
    assert home.parent
    return _code(world, unit) | {"body": {"code": home.code, "name": "改名", "parent": home.parent.code}}


def _new_organization(_world: World, _unit: int) -> dict[str, Any]:
    return {"body": {"kind": "unit", "code": "205009", "name": "新单位", "parent": "205"}}


def _division(world: World, _unit: int) -> dict[str, Any]:
    return {"pk": world.division.pk, "body": {"name": "农业处"}}


def _new_division(world: World, _unit: int) -> dict[str, Any]:
    return {"body": {"bureau": world.bureau.code, "name": "农业处"}}


def _workbook(_world: World, _unit: int) -> dict[str, Any]:
    return {"body": Parts.of("x.xlsx", write({ORGANIZATIONS.title: [{"code": "205009"}]}))}


def _person(world: World, _unit: int) -> dict[str, Any]:
    body = {"name": "改名", "organization": world.units[0].code, "role": "expert", "office": "audit"}
    return {"pk": make_person("somebody").pk, "body": body}


def _new_person(_world: World, _unit: int) -> dict[str, Any]:
    return {"body": {"login": "new", "name": "新人"}}


def _held(world: World, _unit: int) -> dict[str, Any]:
    held = world.people["preparer"].memberships.get()
    return {"pk": held.user_id, "membership": held.pk}


def _cycle(world: World, _unit: int) -> dict[str, Any]:
    return {"year": world.year, "body": {"approved_on": "2027-02-20"}}


def _phase(world: World, _unit: int) -> dict[str, Any]:
    opens = timezone.now() + timedelta(days=100)
    phase = Phase.objects.create(cycle=world.cycle, name="二上", opens_at=opens, due_at=opens + timedelta(days=9))
    times = {"opens_at": opens.isoformat(), "due_at": (opens + timedelta(days=5)).isoformat()}
    return {"pk": phase.pk, "year": world.year, "body": {"name": "二上", **times}}


def _new_phase(world: World, unit: int) -> dict[str, Any]:
    made = _phase(world, unit)
    Phase.objects.filter(pk=made["pk"]).delete()
    return made


def _wish(_world: World, _unit: int) -> dict[str, Any]:
    return {"body": {"mailings": {"review.returned": "never"}}}


def _notice(world: World, unit: int) -> dict[str, Any]:
    told = world.people["preparer" if unit == 0 else "other_preparer"]
    notify(people=[told], kind="review.returned", key="x", title="退回", text="", url="/goals/")
    return {"pk": Notice.objects.get(user=told, key="x").pk}


def _late(world: World, unit: int) -> dict[str, Any]:
    return {"body": {"year": world.year, "organizations": [world.units[unit].code]}}


def _phase_rule(world: World, _unit: int) -> dict[str, Any]:
    return {"pk": world.phase.pk, "body": {"is_on": True, "days": [5, 1]}}


def _publishable(world: World, unit: int) -> dict[str, Any]:
    _approved(world, unit)
    return _code(world, unit) | {"body": {"year": world.year}}


def publication(world: World, unit: int) -> dict[str, Any]:
    _approved(world, unit)
    home = world.units[unit]
    leader = make_person(f"leader_{home.code}")
    give_role(leader, home, Role.UNIT_LEADER)
    made: Publication = publish(organization=home, year=world.year, actor=leader)
    public = {"code": home.code, "year": made.year, "number": made.number, "format_name": "json"}
    return {"pk": made.pk, "body": {"reason": "测试"}, **public}


_REVIEWS = {
    ("POST", f"/review/tasks/{{pk}}/{act}"): Call(_only("unit_leader"), arguments=_task, scopes=_REVIEW)
    for act in ("open", "approve", "return", "stop", "hand-over")
}
_PUBLISHERS = _only("unit_leader", "department_reviewer")
_GOALS = {
    ("GET", "/forms/{form}/template"): Call(
        WITH_TOKEN, arguments=lambda _world, _unit: {"form": "hebei-project-goals"}, foreign_who=WITH_TOKEN
    ),
    ("GET", "/rules/{slug}"): Call(WITH_TOKEN, WITH_TOKEN, lambda _world, _unit: {"slug": "target-unit-missing"}),
    ("GET", "/targets/parse"): Call(WITH_TOKEN, WITH_TOKEN, lambda _world, _unit: {"query": "?text=≥10次"}),
    ("GET", "/goals/{pk}/files/{file_format}"): Call(
        _LOOKERS, _OTHER_LOOKERS, lambda world, unit: _submitted(world, unit) | {"file_format": "json"}
    ),
    ("GET", "/organizations/{code}/files/{file_format}"): Call(
        _WRITERS, _OTHER_WRITER, lambda world, unit: _code(world, unit) | {"file_format": "json"}
    ),
    ("GET", "/goals/{pk}/changes"): Call(_LOOKERS, _OTHER_LOOKERS, _submitted),
    ("GET", "/organizations/{code}/to-carry-on"): Call(_LOOKERS, _OTHER_LOOKERS, _code),
    ("POST", "/goals/{pk}/check"): Call(_WRITERS, _OTHER_WRITER, _draft, _WRITE),
    # A copy is made for the first unit: whoever writes for it copies what they may see.
    ("POST", "/goals/{pk}/copy"): Call(_WRITERS, frozenset(), _copied, _WRITE),
    ("POST", "/uploads"): Call(_WRITERS, _OTHER_WRITER, _file, _WRITE),
    ("GET", "/uploads"): Call(WITH_TOKEN, scopes=_WRITE),
    ("GET", "/uploads/{pk}"): Call(_only("preparer"), _OTHER_WRITER, _upload, _WRITE),
    ("DELETE", "/uploads/{pk}"): Call(_only("preparer"), _OTHER_WRITER, _upload, _WRITE),
    ("GET", "/uploads/{pk}/pages/{number}"): Call(  # no PDF has no pages
        frozenset(), frozenset(), lambda world, unit: _upload(world, unit) | {"number": 1}, _WRITE
    ),
    ("POST", "/uploads/{pk}/take"): Call(_only("preparer"), _OTHER_WRITER, _upload, _WRITE),
    ("POST", "/review/approvals"): Call(_SPEAKERS - {"preparer"}, _SPEAKERS - {"preparer"}, _batch, _REVIEW),
    ("POST", "/review/runs/{pk}/withdraw"): Call(_WRITERS, _OTHER_WRITER, _run, _WRITE),
    ("GET", "/review/chains/{subject}"): Call(_OFFICE, _OFFICE, _chain, _MANAGE),
    ("PUT", "/review/chains/{subject}"): Call(_OFFICE, _OFFICE, _chain, _MANAGE),
}
_DISCLOSURE = {
    ("GET", "/disclosure/organizations/{code}"): Call(_LOOKERS, _OTHER_LOOKERS, _code),
    ("GET", "/disclosure/organizations/{code}/preview/{file_format}"): Call(
        _LOOKERS, _OTHER_LOOKERS, lambda world, unit: _publishable(world, unit) | {"file_format": "json"}
    ),
    ("POST", "/disclosure/goals/{pk}/exemption"): Call(_PUBLISHERS, arguments=_exemptable, scopes=_PUBLISH),
    ("DELETE", "/disclosure/exemptions/{pk}"): Call(_PUBLISHERS, arguments=_exempted, scopes=_PUBLISH),
}
_OVERSEERS = _only("department_reviewer", "finance_reviewer", "performance_office")
_NOTICES = {
    **{
        (method, path): Call(WITH_TOKEN, WITH_TOKEN, _wish, frozenset(Scope.values))
        for method, path in (
            ("GET", "/notices"),
            ("POST", "/notices/read"),
            ("GET", "/notices/settings"),
            ("PUT", "/notices/settings"),
        )
    },
    ("POST", "/notices/{pk}/read"): Call(_only("preparer"), _OTHER_WRITER, _notice, frozenset(Scope.values)),
    ("GET", "/reminders"): Call(_OVERSEERS),
    ("POST", "/reminders"): Call(_OVERSEERS, _OFFICE, _late, _REVIEW | _MANAGE),
    ("GET", "/phases/{pk}/reminders"): Call(_OFFICE, _OFFICE, _phase_rule, _MANAGE),
    ("PUT", "/phases/{pk}/reminders"): Call(_OFFICE, _OFFICE, _phase_rule, _MANAGE),
    ("GET", "/administration/mail"): Call(_SYSTEM, scopes=_MANAGE),
    ("POST", "/administration/mail/retry"): Call(_SYSTEM, scopes=_MANAGE),
}
_YEAR = {
    ("POST", "/cycles"): Call(_OFFICE, _OFFICE, lambda world, _unit: {"body": {"year": world.year + 1}}, _MANAGE),
    ("PUT", "/cycles/{year}"): Call(_OFFICE, _OFFICE, _cycle, _MANAGE),
    ("POST", "/cycles/{year}/phases"): Call(_OFFICE, _OFFICE, _new_phase, _MANAGE),
    ("PUT", "/phases/{pk}"): Call(_OFFICE, _OFFICE, _phase, _MANAGE),
    ("DELETE", "/phases/{pk}"): Call(_OFFICE, _OFFICE, _phase, _MANAGE),
}
_BOTH = _SYSTEM | _SECURITY
_ADMINISTRATION = {
    ("GET", "/administration/organizations"): Call(_BOTH, scopes=_MANAGE),
    ("POST", "/administration/organizations"): Call(_SYSTEM, _SYSTEM, _new_organization, _MANAGE),
    ("PUT", "/administration/organizations/{code}"): Call(_SYSTEM, _SYSTEM, _organization, _MANAGE),
    ("GET", "/administration/divisions"): Call(_BOTH, scopes=_MANAGE),
    ("POST", "/administration/divisions"): Call(_SYSTEM, _SYSTEM, _new_division, _MANAGE),
    ("PUT", "/administration/divisions/{pk}"): Call(_SYSTEM, _SYSTEM, _division, _MANAGE),
    ("GET", "/administration/template"): Call(_BOTH, scopes=_MANAGE),
    ("GET", "/administration/export"): Call(_BOTH, scopes=_MANAGE),
    ("POST", "/administration/import"): Call(_BOTH, _BOTH, _workbook, _MANAGE),
    ("GET", "/administration/people"): Call(_BOTH, scopes=_MANAGE),
    ("POST", "/administration/people"): Call(_SYSTEM, _SYSTEM, _new_person, _MANAGE),
    ("GET", "/administration/people/{pk}"): Call(_BOTH, _BOTH, _person, _MANAGE),
    ("PUT", "/administration/people/{pk}"): Call(_SYSTEM, _SYSTEM, _person, _MANAGE),
    ("POST", "/administration/people/{pk}/unlock"): Call(_SECURITY, _SECURITY, _person, _MANAGE),
    ("POST", "/administration/people/{pk}/roles"): Call(_SECURITY, _SECURITY, _person, _MANAGE),
    ("DELETE", "/administration/people/{pk}/roles/{membership}"): Call(_SECURITY, _SECURITY, _held, _MANAGE),
    ("PUT", "/administration/people/{pk}/office"): Call(_SECURITY, _SECURITY, _person, _MANAGE),
    ("GET", "/audit/entries"): Call(_only("audit"), scopes=_AUDIT),
    ("GET", "/audit/export"): Call(_only("audit"), scopes=_AUDIT),
}
OPERATIONS: dict[tuple[str, str], Call] = {
    **_GOALS,
    **_NOTICES,
    **_DISCLOSURE,
    **_YEAR,
    **_ADMINISTRATION,
    **YEAR_OPERATIONS,
    ("GET", "/me"): Call(WITH_TOKEN, scopes=frozenset(Scope.values)),
    **{
        ("GET", path): Call(WITH_TOKEN)
        for path in (
            "/me/to-do", "/organizations", "/cycles", "/goals", "/review/tasks", "/review/runs",
            "/disclosure/organizations", "/forms", "/rules", "/overview",
        )
    },
    ("GET", "/organizations/{code}"): Call(_LOOKERS, _OTHER_LOOKERS, _code),
    ("POST", "/goals"): Call(_WRITERS, _OTHER_WRITER, _new, _WRITE),
    ("GET", "/goals/{pk}"): Call(_LOOKERS, _OTHER_LOOKERS, _submitted),
    ("PUT", "/goals/{pk}"): Call(_WRITERS, _OTHER_WRITER, _draft, _WRITE),
    ("DELETE", "/goals/{pk}"): Call(_WRITERS, _OTHER_WRITER, _draft, _WRITE),
    ("POST", "/goals/{pk}/submit"): Call(_WRITERS, _OTHER_WRITER, _submittable, _WRITE),
    ("POST", "/goals/{pk}/withdraw"): Call(_WRITERS, _OTHER_WRITER, _submitted, _WRITE),
    ("POST", "/goals/{pk}/adjust"): Call(_WRITERS, _OTHER_WRITER, _approved, _WRITE),
    ("GET", "/goals/{pk}/findings"): Call(_LOOKERS, _OTHER_LOOKERS, _submitted),
    ("GET", "/goals/{pk}/versions"): Call(_LOOKERS, _OTHER_LOOKERS, _submitted),
    ("GET", "/goals/{pk}/versions/{number}"): Call(_LOOKERS, _OTHER_LOOKERS, _submitted),
    ("GET", "/goals/{pk}/comments"): Call(_LOOKERS, _OTHER_LOOKERS, _submitted),
    ("POST", "/goals/{pk}/comments"): Call(_SPEAKERS, _OTHER_LOOKERS - {"auditor"}, _remark, _SPEAK),
    ("POST", "/comments/{pk}/resolve"): Call(_SPEAKERS, _OTHER_LOOKERS - {"auditor"}, _comment, _SPEAK),
    ("GET", "/review/tasks/{pk}"): Call(_LOOKERS, _OTHER_LOOKERS, _task),
    **_REVIEWS,
    ("GET", "/review/runs/{pk}"): Call(_LOOKERS, _OTHER_LOOKERS, _run),
    ("GET", "/disclosure/organizations/{code}/publications"): Call(_LOOKERS, _OTHER_LOOKERS, publication),
    ("POST", "/disclosure/organizations/{code}/publications"): Call(
        _PUBLISHERS, arguments=_publishable, scopes=_PUBLISH
    ),
    ("GET", "/disclosure/publications/{pk}"): Call(_LOOKERS, _OTHER_LOOKERS, publication),
    ("POST", "/disclosure/publications/{pk}/withdraw"): Call(_PUBLISHERS, arguments=publication, scopes=_PUBLISH),
    ("GET", "/public/projects"): Call(EVERYBODY, scopes=frozenset()),
    ("GET", "/public/results"): Call(EVERYBODY, scopes=frozenset()),
    ("GET", "/public/organizations"): Call(EVERYBODY, scopes=frozenset()),
    **{
        ("GET", path): Call(EVERYBODY, EVERYBODY, publication, frozenset())
        for path in (
            "/public/organizations/{code}/documents",
            "/public/documents/{code}/{year}/{number}",
            "/public/documents/{code}/{year}/{number}/files/{format_name}",
        )
    },
    ("GET", "/public/verify"): Call(
        EVERYBODY, EVERYBODY, lambda _world, _unit: {"query": f"?digest={'0' * 64}"}, frozenset()
    ),
}  # fmt: skip
