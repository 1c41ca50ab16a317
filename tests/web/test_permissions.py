"""Who may open which page: every address of the site, for every kind of person and for a stranger.

A new address without an entry fails. An entry says who gets in; everyone else must be refused, be it that they have
to sign in, that they may not (403), or that for them there is no such thing (404).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from tests.web.disclosure.approved import exemption_of, published_of
from tests.web.disclosure.published_results import kept_back, published_results, standing_results
from tests.web.evaluation import cases as evaluation_cases
from tests.web.execution.money import approved as project_with_money
from tests.web.execution.money import table_at
from tests.web.factories import PEOPLE, World
from tests.web.monitoring.rounds import alert_of, report_of, round_of
from tests.web.rectification.cases import issued, problem_of
from tests.web.results.cases import decided
from tests.web.self_evaluation.papers import item_of, rescore_of

from jiheng.publishing import publish
from jiheng.web.attachments.services import attachment_add
from jiheng.web.goals.models import Goal
from jiheng.web.goals.selectors import document_of
from jiheng.web.goals.services import goal_create, goal_submit
from jiheng.web.goals.uploads import upload_bring
from jiheng.web.notices.models import Notice
from jiheng.web.notices.services import notify
from jiheng.web.review.models import Comment, Run
from jiheng.web.review.services import comment_add, default_chain

Arguments = Callable[[World], dict[str, Any]]

STRANGER = "stranger"
SIGNED_IN = frozenset(PEOPLE)
EVERYONE = SIGNED_IN | {STRANGER}
SYSTEM, SECURITY, AUDIT = "system", "security", "audit"
_REFUSED = {401, 403, 404}


def _no_arguments(_world: World) -> dict[str, Any]:
    return {}


class Page(NamedTuple):
    """Who may open an address.

    Attributes:
        who: names of `PEOPLE`, and `STRANGER`.
        arguments: of the address, for an object of the first unit; may create it.
        method: GET or POST; a POST with too little data is not a refusal, so `data` is seldom needed.
        foreign: arguments for an object of the other department, and `foreign_who` for whoever may open that.
    """

    who: frozenset[str]
    arguments: Arguments = _no_arguments
    method: str = "get"
    data: dict[str, Any] | None = None
    foreign: Arguments | None = None
    foreign_who: frozenset[str] = frozenset()


def _only(*names: str) -> frozenset[str]:
    return frozenset(names)


_ACCOUNTS = {
    "accounts:sign_in": Page(EVERYONE),
    "accounts:sign_out": Page(EVERYONE, method="post"),
    "accounts:sign_in_code": Page(EVERYONE),
    "accounts:language": Page(EVERYONE, method="post", data={"language": "zh-hans"}),
    "accounts:profile": Page(SIGNED_IN),
    "accounts:second_factor": Page(SIGNED_IN),
    "accounts:second_factor_remove": Page(SIGNED_IN, method="post"),
    # No provider is set up in these tests: there is no such page. tests/web/accounts/test_provider.py has a real one.
    "openid_connect_login": Page(_only(), lambda _world: {"provider_id": "office"}),
    "openid_connect_callback": Page(_only(), lambda _world: {"provider_id": "office"}),
}
_AUDIT = {
    "audit:list": Page(_only(AUDIT)),
    "audit:export": Page(_only(AUDIT)),
}


def _preparer(world: World) -> dict[str, Any]:
    return {"pk": world.people["preparer"].pk}


def _held(world: World) -> dict[str, Any]:
    person = world.people["preparer"]
    return {"pk": person.pk, "membership": person.memberships.get().pk}


def _year(world: World) -> dict[str, Any]:
    return {"year": world.year}


_BOTH = _only(SYSTEM, SECURITY)
_CALENDAR = _only("performance_office")
_ORGANIZATIONS = {
    "organizations:list": Page(_BOTH),
    "organizations:new": Page(_only(SYSTEM)),
    "organizations:edit": Page(_only(SYSTEM), lambda world: {"pk": world.units[0].pk}),
    "organizations:division_new": Page(_only(SYSTEM)),
    "organizations:division_edit": Page(_only(SYSTEM), lambda world: {"pk": world.division.pk}),
    "organizations:people": Page(_BOTH),
    "organizations:person_new": Page(_only(SYSTEM)),
    "organizations:person": Page(_BOTH, _preparer),
    "organizations:person_edit": Page(_only(SYSTEM), _preparer),
    "organizations:person_password": Page(_only(SYSTEM), _preparer, method="post"),
    "organizations:person_unlock": Page(_only(SECURITY), _preparer, method="post"),
    "organizations:second_factor_remove": Page(_only(SECURITY), _preparer, method="post"),
    "organizations:role_give": Page(_only(SECURITY), _preparer, method="post"),
    "organizations:role_take": Page(_only(SECURITY), _held, method="post"),
    "organizations:office": Page(_only(SECURITY), _preparer, method="post", data={"office": "audit"}),
    "organizations:import": Page(_BOTH),
    "organizations:import_keep": Page(_BOTH, method="post"),
    "organizations:template": Page(_BOTH),
    "organizations:export": Page(_BOTH),
    "organizations:years": Page(SIGNED_IN),
    "organizations:cycle_new": Page(_CALENDAR),
    "organizations:cycle": Page(_CALENDAR, _year),
    "organizations:phase_new": Page(_CALENDAR, _year),
    "organizations:phase": Page(_CALENDAR, lambda world: {"pk": world.phase.pk}),
    "organizations:phase_delete": Page(_CALENDAR, lambda world: {"pk": world.phase.pk}, method="post"),
}


def _run(world: World, unit: int = 0) -> Run:
    """A goal that was handed in."""
    default_chain()
    author = world.people["preparer"] if unit == 0 else world.people["other_preparer"]
    goal = goal_create(organization=world.units[unit], year=world.year, actor=author)
    goal_submit(goal=goal, actor=author, explanation="测试")
    return Run.objects.get(subject_id=goal.pk)


def _comment(world: World, unit: int = 0) -> Comment:
    run = _run(world, unit)
    return comment_add(
        subject=run.subject, subject_id=run.subject_id, version=1, anchor="name", text="写全称", actor=run.started_by
    )


def _commented(run: Run) -> dict[str, Any]:
    return {"subject": run.subject, "subject_id": run.subject_id}


_REVIEWERS = _only("unit_leader", "department_reviewer", "finance_reviewer", "performance_office")
_SPEAKERS = _REVIEWERS | {"preparer"}
_LOOKERS = _SPEAKERS | {"auditor"}
# Of the other department: its own preparer, and those whose view is the whole bureau.
_REVIEW = {
    "review:queue": Page(_REVIEWERS),
    "review:queue_export": Page(_REVIEWERS),
    "review:run_export": Page(SIGNED_IN),
    "review:batch": Page(_REVIEWERS, method="post"),
    "review:run_list": Page(SIGNED_IN),  # an empty list for whoever may see none
    "review:run": Page(
        _LOOKERS,
        lambda world: {"pk": _run(world).pk},
        foreign=lambda world: {"pk": _run(world, -1).pk},
        foreign_who=_only("other_preparer", "performance_office", "auditor"),
    ),
    "review:withdraw": Page(
        _only("preparer", "unit_leader"),
        lambda world: {"pk": _run(world).pk},
        method="post",
        foreign=lambda world: {"pk": _run(world, -1).pk},
        foreign_who=_only("other_preparer"),
    ),
    **{
        f"review:{name}": Page(
            _only("unit_leader"),
            lambda world: {"pk": _run(world).tasks.get(order=1).pk},
            method="post",
            foreign=lambda world: {"pk": _run(world, -1).tasks.get(order=1).pk},
        )
        for name in ("decide", "hand_over")
    },
    "review:comments": Page(
        _LOOKERS,
        lambda world: _commented(_run(world)),
        foreign=lambda world: _commented(_run(world, -1)),
        foreign_who=_only("other_preparer", "performance_office", "auditor"),
    ),
    "review:comment_resolve": Page(
        _SPEAKERS,
        lambda world: {"pk": _comment(world).pk},
        method="post",
        foreign=lambda world: {"pk": _comment(world, -1).pk},
        foreign_who=_only("other_preparer", "performance_office"),
    ),
    "review:chain": Page(_only("performance_office"), lambda _world: {"subject": "goal"}),
}


def _draft(world: World, unit: int = 0) -> dict[str, Any]:
    author = world.people["preparer"] if unit == 0 else world.people["other_preparer"]
    return {"pk": goal_create(organization=world.units[unit], year=world.year, actor=author).pk}


def _handed_in(world: World, unit: int = 0) -> dict[str, Any]:
    return {"pk": _run(world, unit).subject_id}


def _approved(world: World, unit: int = 0) -> dict[str, Any]:
    pk = _run(world, unit).subject_id
    Goal.objects.filter(pk=pk).update(state="approved")
    return {"pk": pk}


def _upload(world: World) -> dict[str, Any]:
    author = world.people["preparer"]
    goal_create(organization=world.units[0], year=world.year, actor=author)
    data = publish(document_of(world.units[0], world.year), "json")
    return {"pk": upload_bring(organization=world.units[0], year=world.year, name="x", data=data, actor=author).pk}


_AUTHORS = _only("preparer", "unit_leader")
_WRITERS = _AUTHORS | {"other_preparer"}


def _draft_page(method: str = "get") -> Page:
    return Page(_AUTHORS, _draft, method, foreign=lambda world: _draft(world, -1), foreign_who=_only("other_preparer"))


def _paper_page(**more: Any) -> Page:
    return Page(
        _LOOKERS,
        lambda world: _handed_in(world) | more,
        foreign=lambda world: _handed_in(world, -1) | more,
        foreign_who=_only("other_preparer", "performance_office", "auditor"),
    )


_GOALS = {
    "goals:overview": Page(SIGNED_IN),
    "goals:progress": Page(_REVIEWERS - {"unit_leader"} | {"auditor"}, lambda _world: {"key": "units"}),
    "goals:list": Page(SIGNED_IN),  # an empty list for whoever may see none
    "goals:export": Page(SIGNED_IN),
    "goals:new": Page(_WRITERS),
    "goals:new_copy": _draft_page("post"),
    "goals:new_department": Page(_WRITERS, method="post"),
    "goals:template": Page(SIGNED_IN, lambda _world: {"form": "hebei-project-goals"}),
    "goals:document": Page(_WRITERS, lambda _world: {"file_format": "json"}),
    "goals:import": Page(_WRITERS),
    "goals:import_preview": Page(_only("preparer"), _upload),
    "goals:import_page": Page(_only(), lambda world: _upload(world) | {"number": 1}),  # no PDF has no pages
    "goals:import_take": Page(_only("preparer"), _upload, method="post"),
    "goals:parse_target": Page(SIGNED_IN, method="post"),
    "goals:save": _draft_page("post"),
    "goals:check": _draft_page("post"),
    "goals:submit": _draft_page(),
    "goals:delete": _draft_page("post"),
    "goals:goal": _paper_page(),
    "goals:print": _paper_page(),
    "goals:preview": _paper_page(),
    "goals:download": _paper_page(file_format="json"),
    "goals:versions": _paper_page(),
    "goals:compare": _paper_page(),
    "goals:withdraw": Page(
        _AUTHORS, _handed_in, "post", foreign=lambda world: _handed_in(world, -1), foreign_who=_only("other_preparer")
    ),
    "goals:adjust": Page(
        _AUTHORS, _approved, foreign=lambda world: _approved(world, -1), foreign_who=_only("other_preparer")
    ),
    "goals:rule": Page(SIGNED_IN, lambda _world: {"slug": "target-unit-missing"}),
}


def _place(world: World, unit: int = 0) -> dict[str, Any]:
    return {"pk": published_of(world, unit).organization_id, "year": world.year}


def _public(world: World, **more: Any) -> dict[str, Any]:
    publication = published_of(world)
    return {"code": publication.organization.code, "year": publication.year, "number": publication.number, **more}


def _published_goal(world: World, unit: int = 0) -> Any:
    return published_of(world, unit).organization.goals.get()


_PUBLISHERS = _only("unit_leader", "department_reviewer")
_FOREIGN_LOOKERS = _only("other_preparer", "performance_office", "auditor")
_DISCLOSURE = {
    "disclosure:state": Page(_LOOKERS | {"other_preparer"}),
    "disclosure:export": Page(_LOOKERS | {"other_preparer"}),
    "disclosure:manage": Page(_LOOKERS, _place, foreign=lambda world: _place(world, -1), foreign_who=_FOREIGN_LOOKERS),
    "disclosure:preview": Page(_LOOKERS, _place, foreign=lambda world: _place(world, -1), foreign_who=_FOREIGN_LOOKERS),
    "disclosure:publish": Page(_PUBLISHERS, _place, "post", foreign=lambda world: _place(world, -1)),
    "disclosure:withdraw": Page(
        _PUBLISHERS, lambda world: {"pk": published_of(world).pk}, "post", {"reason": "有误"},
        foreign=lambda world: {"pk": published_of(world, -1).pk},
    ),
    "disclosure:exempt": Page(
        _PUBLISHERS, lambda world: {"pk": _published_goal(world).pk}, "post", {"reason": "国家秘密"},
        foreign=lambda world: {"pk": _published_goal(world, -1).pk},
    ),
    "disclosure:exemption_end": Page(
        _PUBLISHERS, lambda world: {"pk": exemption_of(world).pk}, "post",
        foreign=lambda world: {"pk": exemption_of(world, -1).pk},
    ),
    "disclosure:document": Page(EVERYONE, _public),
    "disclosure:project": Page(EVERYONE, lambda world: _public(world, table=1)),
    "disclosure:file": Page(EVERYONE, lambda world: _public(world, format_name="docx")),
    "disclosure:organization": Page(EVERYONE, lambda world: {"code": _public(world)["code"]}),
    "disclosure:organization_feed": Page(EVERYONE, lambda world: {"code": _public(world)["code"]}),
    "disclosure:data_table": Page(EVERYONE, lambda _world: {"name": "projects"}),
    "disclosure:sitemap_part": Page(EVERYONE, lambda _world: {"part": 0}),
    **{
        f"disclosure:{name}": Page(EVERYONE)
        for name in (
            "start", "organizations", "verify", "data", "data_package", "data_lines", "feed", "sitemap", "robots",
        )
    },
}  # fmt: skip


def _results_place(world: World, unit: int = 0, **more: Any) -> dict[str, Any]:
    item, _evaluation = standing_results(world, unit)
    exempted = {"kind": "project", "key": item.pk} if more else {}
    return {"pk": item.organization_id, "year": world.year, **exempted}


def _public_result(world: World, **more: Any) -> dict[str, Any]:
    publication = published_results(world)
    place = {"code": publication.organization.code, "year": publication.year, "number": publication.number}
    return {**place, "table": publication.results.get(kind="evaluation").number, **more}


def _life(world: World, unit: int = 0) -> dict[str, Any]:
    return {"pk": project_with_money(world, unit=unit).pk}


_DISCLOSURE |= {
    **{
        f"disclosure:{name}": Page(
            _LOOKERS, _results_place, foreign=lambda world: _results_place(world, -1), foreign_who=_FOREIGN_LOOKERS
        )
        for name in ("manage_results", "preview_results")
    },
    "disclosure:publish_results": Page(
        _PUBLISHERS, _results_place, "post", foreign=lambda world: _results_place(world, -1)
    ),
    "disclosure:exempt_result": Page(
        _PUBLISHERS,
        lambda world: _results_place(world, exempted=True),
        "post",
        {"reason": "涉密"},
        foreign=lambda world: _results_place(world, -1, exempted=True),
    ),
    "disclosure:exemption_end_result": Page(
        _PUBLISHERS,
        lambda world: {"pk": kept_back(world).pk},
        "post",
        foreign=lambda world: {"pk": kept_back(world, -1).pk},
    ),
    "disclosure:result": Page(EVERYONE, _public_result),
    "disclosure:report": Page(EVERYONE, lambda world: _public_result(world, format_name="docx")),
    "disclosure:data_result_lines": Page(EVERYONE),
}
_ANALYTICS = {
    **{f"analytics:{name}": Page(_LOOKERS | {"other_preparer"}) for name in ("overview", "groups")},
    "analytics:chart": Page(_LOOKERS, lambda world: _life(world) and {"key": "spending"}),
    "analytics:life": Page(_LOOKERS, _life, foreign=lambda world: _life(world, -1), foreign_who=_FOREIGN_LOOKERS),
}


def _notice(world: World) -> dict[str, Any]:
    notify(people=[world.people["preparer"]], kind="review.task", key="test", title="测试", url="/")
    return {"pk": Notice.objects.get(user=world.people["preparer"], key="test").pk}


_NOTICES = {
    **{f"notices:{name}": Page(SIGNED_IN) for name in ("list", "settings")},
    "notices:read_all": Page(SIGNED_IN, method="post"),
    "notices:open": Page(_only("preparer"), _notice),
    "notices:read": Page(_only("preparer"), _notice, method="post"),
    "notices:reminders": Page(_REVIEWERS - {"unit_leader"}),
    "notices:rule": Page(_CALENDAR, lambda world: {"pk": world.phase.pk}),
    "notices:mail": Page(_only(SYSTEM)),
    "notices:mail_test": Page(_only(SYSTEM), method="post"),
    "notices:mail_retry": Page(_only(SYSTEM), method="post"),
}


def _token(world: World) -> dict[str, Any]:
    from jiheng.web.api.services import token_create

    return {"pk": token_create(actor=world.people["preparer"], name="测试", scopes=["read"], days=1)[0].pk}


_API = {
    "api:tokens": Page(SIGNED_IN),
    "api:token_revoke": Page(_only("preparer"), _token, method="post"),
    "api-v1:openapi-json": Page(EVERYONE),
    "api-v1:openapi-view": Page(EVERYONE),
    "api-v1:api-root": Page(_only()),
    "api-unknown": Page(_only(), lambda _world: {"rest": "nothing"}),
}


def _report(state: str = "draft", **more: Any) -> dict[str, Any]:
    """The arguments of a page of a report, for the own unit and a foreign one."""
    return {
        "arguments": lambda world: {"pk": report_of(world, 0, state).pk, **more},
        "foreign": lambda world: {"pk": report_of(world, -1, state).pk, **more},
    }


def _alert(foreign_who: frozenset[str]) -> dict[str, Any]:
    return {
        "arguments": lambda world: {"pk": alert_of(world).pk},
        "foreign": lambda world: {"pk": alert_of(world, -1).pk},
        "foreign_who": foreign_who,
    }


_OVERSEERS = _only("department_reviewer", "finance_reviewer", "performance_office", "auditor")
_MONITORED = {"arguments": lambda world: {"pk": round_of(world).pk}}
_MONITORING = {
    **{f"monitoring:{name}": Page(SIGNED_IN) for name in ("list", "export", "alerts", "alert_export", "alert_heat")},
    "monitoring:unit": Page(_only(), lambda _world: {"file_format": "json"}),  # of no unit and round; see test_reports
    **{
        f"monitoring:{name}": Page(_AUTHORS, method="post", foreign_who=_only("other_preparer"), **_report())
        for name in ("save", "check", "submit")
    },
    "monitoring:withdraw": Page(
        _AUTHORS, method="post", foreign_who=_only("other_preparer"), **_report("submitted")
    ),
    "monitoring:correct": Page(_AUTHORS, foreign_who=_only("other_preparer"), **_report("approved")),
    "monitoring:conclude": Page(
        _only("finance_reviewer", "performance_office"), method="post", foreign_who=_only("performance_office"),
        **_report("submitted"),
    ),
    **{
        f"monitoring:{name}": Page(_LOOKERS, foreign_who=_FOREIGN_LOOKERS, **_report("submitted"))
        for name in ("report", "print", "preview")
    },
    "monitoring:download": Page(_LOOKERS, foreign_who=_FOREIGN_LOOKERS, **_report("submitted", file_format="json")),
    "monitoring:rounds": Page(_OVERSEERS),
    "monitoring:round_new": Page(_only("department_reviewer", "performance_office")),
    "monitoring:round": Page(_OVERSEERS, **_MONITORED),
    "monitoring:round_export": Page(_OVERSEERS, **_MONITORED),
    "monitoring:round_edit": Page(_CALENDAR, **_MONITORED),
    "monitoring:hand_out": Page(_CALENDAR, method="post", **_MONITORED),
    "monitoring:alert": Page(_LOOKERS, **_alert(_FOREIGN_LOOKERS)),
    "monitoring:alert_answer": Page(_AUTHORS, method="post", **_alert(_only("other_preparer"))),
    "monitoring:alert_close": Page(_OVERSEERS - {"auditor"}, method="post", **_alert(_only("performance_office"))),
}  # fmt: skip


def _evaluated(state: str = "draft", **more: Any) -> dict[str, Any]:
    """The arguments of a page of a self-evaluation, for the own unit and a foreign one."""
    return {
        "arguments": lambda world: {"pk": item_of(world, 0, state).pk, **more},
        "foreign": lambda world: {"pk": item_of(world, -1, state).pk, **more},
    }


def _rescored(foreign_who: frozenset[str], *, is_done: bool = False) -> dict[str, Any]:
    return {
        "arguments": lambda world: {"pk": rescore_of(world, is_done=is_done).pk},
        "foreign": lambda world: {"pk": rescore_of(world, -1, is_done=is_done).pk},
        "foreign_who": foreign_who,
    }


_BUREAU = _only("finance_reviewer", "performance_office", "auditor")
_SAMPLE = {"arguments": lambda world: {"pk": rescore_of(world).sample_id}}
_SELF_EVALUATION = {
    **{f"self_evaluation:{name}": Page(_LOOKERS | {"other_preparer"}) for name in ("list", "export")},
    "self_evaluation:begin": Page(
        _AUTHORS,
        method="post",
        data={"organization": "205001"},  # the code of the first unit
    ),
    "self_evaluation:window": Page(_CALENDAR),
    "self_evaluation:document": Page(_only(), lambda _world: {"file_format": "json"}),  # of no unit; see test_pages
    **{
        f"self_evaluation:{name}": Page(_AUTHORS, method="post", foreign_who=_only("other_preparer"), **_evaluated())
        for name in ("save", "check", "refresh")
    },
    "self_evaluation:submit": Page(_AUTHORS, foreign_who=_only("other_preparer"), **_evaluated()),
    "self_evaluation:withdraw": Page(
        _AUTHORS, method="post", foreign_who=_only("other_preparer"), **_evaluated("submitted")
    ),
    "self_evaluation:reopen": Page(_AUTHORS, foreign_who=_only("other_preparer"), **_evaluated("approved")),
    **{
        f"self_evaluation:{name}": Page(_LOOKERS, foreign_who=_FOREIGN_LOOKERS, **_evaluated("submitted"))
        for name in ("item", "print", "preview")
    },
    "self_evaluation:download": Page(
        _LOOKERS, foreign_who=_FOREIGN_LOOKERS, **_evaluated("submitted", file_format="json")
    ),
    "self_evaluation:report": Page(
        _LOOKERS, foreign_who=_FOREIGN_LOOKERS, **_evaluated("submitted", file_format="docx")
    ),
    "self_evaluation:samples": Page(_BUREAU),
    "self_evaluation:sample_new": Page(_CALENDAR),
    "self_evaluation:sample": Page(_BUREAU, **_SAMPLE),
    "self_evaluation:sample_export": Page(_BUREAU, **_SAMPLE),
    "self_evaluation:rescore": Page(_LOOKERS, **_rescored(_FOREIGN_LOOKERS, is_done=True)),
    "self_evaluation:rescore_done": Page(
        _only("finance_reviewer", "performance_office"), method="post", **_rescored(_only("performance_office"))
    ),
}


def _problem() -> dict[str, Any]:
    return {
        "arguments": lambda world: {"pk": problem_of(world).pk},
        "foreign": lambda world: {"pk": problem_of(world, -1).pk},
    }


def _issued(unit: int, **more: Any) -> Arguments:
    return lambda world: {"pk": issued(world, unit).pk, **more}


def _chart_of_problems(world: World) -> dict[str, Any]:
    problem_of(world)
    return {"key": "months"}


_ISSUERS = _only("department_reviewer", "finance_reviewer", "performance_office")
_OFFICE = _only("finance_reviewer", "performance_office")
_BUSINESS = SIGNED_IN - {SYSTEM, SECURITY, AUDIT}
_RECTIFICATION = {
    **{f"rectification:{name}": Page(SIGNED_IN) for name in ("list", "export", "charts")},
    "rectification:ledger": Page(_BUSINESS, lambda _world: {"file_format": "json"}),
    "rectification:chart": Page(_LOOKERS, _chart_of_problems),
    "rectification:new": Page(_ISSUERS),
    "rectification:notice": Page(_LOOKERS, _issued(0), foreign=_issued(-1), foreign_who=_FOREIGN_LOOKERS),
    "rectification:letter": Page(
        _LOOKERS, _issued(0, file_format="docx"), foreign=_issued(-1, file_format="docx"), foreign_who=_FOREIGN_LOOKERS
    ),
    "rectification:problem": Page(_LOOKERS, **_problem(), foreign_who=_FOREIGN_LOOKERS),
    **{
        f"rectification:{name}": Page(_AUTHORS, method="post", **_problem(), foreign_who=_only("other_preparer"))
        for name in ("plan", "progress", "feedback", "extension")
    },
    **{
        f"rectification:{name}": Page(_OFFICE, method="post", **_problem(), foreign_who=_CALENDAR)
        for name in ("verify", "reopen", "answer")
    },
}


def _result(unit: int, *, published: bool) -> Arguments:
    return lambda world: {"pk": decided(world, unit, is_published=published).pk}


_RESULTS = {
    **{f"results:{name}": Page(SIGNED_IN) for name in ("list", "export")},
    "results:opinions": Page(_BUSINESS - {"expert"}, lambda _world: {"file_format": "docx"}),
    **{f"results:{name}": Page(_OFFICE, method="post") for name in ("accept", "publish")},
    "results:project": Page(
        _LOOKERS, _result(0, published=True), foreign=_result(-1, published=True), foreign_who=_FOREIGN_LOOKERS
    ),
    **{
        f"results:{name}": Page(
            _OFFICE, _result(0, published=False), "post", foreign=_result(-1, published=False), foreign_who=_CALENDAR
        )
        for name in ("decide", "undo")
    },
    "results:answer": Page(
        _AUTHORS, _result(0, published=True), "post", foreign=_result(-1, published=True),
        foreign_who=_only("other_preparer"),
    ),
}  # fmt: skip


def _money(method: str = "get", who: frozenset[str] = _LOOKERS, foreign_who: frozenset[str] = _FOREIGN_LOOKERS) -> Page:
    return Page(
        who, lambda world: {"pk": project_with_money(world).pk}, method,
        foreign=lambda world: {"pk": project_with_money(world, unit=-1).pk}, foreign_who=foreign_who,
    )  # fmt: skip


def _table(
    method: str = "get",
    who: frozenset[str] = _LOOKERS,
    foreign_who: frozenset[str] = _FOREIGN_LOOKERS,
    *,
    done: bool = True,
) -> Page:
    return Page(
        who, lambda world: {"pk": table_at(world, done=done).pk}, method,
        foreign=lambda world: {"pk": table_at(world, -1, done=done).pk}, foreign_who=foreign_who,
    )  # fmt: skip


_ENTERING = _AUTHORS | {"department_reviewer", "performance_office"}
_ENTERING_FOREIGN = _only("other_preparer", "performance_office")
_EXECUTION = {
    **{f"execution:{name}": Page(SIGNED_IN) for name in ("list", "export", "imports")},
    **{f"execution:{name}": _money() for name in ("project", "movements", "chart")},
    **{f"execution:{name}": _money("post", _ENTERING, _ENTERING_FOREIGN) for name in ("save", "adjustment")},
    **{f"execution:{name}": _table() for name in ("import", "import_status", "import_rows")},
    **{
        f"execution:{name}": _table("post", _only("preparer"), _only("other_preparer"), done=False)
        for name in ("import_check", "import_take", "import_discard")
    },
    **{f"execution:{name}": _table("post", _ENTERING, _ENTERING_FOREIGN) for name in ("import_undo", "import_assign")},
}


def _file(world: World, unit: int = 0) -> dict[str, Any]:
    problem = problem_of(world, unit)
    author = world.people["preparer" if unit == 0 else "other_preparer"]
    made = attachment_add(owner="problem", owner_id=problem.pk, name="a.pdf", data=b"%PDF-1.7", actor=author)
    return {"pk": made.pk}


def _owner(world: World, unit: int = 0) -> dict[str, Any]:
    return {"owner": "problem", "owner_id": problem_of(world, unit).pk}


_ATTACHMENTS = {
    "attachments:files": Page(_LOOKERS, _owner, foreign=lambda world: _owner(world, -1), foreign_who=_FOREIGN_LOOKERS),
    "attachments:download": Page(_LOOKERS, _file, foreign=lambda world: _file(world, -1), foreign_who=_FOREIGN_LOOKERS),
    "attachments:remove": Page(
        _AUTHORS, _file, "post", foreign=lambda world: _file(world, -1), foreign_who=_only("other_preparer")
    ),
}
_REGULATION = {
    "regulation:rules": Page(_BUSINESS),
    "regulation:examples": Page(_CALENDAR, method="post"),
}


def _evaluation(make: Callable[[World, int], dict[str, Any]]) -> dict[str, Any]:
    return {"arguments": lambda world: make(world, 0), "foreign": lambda world: make(world, -1)}


def _evaluated(state: str, **more: Any) -> dict[str, Any]:
    return _evaluation(lambda world, unit: {"pk": evaluation_cases.assigned(world, unit, state).pk, **more})


def _reported(**more: Any) -> dict[str, Any]:
    return _evaluation(
        lambda world, unit: {"pk": evaluation_cases.evaluation_of(world, unit, "consulting").pk, "number": 1, **more}
    )


def _opinion(world: World, unit: int) -> dict[str, Any]:
    opinion = evaluation_cases.opinion_of(world, unit)
    return {"pk": opinion.report.evaluation_id, "opinion": opinion.pk}


# The world's expert is at home in the first unit and takes part in the evaluation of the other one only.
_UNIT_SIDE = _only("preparer", "unit_leader", "department_reviewer")
_INSIDE = _only("performance_office", "finance_reviewer", "auditor")
_INSIDE_ELSEWHERE = _only("performance_office", "auditor")
_PLANNERS = _only("performance_office", "department_reviewer")
_MATERIAL_ELSEWHERE = _INSIDE_ELSEWHERE | {"expert", "other_preparer"}
_EVALUATION = {
    **{f"evaluation:{name}": Page(SIGNED_IN) for name in ("list", "export")},
    **{f"evaluation:{name}": Page(_PLANNERS) for name in ("plan", "plan_export", "agencies", "agency_new")},
    "evaluation:agency": Page(_PLANNERS, lambda world: {"pk": evaluation_cases.agency_of(world).pk}),
    "evaluation:plan_draw": Page(_PLANNERS, method="post"),
    "evaluation:plan_add": Page(_PLANNERS, method="post"),
    **{
        f"evaluation:{name}": Page(
            _CALENDAR, method="post", foreign_who=_CALENDAR,
            **_evaluation(lambda world, unit: {"pk": evaluation_cases.planned(world, unit).pk}),
        )
        for name in ("plan_remove", "plan_begin")
    },
    "evaluation:evaluation": Page(_UNIT_SIDE | _INSIDE, **_evaluated("scoring"), foreign_who=_MATERIAL_ELSEWHERE),
    "evaluation:materials": Page(_UNIT_SIDE | _INSIDE, **_evaluated("scoring"), foreign_who=_MATERIAL_ELSEWHERE),
    "evaluation:material": Page(
        _UNIT_SIDE | _INSIDE, **_evaluated("scoring", kind="goal", key=0, file_format="json"),
        foreign_who=_MATERIAL_ELSEWHERE,
    ),
    "evaluation:evidence": Page(
        _UNIT_SIDE | _INSIDE,
        **_evaluation(evaluation_cases.evidence_of), foreign_who=_MATERIAL_ELSEWHERE,
    ),
    **{
        f"evaluation:{name}": Page(_INSIDE, **_evaluated("scoring"), foreign_who=_INSIDE_ELSEWHERE | {"expert"})
        for name in ("frame", "papers")
    },
    "evaluation:people": Page(_INSIDE, **_evaluated("scoring"), foreign_who=_INSIDE_ELSEWHERE),
    "evaluation:score": Page(_only(), **_evaluated("scoring"), foreign_who=_only("expert")),
    "evaluation:hand_in": Page(_only(), method="post", **_evaluated("scoring"), foreign_who=_only("expert")),
    "evaluation:declare": Page(
        _only(), method="post", **_evaluated("preparing"), foreign_who=_only("expert"),
    ),
    "evaluation:scores": Page(_INSIDE, **_evaluated("scored"), foreign_who=_INSIDE_ELSEWHERE | {"expert"}),
    **{
        f"evaluation:{name}": Page(_CALENDAR, method="post", **_evaluated("preparing"), foreign_who=_CALENDAR)
        for name in ("assign", "agency_choose")
    },
    "evaluation:frame_take": Page(
        _CALENDAR, method="post", data={"lock": "1"}, **_evaluated("preparing"), foreign_who=_CALENDAR
    ),
    "evaluation:unassign": Page(
        _CALENDAR, method="post", foreign_who=_CALENDAR,
        **_evaluation(evaluation_cases.assignment_of),
    ),
    "evaluation:step": Page(_CALENDAR, method="post", **_evaluated("scored", name="consult"), foreign_who=_CALENDAR),
    "evaluation:report": Page(
        _UNIT_SIDE | _INSIDE, **_evaluated("scored"), foreign_who=_MATERIAL_ELSEWHERE,
    ),
    "evaluation:report_edit": Page(_CALENDAR, **_evaluated("scored"), foreign_who=_CALENDAR),
    "evaluation:report_make": Page(_CALENDAR, method="post", **_evaluated("scored"), foreign_who=_CALENDAR),
    **{
        f"evaluation:{name}": Page(
            _UNIT_SIDE | _INSIDE, **_reported(file_format="docx"), foreign_who=_MATERIAL_ELSEWHERE - {"expert"}
        )
        for name in ("report_file", "table_file")
    },
    "evaluation:opinion_say": Page(_UNIT_SIDE, method="post", **_reported(), foreign_who=_only("other_preparer")),
    "evaluation:opinion_answer": Page(_CALENDAR, method="post", **_evaluation(_opinion), foreign_who=_CALENDAR),
}  # fmt: skip

PAGES = (
    _ACCOUNTS | _AUDIT | _ORGANIZATIONS | _REVIEW | _GOALS | _DISCLOSURE | _API | _NOTICES | _MONITORING | _RECTIFICATION
    | _RESULTS | _EXECUTION | _ATTACHMENTS | _REGULATION | _EVALUATION | _SELF_EVALUATION
    | _ANALYTICS
)  # fmt: skip
_DOCUMENTED = ("api-v1:openapi-json", "api-v1:openapi-view", "api-v1:api-root")


def _names(patterns: list[Any], prefix: str = "") -> Iterator[str]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix
            yield from _names(pattern.url_patterns, inner)
        else:
            assert isinstance(pattern, URLPattern)
            # The operations of the API are walked by token in tests/web/api/test_api_permissions.py.
            if not prefix.startswith("api-v1:") or f"{prefix}{pattern.name}" in _DOCUMENTED:
                yield f"{prefix}{pattern.name}"


ADDRESSES = sorted(set(_names(get_resolver().url_patterns)))


def test_every_address_has_an_entry_and_every_entry_an_address() -> None:
    assert [name for name in ADDRESSES if name not in PAGES] == []
    assert [name for name in PAGES if name not in ADDRESSES] == []


@pytest.mark.parametrize("name", [name for name in ADDRESSES if name in PAGES])
def test_only_the_named_people_get_in(name: str, world: World) -> None:
    page = PAGES[name]
    assert _admitted(name, page, page.arguments, world) == page.who


@pytest.mark.parametrize("name", [name for name in ADDRESSES if name in PAGES and PAGES[name].foreign])
def test_what_is_foreign_stays_closed(name: str, world: World) -> None:
    page = PAGES[name]
    assert page.foreign is not None
    assert _admitted(name, page, page.foreign, world) == page.foreign_who


def _admitted(name: str, page: Page, arguments: Arguments, world: World) -> set[str]:
    address = reverse(name, kwargs=arguments(world))
    return {person for person in (*PEOPLE, STRANGER) if _gets_in(address, page, world.people.get(person))}


def _gets_in(address: str, page: Page, person: Any) -> bool:
    browser = Client(raise_request_exception=True)
    with transaction.atomic():  # what one person does must not be in the way of the next
        if person is not None:
            browser.force_login(person)
        response = getattr(browser, page.method)(address, page.data or {})
        transaction.set_rollback(True)
    assert response.status_code < 500, f"{address}: {response.status_code}"
    to_sign_in = response.status_code == 302 and response.url.startswith(reverse("accounts:sign_in") + "?next=")
    return response.status_code not in _REFUSED and not to_sign_in
