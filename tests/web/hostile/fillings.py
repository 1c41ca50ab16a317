"""Every address that takes what somebody typed: who may send it, what a good answer looks like, which fields take any text."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any, NamedTuple

from django.contrib.messages import get_messages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.forms import BaseForm, BaseFormSet
from django.test import Client
from django.test.utils import ContextList
from django.utils import timezone
from tests.web.factories import PASSWORD
from tests.web.goals.conftest import typed_sheet
from tests.web.hostile import money
from tests.web.hostile.town import Town, open_task
from tests.web.rectification.cases import asked, closed, in_days, planned, problem_of, reported
from tests.web.results.cases import decided
from tests.web.self_evaluation.papers import item_of, rescore_of

from jiheng.publishing import publish
from jiheng.web.goals.selectors import document_of
from jiheng.web.organizations.sheets import write
from jiheng.web.review.models import Chain

__all__ = ["FILLINGS", "Filling", "refusal_of"]

Values = Callable[[Town], dict[str, Any]]


def _nothing(_town: Town) -> dict[str, Any]:
    return {}


class Filling(NamedTuple):
    """How an address is filled in.

    Attributes:
        person: who sends it, a stranger if empty.
        place: arguments of the address.
        values: that would be taken.
        free: fields that may hold any text; strict: those in which no text of the catalogue makes sense, which has to
            be said at the field; lenient: those in which nonsense is as if nothing were there.
        numbers, dates: fields that hold such.
        room: characters that fit into the free fields.
        is_good: whether the values are taken; of codes and signatures there are none that everybody knows.
        is_json: the body is JSON, with the fields in its ``content``.
        open: the browser, where signing in is not all.
    """

    person: str
    place: Values = _nothing
    values: Values = _nothing
    free: tuple[str, ...] = ()
    strict: tuple[str, ...] = ()
    lenient: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    dates: tuple[str, ...] = ()
    room: int = 64
    is_good: bool = True
    is_json: bool = False
    open: Callable[[Town], Client] | None = None


def refusal_of(response: Any) -> dict[str, list[str]]:
    """Field → what is said there; under an empty name what is said of the whole. Empty where everything was taken."""
    said: dict[str, list[str]] = {}
    if response.headers.get("Content-Type", "").startswith("application/json"):
        answer = response.json()
        if response.status_code >= 400:
            said = {name: [text] for name, text in answer.get("fields", {}).items()}
            said.setdefault("", [answer["message"]])
        return said
    for form in _forms(response.context):
        for name, texts in form.errors.items():
            hidden = name in form.fields and form[name].is_hidden  # nobody types there, nobody is told
            said.setdefault("" if name == "__all__" else form.add_prefix(name), []).extend([] if hidden else texts)
    for message in get_messages(response.wsgi_request):
        if message.level_tag in {"error", "warning"}:
            said.setdefault("", []).append(str(message))
    if response.status_code >= 400:
        said.setdefault("", [])
    return said


def _forms(context: Any) -> list[BaseForm]:
    layers = context if context is None or isinstance(context, ContextList) else [context]  # of one template alone
    values = [value for layer in layers or () for part in layer for value in dict(part).values()]
    forms = [value for value in values if isinstance(value, BaseForm)]
    sets = [value for value in values if isinstance(value, BaseFormSet)]
    found = [*forms, *(form for each in sets for form in each)]
    return list({id(form): form for form in found if form.is_bound}.values())


# ── Values that would be taken ────────────────────────────────────────────────────────────────────────────────────────


def _unit(town: Town) -> dict[str, Any]:
    number = next(town.numbers)
    return {"kind": "unit", "code": f"H{number:05}", "name": "新单位", "parent": town.world.departments[0].pk}


def _person(town: Town) -> dict[str, Any]:
    return {"login": f"p{next(town.numbers)}", "name": "新人", "email": "p@example.org", "is_active": "on"}


def _phase(town: Town) -> dict[str, Any]:
    start = timezone.localtime() + timedelta(days=40 + 2 * next(town.numbers))
    times = {name: (start + timedelta(days=days)).strftime("%Y-%m-%dT%H:%M") for name, days in _WINDOW.items()}
    return {"name": "二上", "reason": "推迟", **times}


_WINDOW = {"opens_at": 0, "due_at": 1}


def _chain(_town: Town) -> dict[str, Any]:
    chain = Chain.objects.get(subject="goal", is_active=True)
    rows = {
        f"form-{number}-{name}": value
        for number, step in enumerate(chain.steps.all())
        for name, value in {"order": step.order, "name": step.name, "role": step.role, "days": step.days or ""}.items()
    }
    count = {"form-TOTAL_FORMS": chain.steps.count(), "form-INITIAL_FORMS": 0}
    return {"name": chain.name, "lock": chain.lock, **count, **rows}


def _content(**more: Any) -> Values:
    def made(town: Town) -> dict[str, Any]:
        town.draft.refresh_from_db()
        return {"content": typed_sheet(**more), "lock": town.draft.lock}

    return made


def _graded(_town: Town) -> dict[str, Any]:
    grades = dict.fromkeys(("completeness", "relevance", "appropriateness", "feasibility"), "good")
    return {"decision": "approve", "opinion": "同意", "override": "同意", "from": "state=open", **grades}


def _code_asked(town: Town) -> Client:
    client = town.browser("")
    session = client.session
    session["second_factor"] = [town.world.people["preparer"].pk, int(time.time())]
    session.save()
    return client


def _file(town: Town) -> dict[str, Any]:
    unit = town.world.units[0]
    data = publish(document_of(unit, town.world.year), "json")
    return {"file": SimpleUploadedFile("x.json", data), "organization": unit.code}


def _workbook(town: Town) -> dict[str, Any]:
    rows = {"单位": [{"kind": "预算单位", "code": "205009", "name": "新", "parent": town.world.departments[0].code}]}
    return {"file": SimpleUploadedFile("x.xlsx", write(rows))}


def _pk(thing: Callable[[Town], Any]) -> Values:
    return lambda town: {"pk": thing(town).pk}


def _reason(_town: Town) -> dict[str, Any]:
    return {"reason": "有误"}


def _evaluated(state: str) -> Values:
    return _pk(lambda town: item_of(town.world, 0, state))


def _evaluation(town: Town) -> dict[str, Any]:
    item = item_of(town.world)
    return {"content": item.content, "lock": item.lock}


def _drawable(town: Town) -> dict[str, Any]:
    item_of(town.world, 0, "approved")
    return {}


def _rescored(town: Town) -> dict[str, Any]:
    scores = {"points-execution": "1", "reason-execution": "有出入", "points-0": "2", "reason-0": "有出入"}
    return {"lock": str(rescore_of(town.world).lock), "opinion": "属实", **scores}


def _notice(town: Town) -> dict[str, Any]:
    line = {
        "category": "outcome", "description": "只完成一半", "requirement": "补足", "due_on": "", "unit": "办公室",
        "person": "主任",
    }  # fmt: skip
    return {
        "organization": town.world.units[0].code, "goal": town.approved.pk, "source": "audit", "title": "整改通知",
        "due_on": in_days(30).isoformat(), "document": f"财绩{next(town.numbers)}号", "problems-TOTAL_FORMS": "1",
        "problems-INITIAL_FORMS": "0", **{f"problems-0-{name}": text for name, text in line.items()},
    }  # fmt: skip


def _at(make: Callable[[Any], Any]) -> Values:
    return _pk(lambda town: make(town.world))


def _said(prefix: str, **values: str) -> Values:
    named = {name if name == "decision" else f"{prefix}-{name}": value for name, value in values.items()}
    return lambda _town: dict(named)


_later, _today = in_days(80).isoformat(), in_days(0).isoformat()
_preparer = _pk(lambda town: town.world.people["preparer"])
_draft = _pk(lambda town: town.draft)
_leaders = _pk(lambda town: open_task(town.submitted))

FILLINGS: dict[str, Filling] = {
    "accounts:sign_in": Filling(
        "", values=lambda _town: {"login": "unit_leader", "password": PASSWORD, "next": "/"},
        free=("login", "password"), lenient=("next",),
    ),
    "accounts:sign_in_code": Filling("", values=lambda _town: {"code": "123456"}, strict=("code",), is_good=False,
        open=_code_asked),
    "accounts:profile": Filling(
        "unit_leader", values=lambda _town: {"old": PASSWORD, "new": "另一个-密码-2099", "again": "另一个-密码-2099"},
        strict=("old",), lenient=("new", "again"),
    ),
    "accounts:second_factor": Filling(
        "preparer", values=lambda _town: {"code": "000000"}, strict=("code",), is_good=False
    ),
    "accounts:second_factor_remove": Filling(
        "unit_leader", values=lambda _town: {"factor-password": "x"}, lenient=("factor-password",), is_good=False
    ),
    "accounts:language": Filling(
        "preparer", values=lambda _town: {"language": "en", "next": "/"}, lenient=("language", "next")
    ),
    "notices:settings": Filling(
        "preparer", values=lambda _town: {"review.returned": "never"}, lenient=("review.returned",)
    ),
    "notices:reminders": Filling(
        "performance_office", values=lambda _town: {"text": "请尽快", "all": "1"}, free=("text",), room=400,
        lenient=("unit",), numbers=("unit",), is_good=False,
    ),
    "notices:rule": Filling(
        "performance_office", _pk(lambda town: town.world.phase), lambda _town: {"is_on": "on", "days": "7、3"},
        strict=("days",), lenient=("is_on",), numbers=("days",),
    ),
    "notices:mail_test": Filling(
        "system", values=lambda _town: {"to": "a@example.org"}, lenient=("to",), is_good=False
    ),
    "organizations:new": Filling(
        "system", values=_unit, free=("name",), strict=("kind", "code", "parent", "division"), numbers=("parent", "division"),
        room=120
    ),
    "organizations:edit": Filling(
        "system", _pk(lambda town: town.world.units[1]), lambda town: _unit(town) | {"is_active": "on"},
        free=("name",), strict=("code", "parent", "division"), lenient=("is_active",), numbers=("parent", "division"),
        room=120,
    ),
    "organizations:division_new": Filling(
        "system", values=lambda town: {"bureau": town.world.bureau.pk, "name": "某处"},
        free=("name",), strict=("bureau",),
    ),
    "organizations:division_edit": Filling(
        "system", _pk(lambda town: town.world.other_division), lambda _town: {"name": "某处"}, free=("name",)
    ),
    "organizations:person_new": Filling("system", values=_person, free=("login", "name"), strict=("email",)),
    "organizations:person_edit": Filling(
        "system", _pk(lambda town: town.world.people["expert"]), _person, free=("name",), strict=("email",)
    ),
    "organizations:role_give": Filling(
        "security", _preparer,
        lambda town: {"role": "expert", "organization": town.world.units[2].code, "year": "", "division": ""},
        strict=("role", "organization", "year", "division"), numbers=("organization", "year", "division"),
    ),
    "organizations:office": Filling(
        "security", _preparer, lambda _town: {"office": "audit"}, lenient=("office",), is_good=False
    ),
    "organizations:import": Filling(
        "system", values=_workbook, strict=("file",),
        lenient=("with_passwords",),
    ),
    "organizations:import_keep": Filling("system", values=lambda _town: {"package": "x"}, lenient=("package",), is_good=False),
    "organizations:cycle_new": Filling(
        "performance_office", values=lambda town: {"year": 2040 + next(town.numbers) % 50}, strict=("year",), numbers=("year",),
    ),
    "organizations:cycle": Filling(
        "performance_office", lambda town: {"year": town.world.year}, lambda _town: {"approved_on": "2027-01-20"},
        strict=("approved_on",), dates=("approved_on",),
    ),
    "organizations:phase_new": Filling(
        "performance_office", lambda town: {"year": town.world.year}, _phase,
        free=("name",), strict=("opens_at", "due_at"), dates=("opens_at", "due_at"), room=32,
    ),
    "organizations:phase": Filling(
        "performance_office", _pk(lambda town: town.world.cycle.phases.last()), _phase,
        free=("name", "reason"), strict=("opens_at", "due_at"), dates=("opens_at", "due_at"), room=32,
    ),
    "goals:new": Filling(
        "preparer",
        values=lambda town: {
            "form": "hebei-project-goals", "origin": "budget", "organization": town.world.units[0].code,
        },
        strict=("form", "origin"), lenient=("organization",),
    ),
    "goals:new_copy": Filling(
        "preparer", _draft, lambda town: {"origin": "budget", "organization": town.world.units[0].code},
        lenient=("origin", "organization"),
    ),
    "goals:new_department": Filling(
        "preparer", values=lambda town: {"organization": town.world.units[0].code}, lenient=("organization",),
        is_good=False,
    ),
    "goals:import": Filling("preparer", values=_file, strict=("file",), lenient=("organization",)),
    "goals:import_take": Filling(
        "preparer", _pk(lambda town: town.upload), lambda _town: {"table": "1"}, lenient=("table", "department", "way-1", "lock-1"),
        numbers=("table", "way-1", "lock-1")
    ),
    "goals:parse_target": Filling(
        "preparer", values=lambda _town: {"text": "≥95%"}, free=("text",), room=4000, is_json=True
    ),
    "goals:check": Filling("preparer", _draft, _content(), free=("content",), strict=("lock",), room=4000, is_json=True, numbers=("content", "lock")),
    "goals:save": Filling("preparer", _draft, _content(), free=("content",), strict=("lock",), room=4000, is_json=True, numbers=("content", "lock")),
    "goals:submit": Filling("preparer", _draft, lambda _town: {"explanation": "说明"}, free=("explanation",), room=900),
    "goals:adjust": Filling("preparer", _pk(lambda town: town.approved), _reason, free=("reason",), room=900),
    "review:batch": Filling(
        "unit_leader", values=lambda town: {"task": open_task(town.submitted).pk, "from": "", "confirmed": "1"},
        lenient=("task", "from"), numbers=("task",), is_good=False,
    ),
    "review:decide": Filling(
        "finance_reviewer", _pk(lambda town: open_task(town.graded)), _graded, free=("opinion", "override"),
        strict=("decision", "completeness"), lenient=("from",), room=1900,
    ),
    "review:hand_over": Filling("unit_leader", _leaders, lambda town: {"to": town.second.pk}, lenient=("to",), numbers=("to",)),
    "review:comments": Filling(
        "preparer", lambda town: {"subject": "goal", "subject_id": town.submitted.subject_id},
        lambda _town: {"anchor": "name", "version": "1", "text": "写全称"}, free=("anchor", "text"), strict=("version",),
        numbers=("version",), room=110,
    ),
    "review:chain": Filling(
        "performance_office", lambda _town: {"subject": "goal"}, _chain, free=("name", "form-0-name", "form-1-name"),
        strict=("lock", "form-0-order", "form-0-role", "form-0-days", "form-0-skipped_for"),
        lenient=("form-TOTAL_FORMS", "form-0-quality_form"), numbers=("lock", "form-0-order", "form-0-days"),
        room=32,
    ),
    "self_evaluation:begin": Filling(
        "preparer", values=lambda town: {"organization": town.world.units[0].code}, lenient=("organization",),
    ),
    "self_evaluation:window": Filling(
        "performance_office", values=lambda _town: {"opens_at": "2028-01-02T09:00", "due_at": "2028-03-31T18:00"},
        strict=("opens_at", "due_at"), dates=("opens_at", "due_at"),
    ),
    **{
        f"self_evaluation:{act}": Filling(
            "preparer", _evaluated("draft"), _evaluation, free=("content",), strict=("lock",), room=400, is_json=True,
            numbers=("content", "lock"),
        )
        for act in ("save", "check")
    },
    "self_evaluation:submit": Filling(
        "preparer", _evaluated("draft"), lambda _town: {"explanation": "说明"}, free=("explanation",), room=900
    ),
    "self_evaluation:reopen": Filling("preparer", _evaluated("approved"), _reason, free=("reason",), room=900),
    "self_evaluation:sample_new": Filling(
        "performance_office", _drawable, lambda _town: {"name": "抽查", "count": "1", "percent": "", "by": "all", "seed": "1"},
        free=("name", "seed"), strict=("count", "by"), numbers=("count",), room=32,
    ),
    "self_evaluation:rescore": Filling(
        "performance_office", _pk(lambda town: rescore_of(town.world)), _rescored, free=("reason-0", "opinion"),
        lenient=("points-execution", "lock"), numbers=("points-0", "lock"), room=900,
    ),
    "self_evaluation:rescore_done": Filling(
        "performance_office", _pk(lambda town: rescore_of(town.world)),
        lambda town: {"lock": str(rescore_of(town.world).lock)}, lenient=("lock",), numbers=("lock",), is_good=False,
    ),
    "rectification:new": Filling(
        "performance_office", values=_notice,
        free=("title", "document", "problems-0-description", "problems-0-requirement", "problems-0-unit", "problems-0-person"),
        strict=("goal", "source", "due_on", "problems-0-category", "problems-0-due_on"), dates=("due_on", "problems-0-due_on"),
        lenient=("organization", "problems-TOTAL_FORMS", "more"), numbers=("goal", "problems-TOTAL_FORMS"), room=60,
    ),
    "rectification:plan": Filling(
        "preparer", _at(problem_of), _said("plan", measures="分两次", person="科长"), free=("plan-measures", "plan-person"), room=60
    ),
    "rectification:progress": Filling(
        "preparer", _at(planned), _said("progress", text="一半"), free=("progress-text",), room=900
    ),
    "rectification:feedback": Filling(
        "preparer", _at(planned), _said("feedback", result="已补足", finished_on=_today), free=("feedback-result",),
        strict=("feedback-finished_on",), dates=("feedback-finished_on",), room=900,
    ),
    "rectification:extension": Filling(
        "preparer", _at(problem_of), _said("extension", due_on=_later, reason="等批复"), free=("extension-reason",),
        strict=("extension-due_on",), dates=("extension-due_on",), room=900,
    ),
    "rectification:verify": Filling(
        "performance_office", _at(reported), _said("verify", opinion="属实", advice="压减", decision="close"),
        free=("verify-opinion", "verify-advice"), lenient=("decision",), room=190,
    ),
    "rectification:reopen": Filling(
        "performance_office", _at(closed), _said("reopen", reason="又出现"), free=("reopen-reason",), room=900
    ),
    "rectification:answer": Filling(
        "performance_office", _at(asked), _said("answer", reason="不行", decision="refuse"), free=("answer-reason",),
        lenient=("decision",), room=900,
    ),
    "results:accept": Filling(
        "performance_office", values=lambda town: {"goal": town.approved.pk, "next": "/results/"}, lenient=("goal", "next"),
        numbers=("goal",),
    ),
    "results:publish": Filling(
        "performance_office", values=lambda town: {"next": "/results/", "_": decided(town.world).pk}, lenient=("next",)
    ),
    "results:decide": Filling(
        "performance_office", _pk(lambda town: town.approved), lambda _town: {"action": "cut", "percent": "5", "reason": "低"},
        free=("reason",), strict=("action", "percent"), numbers=("percent",), room=900,
    ),
    "results:undo": Filling(
        "performance_office", _at(decided), _said("undo", reason="有误"), free=("undo-reason",), room=900
    ),
    "results:answer": Filling(
        "preparer", _pk(lambda town: decided(town.world, is_published=True)), lambda _town: {"view": "同意"}, free=("view",),
        room=900,
    ),
    "disclosure:withdraw": Filling("unit_leader", _pk(lambda town: town.public), _reason, free=("reason",), room=900),
    "disclosure:exempt": Filling("unit_leader", _pk(lambda town: town.approved), _reason, free=("reason",), room=900),
    "api:tokens": Filling(
        "preparer", values=lambda _town: {"name": "交换数据", "scopes": "read", "days": "30"},
        free=("name",), strict=("scopes", "days"), numbers=("days",),
    ),
    "execution:imports": Filling("preparer", values=money.payments, strict=("file",), lenient=("organization",)),
    "execution:import_check": Filling(
        "preparer", money.tried, money.columns, free=("remember",), strict=("unit", "way", "kind", "source", "vouchers", "column_amount"),
        room=60,
    ),
    "execution:import_assign": Filling(
        "preparer", money.table, money.known, strict=("project",), lenient=("code", "name")
    ),
    "execution:save": Filling(
        "preparer", money.project, money.cells, free=("cells",), numbers=("cells",), room=20, is_json=True
    ),
    "attachments:files": Filling(
        "preparer", money.evidence, lambda _town: {"anchor": "indicators[1]"}, lenient=("anchor",), is_good=False
    ),
    "regulation:rules": Filling(
        "performance_office", values=money.rules, free=("reasons-0-label", "reasons-0-finer", "ladder-0-label"),
        strict=("region", "lights__red_below", "lights__warning_days", "scoring__reverse", "monitoring__rounds", "steps-0-least",
                "ladder-0-days", "ladder-0-roles", "proposals-0-action", "proposals-0-grades"),
        lenient=("lock", "steps-TOTAL_FORMS", "reasons-0-code"),
        numbers=("lights__red_below", "lights__warning_days", "ladder-0-days", "proposals-0-percent"), room=30,
    ),
    "regulation:examples": Filling(
        "performance_office", values=money.rules,
        lenient=("region", "lights__red_below", "ladder-0-label", "proposals-0-action", "steps-TOTAL_FORMS"),
        numbers=("lights__red_below", "lights__warning_days", "ladder-0-days", "proposals-0-percent"),
    ),
}  # fmt: skip
