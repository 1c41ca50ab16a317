"""What hostile people stored, on every page, in every answer of the API and in every file in which it comes out again."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.urls import reverse
from tests.web.api.callers import Caller, caller
from tests.web.api.matrix import OPERATIONS
from tests.web.hostile.addresses import ADDRESSES, anything
from tests.web.hostile.answers import content_of, markup_problems, problems_of
from tests.web.hostile.places import PLACES, public
from tests.web.hostile.stored import spoil
from tests.web.hostile.texts import MARK
from tests.web.hostile.town import Town, taken_back
from tests.web.permissions import PAGES, STRANGER

from jiheng.publishing import FORMATS
from jiheng.web.notices.letters import letter
from jiheng.web.notices.models import Mail, Notice

pytestmark = pytest.mark.django_db
_READERS = (
    "preparer", "performance_office", "system", "security", "audit", STRANGER, "finance_reviewer", "unit_leader",
    "department_reviewer", "auditor", "expert",
)  # fmt: skip
_HOW_MANY = 2  # of them look at each page; a file is the same for everybody
_QUERIES = {
    "disclosure:start": ("q=hq7z", "q=script+hq7z"), "goals:list": ("text=hq7z",), "goals:new": ("text=hq7z",),
    "audit:list": ("text=hq7z",), "review:queue": ("state=done", "state=waiting"),
}  # fmt: skip
_API_QUERIES = {"/targets/parse": "?text=hq7z", "/public/verify": f"?digest={'0' * 64}"}
_EMPTY = {"/uploads/{pk}/pages/{number}"}  # pictures of a PDF
_OF_THE_YEAR: dict[str, str] = {
    "/execution/projects": "execution:project", "/execution/imports": "execution:import",
    "/monitoring/reports": "monitoring:report", "/monitoring/rounds": "monitoring:round",
    "/monitoring/alerts": "monitoring:alert", "/self-evaluations": "self_evaluation:item",
    "/samples": "self_evaluation:sample", "/rescores": "self_evaluation:rescore",
    "/evaluations/{pk}/own-scores": "evaluation:score", "/evaluations/{pk}/narrative": "evaluation:report_edit",
    "/evaluations": "evaluation:evaluation",
    "/rectification/problems": "rectification:problem", "/rectification/notices": "rectification:notice",
    "/results/projects": "results:project",
}  # fmt: skip
"""Operations on what comes after the goals → the page that shows the same; the more special ones first."""
_SHOWING = {
    "goals:list", "goals:goal", "goals:preview", "goals:print", "goals:versions", "goals:document", "goals:export",
    "goals:overview", "review:run", "review:run_list", "review:run_export", "review:comments", "review:chain",
    "organizations:list", "organizations:people", "organizations:person", "organizations:years", "audit:list",
    "audit:export", "api:tokens", "disclosure:state", "disclosure:export", "disclosure:manage", "disclosure:start",
    "disclosure:document", "disclosure:project", "disclosure:organization", "disclosure:organizations",
    "disclosure:data_table", "disclosure:data_lines", "disclosure:feed", "disclosure:organization_feed",
    "rectification:list", "rectification:problem", "rectification:notice", "rectification:export", "rectification:ledger",
    "results:list", "results:project", "results:export",
    *(f"monitoring:{name}" for name in (
        "list", "export", "unit", "report", "correct", "print", "preview", "download", "rounds", "round", "round_edit",
        "alerts", "alert_export", "alert",
    )),
    *(f"self_evaluation:{name}" for name in (
        "list", "export", "document", "item", "print", "preview", "download", "samples", "sample", "sample_export", "rescore",
    )),
    *(f"evaluation:{name}" for name in (
        "list", "export", "plan", "plan_export", "agencies", "agency", "evaluation", "frame", "people", "score", "scores",
        "materials", "material", "report", "report_edit", "table_file",
    )),
    "disclosure:manage_results", "disclosure:preview_results", "disclosure:result", "disclosure:data_result_lines",
    "analytics:overview", "analytics:groups", "analytics:life", "attachments:files",
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
    for person in [each for each in _READERS if each in (call.who or call.foreign_who)][:_HOW_MANY]:
        program = Caller() if person == STRANGER else caller(spoilt.world.people[person])
        for arguments in _arguments(path, spoilt):
            with taken_back():
                response = program("get", path.format(**arguments) + arguments.get("query", ""))
                found += response.status_code in {200, 410}
                wrong += [f"{arguments}: {each}" for each in problems_of(response)]
    assert wrong == []
    assert found or path in _EMPTY


@pytest.mark.usefixtures("spoilt")
def test_it_is_harmless_in_every_mail() -> None:
    assert Notice.objects.exists()
    for notice in Notice.objects.select_related("user")[:200]:
        notice.mail = Mail.objects.create(user=notice.user, created_at=notice.created_at, due_at=notice.created_at)
        notice.save()
        notice.user.email = "a@example.org"
        message = letter(notice.mail)
        assert not re.search(r"[\x00-\x1f\x7f]", message.subject)
        assert list(markup_problems(str(message.alternatives[0][0]).encode())) == []
        head = message.message().as_bytes().partition(b"\n\n")[0]
        assert b"\nSet-Cookie" not in head


def _questions(name: str, town: Town) -> tuple[str, ...]:
    """What else is asked for in the address."""
    unit = town.world.units[0].code
    of_the_unit = {
        "monitoring:unit": f"organization={unit}&round={town.kept['round']}",
        "self_evaluation:document": f"organization={unit}",
    }
    return (of_the_unit[name],) if name in of_the_unit else ("", *_QUERIES.get(name, ()))


def _pages(name: str, town: Town) -> Iterator[tuple[Any, tuple[list[str], bytes]]]:
    allowed = PAGES[name].who or PAGES[name].foreign_who or {"preparer"}  # who is refused without a question
    who = [person for person in _READERS if person in allowed][: 1 if "file_format" in ADDRESSES[name] else _HOW_MANY]
    if name.startswith("disclosure:") and STRANGER in PAGES[name].who:
        who = [STRANGER]
    places = PLACES.get(name, lambda _town: [{}])(town) if ADDRESSES[name] == {} or name in PLACES else []
    for person in who:
        for arguments in places:
            for query in _questions(name, town):
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
        return [each for name in FORMATS for each in public(town, format_name=name)]
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
    pages = (page for start, page in _OF_THE_YEAR.items() if path.startswith(start if "{" in start else f"{start}/{{"))
    if page := next(pages, ""):
        found = [each["pk"] for each in PLACES[page](town)]
    unit = town.world.units[0].code
    known = {"code": unit, "number": 1, "file_format": _format(path), "subject": "goal", "form": "hebei-project-goals"}
    known |= {"slug": "target-unit-missing", "query": _API_QUERIES.get(path, "")}
    return [{**known, "pk": pk} for pk in found]


def _format(path: str) -> str:
    """Letters and reports are written for people only."""
    return "docx" if path.endswith(("notices/{pk}/files/{file_format}", "{number}/files/{file_format}")) else "json"
