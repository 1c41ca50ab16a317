"""A town into whose every field something hostile was typed, through the pages themselves."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils import timezone
from tests.web.disclosure.approved import approve
from tests.web.hostile.filled import arrived, fill
from tests.web.hostile.fillings import FILLINGS
from tests.web.hostile.stored_year import spoil_year
from tests.web.hostile.texts import TEXTS, packed
from tests.web.hostile.town import Town, approve_until, open_task

from jiheng.web.disclosure.services import publish
from jiheng.web.goals.mapping import sheet_of
from jiheng.web.goals.models import Goal
from jiheng.web.organizations.models import Role
from jiheng.web.rectification.models import Problem
from jiheng.web.review.models import Run, StepState

__all__ = ["spoil"]

_TEXTS = [text for text in TEXTS.values() if "\x00" not in text]
_FORMULAS = ("formula", "plus", "minus", "at", "wide formula", "tab formula")
_MOST_TOKENS = 15
_FEW = 2  # rows of a table of which only the name matters


def spoil(town: Town, *, texts: Sequence[str] = _TEXTS) -> None:
    """Fill in everything; what is refused is left as it was.

    Args:
        town: what is filled in.
        texts: of which there is to be a unit, a person and a remark each.
    """
    _names(town)
    for text in texts:
        for name in ("organizations:new", "organizations:division_new", "organizations:person_new", "review:comments"):
            fill(town, name, text)
    for text in texts[:_MOST_TOKENS]:
        fill(town, "organizations:phase_new", text)
        fill(town, "api:tokens", text)
    for name in ("review:chain", "organizations:phase"):
        fill(town, name, packed(FILLINGS[name].room)[-1])
    _goals(town)
    _review(town)
    _disclosure(town)
    _rectification(town)
    spoil_year(town)


def _names(town: Town) -> None:
    """Of the offices and people that stand on most pages."""
    world = town.world
    places = [world.bureau, *world.departments, *world.units]
    for place, key in zip(places, ("formula", "image", "at", "script", "plus", "wide formula", "minus"), strict=True):
        place.name = arrived(f"{TEXTS[key]} {packed(80)[3 + places.index(place)]}")[:120]
        place.save()
    for division, text in zip((world.division, world.other_division), packed(64)[2:4], strict=True):
        division.name = arrived(text)
        division.save()
    for number, person in enumerate(world.people.values()):
        person.name = arrived(f"{_TEXTS[number]}{_TEXTS[number + 12]}")[:64]
        person.save()


def _goals(town: Town) -> None:
    """The draft with every text in every column, and a table for every beginning that a spreadsheet might run."""
    for key in _FORMULAS:
        goal = approve(town.world, sheet_of(_saved(town, f"{TEXTS[key]} {key}", _FEW)))
        assert goal.name
    whole = approve(town.world, sheet_of(_saved(town, packed(200)[2], len(_TEXTS))))
    town.kept["goal"] = whole.pk


def _saved(town: Town, name: str, count: int) -> dict[str, Any]:
    """The content of the draft after somebody has typed it; half characters get through JSON alone."""
    columns = ("level1", "level2", "name", "description", "target", "basis", "remark")
    rows = [
        {column: _TEXTS[(row + place) % len(_TEXTS)] for place, column in enumerate(columns)} for row in range(count)
    ]
    long = packed(4000)[-1]
    typed = {
        "name": name, "code": TEXTS["script"], "purpose": f"{TEXTS['formula']} {long}", "goals": [*_TEXTS, long],
        "budget": {"total": TEXTS["formula"], "fiscal": "14", "other": TEXTS["script"]},
        "spending_plan": {"3": TEXTS["image"], "6": "50"}, "details": {"备注": long, TEXTS["script"]: TEXTS["image"]},
        "indicators": rows,
    }  # fmt: skip
    town.draft.refresh_from_db()
    address = reverse("goals:save", args=[town.draft.pk])
    body = json.dumps({"content": typed, "lock": town.draft.lock})
    response = town.browser("preparer").post(address, body, content_type="application/json")
    assert response.status_code == 200, response.content
    parts = {
        "overall_goals": long,
        "safeguards": long,
        "sub_goals": [dict.fromkeys(("title", "goal"), each) for each in _TEXTS],
    }
    body = json.dumps({"content": parts, "lock": Goal.objects.get(pk=town.department.pk).lock})
    address = reverse("goals:save", args=[town.department.pk])
    assert town.browser("preparer").post(address, body, content_type="application/json").status_code == 200
    town.draft.refresh_from_db()
    return dict(town.draft.content)


def _review(town: Town) -> None:
    """One table handed in with all its nonsense, approved by some and sent back; one exempted, one adjusted."""
    assert fill(town, "goals:submit", packed(900)[-1]).status_code == 302
    run = Run.objects.get(subject_id=town.draft.pk)
    for role in (Role.UNIT_LEADER, Role.DEPARTMENT_REVIEWER):
        approve_until(town, run, role)
        said = {"decision": "approve", "opinion": TEXTS["formula"], "override": arrived(packed(1900)[-1])}
        address = reverse("review:decide", args=[open_task(run).pk])
        assert town.browser(role.value).post(address, said).status_code == 302
    said = {"decision": "return", "opinion": arrived(packed(1900)[-1])}
    address = reverse("review:decide", args=[open_task(run).pk])
    town.browser("finance_reviewer").post(address, said)
    assert run.tasks.get(order=3).state == StepState.RETURNED
    town.returned = run


def _rectification(town: Town) -> None:
    """A notice with a problem on its way, one that was closed, and a decision that the unit has something to say about."""
    assert fill(town, "rectification:new", packed(60)[-1]).status_code == 302
    problem = Problem.objects.get()
    long = arrived(packed(900)[-1])
    for person, act, said in (
        ("preparer", "plan", {"measures": long, "person": TEXTS["formula"]}),
        ("preparer", "progress", {"text": long}),
        ("preparer", "feedback", {"result": long, "finished_on": timezone.localdate().isoformat()}),
        ("performance_office", "verify", {"opinion": long, "advice": TEXTS["script"]}),
    ):
        address = reverse(f"rectification:{act}", args=[problem.pk])
        sent = {f"{act}-{name}": text for name, text in said.items()}
        assert town.browser(person).post(address, sent).status_code == 302
    assert fill(town, "rectification:new", packed(60)[2]).status_code == 302
    assert fill(town, "results:decide", long).status_code == 302
    town.browser("performance_office").post(reverse("results:publish"))
    address = reverse("results:answer", args=[town.approved.pk])
    assert town.browser("preparer").post(address, {"view": long}).status_code == 302


def _disclosure(town: Town) -> None:
    """Everything that is approved, public; before it something that was withdrawn."""
    world = town.world
    at = {"organization": world.units[0], "year": world.year, "actor": world.people["unit_leader"]}
    first = publish(**at)
    address = reverse("disclosure:withdraw", args=[first.pk])
    town.browser("unit_leader").post(address, {"reason": arrived(packed(900)[-1])})
    fill(town, "disclosure:exempt", packed(900)[-1])
    town.withdrawn, town.public = first, publish(**at)
