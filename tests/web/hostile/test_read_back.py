"""What hostile people stored, on every page, in every answer of the API and in every file in which it comes out again."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.urls import reverse
from tests.web.api.callers import Caller, caller
from tests.web.api.matrix import OPERATIONS
from tests.web.hostile.addresses import ADDRESSES, anything
from tests.web.hostile.answers import content_of, markup_problems, problems_of
from tests.web.hostile.stored import spoil
from tests.web.hostile.texts import MARK
from tests.web.hostile.town import Town, taken_back
from tests.web.test_permissions import PAGES, STRANGER

from jiheng.publishing import FORMATS
from jiheng.web.notices.letters import letter
from jiheng.web.notices.models import Mail, Notice

pytestmark = pytest.mark.django_db
Places = Callable[[Town], list[dict[str, Any]]]
_READERS = (
    "preparer", "performance_office", "system", "security", "audit", STRANGER, "finance_reviewer", "unit_leader",
    "department_reviewer", "auditor",
)  # fmt: skip
_HOW_MANY = 2  # of them look at each page; a file is the same for everybody
_GOALS: Places = lambda town: [{"pk": each.pk} for each in (town.draft, town.approved, town.department)]  # noqa: E731
_DRAFT: Places = lambda town: [{"pk": town.draft.pk}]  # noqa: E731


def _public(town: Town, **more: Any) -> list[dict[str, Any]]:
    every = (town.public, town.withdrawn)
    return [{"code": each.organization.code, "year": each.year, "number": each.number, **more} for each in every]


def _code(town: Town) -> list[dict[str, Any]]:
    return [{"code": town.world.units[0].code}]


def _place(town: Town) -> list[dict[str, Any]]:
    return [{"pk": town.world.units[0].pk, "year": town.world.year}]


PLACES: dict[str, Places] = {
    "organizations:edit": lambda town: [{"pk": each.pk} for each in (town.world.bureau, town.world.units[0])],
    "organizations:division_edit": lambda town: [{"pk": town.world.division.pk}],
    **{
        f"organizations:{name}": lambda town: [{"pk": each.pk} for each in town.world.people.values()]
        for name in ("person", "person_edit")
    },
    "organizations:cycle": lambda town: [{"year": town.world.year}],
    "organizations:phase_new": lambda town: [{"year": town.world.year}],
    "organizations:phase": lambda town: [{"pk": town.world.cycle.phases.last().pk}],
    "notices:open": lambda _town: [],  # leads on to the page that it is about
    "notices:rule": lambda town: [{"pk": town.world.phase.pk}],
    "goals:progress": lambda _town: [{"key": "units"}],
    "goals:template": lambda _town: [{"form": "hebei-project-goals"}],
    "goals:document": lambda _town: [{"file_format": each} for each in FORMATS],
    "goals:import_preview": lambda town: [{"pk": town.upload.pk}],
    "goals:import_page": lambda _town: [],  # pictures of a PDF
    "goals:goal": _GOALS,
    "goals:submit": _DRAFT,
    "goals:adjust": lambda town: [{"pk": town.approved.pk}],
    "goals:download": lambda town: [{"pk": town.draft.pk, "file_format": each} for each in FORMATS],
    **{f"goals:{name}": _GOALS for name in ("print", "preview", "versions", "compare")},
    "goals:rule": lambda _town: [{"slug": "target-unit-missing"}],
    "review:run": lambda town: [{"pk": each.pk} for each in (town.returned, town.submitted)],
    "review:comments": lambda town: [{"subject": "goal", "subject_id": town.submitted.subject_id}],
    "review:chain": lambda _town: [{"subject": "goal"}],
    "disclosure:manage": _place,
    "disclosure:preview": _place,
    "disclosure:document": _public,
    "disclosure:project": lambda town: _public(town, table=2),
    "disclosure:file": lambda town: [each for name in FORMATS for each in _public(town, format_name=name)],
    "disclosure:organization": _code,
    "disclosure:organization_feed": _code,
    "disclosure:data_table": lambda _town: [{"name": each} for each in ("publications", "projects", "indicators")],
    "disclosure:sitemap_part": lambda _town: [{"part": 0}, {"part": 1}],
}
_QUERIES = {
    "disclosure:start": ("q=hq7z", "q=script+hq7z"), "goals:list": ("text=hq7z",), "goals:new": ("text=hq7z",),
    "audit:list": ("text=hq7z",), "review:queue": ("state=done", "state=waiting"),
}  # fmt: skip
_EMPTY = {"/uploads/{pk}/pages/{number}"}  # pictures of a PDF
_SHOWING = {
    "goals:list", "goals:goal", "goals:preview", "goals:print", "goals:versions", "goals:document", "goals:export",
    "goals:overview", "review:run", "review:run_list", "review:run_export", "review:comments", "review:chain",
    "organizations:list", "organizations:people", "organizations:person", "organizations:years", "audit:list",
    "audit:export", "api:tokens", "disclosure:state", "disclosure:export", "disclosure:manage", "disclosure:start",
    "disclosure:document", "disclosure:project", "disclosure:organization", "disclosure:organizations",
    "disclosure:data_table", "disclosure:data_lines", "disclosure:feed", "disclosure:organization_feed",
}  # fmt: skip


@pytest.fixture(scope="module")
def spoilt(town: Town) -> Town:
    spoil(town)
    return town


def test_every_address_that_shows_something_has_a_place(town: Town) -> None:
    browser = town.browser("preparer")
    unknown = [name for name, kinds in ADDRESSES.items() if kinds and name not in PLACES]
    assert [name for name in unknown if browser.get(reverse(name, kwargs=anything(name))).status_code != 405] == []


def test_it_is_harmless_on_every_page_and_in_every_file(spoilt: Town) -> None:
    wrong: list[str] = []
    showing = set()
    for name in ADDRESSES:
        for where, response in _pages(name, spoilt):
            problems, content = response
            wrong += [f"{name} {where}: {each}" for each in problems]
            showing |= {name} if MARK.encode() in content else set()
    assert wrong == []
    assert _SHOWING - showing == set()


@pytest.mark.parametrize("path", [path for method, path in OPERATIONS if method == "GET"])
def test_it_is_harmless_in_every_answer_of_the_api(path: str, spoilt: Town) -> None:
    call = OPERATIONS["GET", path]
    wrong, found = [], 0
    for person in [each for each in _READERS if each in call.who][:_HOW_MANY]:
        program = Caller() if person == STRANGER else caller(spoilt.world.people[person])
        for arguments in _arguments(path, spoilt):
            with taken_back():
                response = program("get", path.format(**arguments) + arguments.get("query", ""))
                found += response.status_code in {200, 410}
                wrong += [f"{arguments}: {each}" for each in problems_of(response)]
    assert wrong == []
    assert found or path in _EMPTY


def test_it_is_harmless_in_every_mail(spoilt: Town) -> None:
    assert Notice.objects.exists()
    for notice in Notice.objects.select_related("user")[:200]:
        notice.mail = Mail.objects.create(user=notice.user, created_at=notice.created_at, due_at=notice.created_at)
        notice.save()
        notice.user.email = "a@example.org"
        message = letter(notice.mail)
        assert not re.search(r"[\x00-\x1f\x7f]", message.subject)
        assert list(markup_problems(str(message.alternatives[0][0]).encode())) == []
        assert message.message().as_bytes().count(b"\nSet-Cookie") == 0


def _pages(name: str, town: Town) -> Iterator[tuple[Any, tuple[list[str], bytes]]]:
    who = [person for person in _READERS if person in PAGES[name].who][
        : 1 if "file_format" in ADDRESSES[name] else _HOW_MANY
    ]
    if name.startswith("disclosure:") and STRANGER in PAGES[name].who:
        who = [STRANGER]
    places = PLACES.get(name, lambda _town: [{}])(town) if ADDRESSES[name] == {} or name in PLACES else []
    for person in who:
        for arguments in places:
            for query in ("", *_QUERIES.get(name, ())):
                yield (person, arguments, query), _read(town, person, f"{reverse(name, kwargs=arguments)}?{query}")


def _read(town: Town, person: str, address: str) -> tuple[list[str], bytes]:
    with taken_back():
        try:
            response = town.browser("" if person == STRANGER else person).get(address)
            content = content_of(response)
            if response.streaming:
                response.streaming_content = [content]  # type: ignore[attr-defined]
            return list(problems_of(response)), content
        except Exception as error:  # noqa: BLE001 - told with the address
            return [f"{type(error).__name__}: {error}"[:300]], b""


def _arguments(path: str, town: Town) -> list[dict[str, Any]]:
    """Of an operation: of what was spoilt where that is what it shows."""
    if path.startswith("/public/documents"):
        return [each for name in FORMATS for each in _public(town, format_name=name)]
    keys: dict[str, list[int]] = {
        "/goals": [town.draft.pk, town.approved.pk, town.department.pk],
        "/uploads": [town.upload.pk],
        "/review/tasks": list(town.returned.tasks.values_list("pk", flat=True)),
        "/review/runs": [town.returned.pk, town.submitted.pk],
        "/disclosure/publications": [town.public.pk, town.withdrawn.pk],
        "/phases": [town.world.phase.pk],
        "/administration/people": [each.pk for each in town.world.people.values()],
    }
    found = next((pks for start, pks in keys.items() if path.startswith(f"{start}/{{")), [1])
    unit = town.world.units[0].code
    known = {"code": unit, "number": 1, "file_format": "json", "subject": "goal", "form": "hebei-project-goals"}
    known |= {"slug": "target-unit-missing", "query": "?text=hq7z" if path == "/targets/parse" else ""}
    return [{**known, "pk": pk} for pk in ([town.draft.pk] if "{number}" in path else found)]
