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
from tests.web.factories import PEOPLE, World
from tests.web.monitoring.rounds import alert_of, report_of, round_of

from jiheng.publishing import publish
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


def _notice(world: World) -> dict[str, Any]:
    notify(people=[world.people["preparer"]], kind="review.task", key="test", title="测试", url="/")
    return {"pk": Notice.objects.get(user=world.people["preparer"]).pk}


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
PAGES = _ACCOUNTS | _AUDIT | _ORGANIZATIONS | _REVIEW | _GOALS | _DISCLOSURE | _API | _NOTICES | _MONITORING
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
