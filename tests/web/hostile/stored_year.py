"""What hostile people type once the goals are approved: in reports, self-evaluations, evaluations and what becomes of them."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from tests.web.evaluation import cases
from tests.web.hostile.filled import arrived, fill
from tests.web.hostile.texts import TEXTS, packed
from tests.web.hostile.town import Town, open_task
from tests.web.monitoring.rounds import alert_of, typed
from tests.web.review.conftest import approve as approve_task
from tests.web.self_evaluation.papers import item_of

from jiheng.web.attachments.models import Attachment
from jiheng.web.evaluation.models import Agency, Evaluation, PlanItem, State
from jiheng.web.goals.models import Goal
from jiheng.web.monitoring.models import Report, Round
from jiheng.web.rectification.models import Problem
from jiheng.web.review.models import Run, RunState
from jiheng.web.self_evaluation.models import Rescore
from jiheng.web.self_evaluation.services import self_evaluation_begin

__all__ = ["spoil_year"]

_TEXTS = [text for text in TEXTS.values() if "\x00" not in text]
_OFFICE = "performance_office"


def spoil_year(town: Town) -> None:
    """Fill in everything that follows on a project whose goals are spoilt; what it is is noted in `town.kept`."""
    goal = Goal.objects.get(pk=town.kept["goal"])
    _monitoring(town, goal)
    _self_evaluation(town, goal)
    _evaluation(town, goal)
    _results(town)
    town.kept["problem"] = Problem.objects.latest("pk").pk
    _files(town, "problem", town.kept["problem"])


def _act(town: Town, person: str, name: str, arguments: dict[str, Any], values: dict[str, Any] | None = None) -> None:
    """Send a form, which has to be taken."""
    response = town.browser(person).post(reverse(name, kwargs=arguments), values or {})
    assert response.status_code == 302, f"{name}: {response.status_code}"


def _sent(town: Town, name: str, arguments: dict[str, Any], content: dict[str, Any], lock: int) -> None:
    body = json.dumps({"content": content, "lock": lock})
    response = town.browser("preparer").post(reverse(name, kwargs=arguments), body, content_type="application/json")
    assert response.status_code == 200, response.content


def _approved(town: Town, subject: str, key: int) -> None:
    """Through all hands, whatever the checks say."""
    run = Run.objects.get(subject=subject, subject_id=key, state=RunState.RUNNING)
    while Run.objects.filter(pk=run.pk, state=RunState.RUNNING).exists():
        task = open_task(run)
        approve_task(run, town.world.people[task.role], override=TEXTS["at"])


def _everything(row: int, names: tuple[str, ...]) -> dict[str, str]:
    """Another text in each field; some rows of this kind hold them all."""
    return {name: _TEXTS[(row * len(names) + place) % len(_TEXTS)] for place, name in enumerate(names)}


def _monitoring(town: Town, goal: Goal) -> None:
    today = timezone.localdate()
    days = {"through": "2027-07-31", "opens_on": today, "due_on": today + timedelta(days=9)}
    assert fill(town, "monitoring:round_new", packed(60)[-1], **days).status_code == 302
    held = Round.objects.get()
    _act(town, _OFFICE, "monitoring:hand_out", {"pk": held.pk})
    report = Report.objects.select_related("round", "goal", "organization").get(goal=goal)
    long = packed(900)[-1]
    content = typed(report) | dict.fromkeys(("analysis", "measures"), long)
    content |= {"filled_by": TEXTS["formula"], "phone": TEXTS["plus"]}
    for number, row in enumerate(content["indicators"]):
        row.update(_everything(number, ("actual", "expected", "explanation", "remark")))
        row.update(possibility="certain", reasons="staff")
    content["funding"] = dict.fromkeys(content["funding"], "14")
    at = {"pk": report.pk}
    _sent(town, "monitoring:save", at, content, report.lock)
    _act(town, "preparer", "monitoring:submit", at)
    _act(
        town, "finance_reviewer", "monitoring:conclude", at, {"conclusion": "rectify", "conclusion_text": arrived(long)}
    )
    _approved(town, "monitoring", report.pk)
    assert fill(town, "monitoring:alert_answer", long).status_code == 302
    assert fill(town, "monitoring:alert_close", long).status_code == 302
    town.kept |= {"round": held.pk, "report": report.pk, "alert": alert_of(town.world).pk}


def _self_evaluation(town: Town, goal: Goal) -> None:
    item_of(town.world)  # opens the window
    item = self_evaluation_begin(
        organization=goal.organization, year=goal.year, actor=town.world.people["preparer"], goal=goal
    )
    long = packed(400)[-1]
    content = {**item.content, **dict.fromkeys(("actual_goals", "execution_reason", "process", "conclusion"), long)}
    content |= dict.fromkeys(("problems", "improvements"), TEXTS["script"])
    for number, row in enumerate(content["indicators"]):
        row.update(_everything(number, ("actual", "floor", "given", "void_reason", "reason")))
    at = {"pk": item.pk}
    _sent(town, "self_evaluation:save", at, content, item.lock)
    _files(town, "self_evaluation", item.pk)
    _act(town, "preparer", "self_evaluation:submit", at, {"explanation": arrived(packed(900)[-1])})
    _approved(town, "self_evaluation", item.pk)
    drawn = fill(town, "self_evaluation:sample_new", packed(32)[-1], count="", percent="100")
    assert drawn.status_code == 302
    rescore = Rescore.objects.get(version__item=item)
    lines = ["execution", *map(str, range(len(content["indicators"])))]
    said = {"lock": rescore.lock, "opinion": arrived(long), **{f"points-{line}": "0" for line in lines}}
    said |= {f"reason-{line}": arrived(_TEXTS[place % len(_TEXTS)]) for place, line in enumerate(lines)}
    _act(town, _OFFICE, "self_evaluation:rescore", {"pk": rescore.pk}, said)
    rescore.refresh_from_db()
    _act(town, _OFFICE, "self_evaluation:rescore_done", {"pk": rescore.pk}, {"lock": rescore.lock})
    town.kept |= {"item": item.pk, "rescore": rescore.pk, "sample": rescore.sample_id}


def _evaluation(town: Town, goal: Goal) -> None:
    long = arrived(packed(900)[-1])
    assert fill(town, "evaluation:agency_new", packed(32)[-1]).status_code == 302
    agency = Agency.objects.latest("pk")
    assert fill(town, "evaluation:plan_draw", packed(60)[-1]).status_code == 302
    fill(town, "evaluation:plan_add", long)
    fill(town, "evaluation:plan_remove", long)
    item = PlanItem.objects.filter(goal=goal, removed_at=None).first()
    if item is None:
        _act(town, _OFFICE, "evaluation:plan_add", {}, {"goal": goal.pk, "note": long})
        item = PlanItem.objects.get(goal=goal, removed_at=None)
    _act(town, _OFFICE, "evaluation:plan_begin", {"pk": item.pk})
    now = Evaluation.objects.get(item=item)
    at = {"pk": now.pk}
    rows = {f"row-{n}-{name}": text for n, row in enumerate(now.frame) for name, text in row.items()}
    for number in range(len(now.frame)):
        texts = _everything(number, ("name", "meaning", "guidance", "standard"))
        rows |= {
            f"row-{number}-{name}": f"{number} {arrived(text)}" if name == "name" else arrived(text)
            for name, text in texts.items()
        }
    _act(town, _OFFICE, "evaluation:frame", at, {**rows, "lock": now.lock})
    _act(town, _OFFICE, "evaluation:agency_choose", at, {"agency": agency.pk})
    _people(town, at, long)
    _act(town, _OFFICE, "evaluation:step", at | {"name": "start"})
    now.refresh_from_db()
    for number in range(2):
        _scored(town, f"expert-{number}", "evaluation:score", now, {"opinion": long, "hand-in": "1"})
    now.refresh_from_db()
    _scored(town, _OFFICE, "evaluation:scores", now, {"lock": now.lock})
    _reported(town, now, long)
    town.kept |= {"evaluation": now.pk, "agency": agency.pk}


def _people(town: Town, at: dict[str, Any], long: str) -> None:
    """Two experts who stay, one who has something to declare, one who is taken out again."""
    for number in range(4):
        person = cases.expert(town.world, number)
        person.name = arrived(_TEXTS[number])[:64]
        person.save()
        town.let_in(person)
        _act(town, _OFFICE, "evaluation:assign", at, {"user": person.pk, "duty": "expert"})
    for number, stance in enumerate(("free", "free", "conflict")):
        _act(town, f"expert-{number}", "evaluation:declare", at, {"stance": stance, "text": long})
    last = Evaluation.objects.get(**at).assignments.get(user__login="expert-3")
    _act(town, _OFFICE, "evaluation:unassign", at | {"assignment": last.pk}, {"reason": long})


def _scored(town: Town, person: str, name: str, now: Evaluation, more: dict[str, Any]) -> None:
    marks: dict[str, Any] = {"lock": now.lock}
    held = now.assignments.filter(user__login=person).first()
    if held:
        marks["lock"] = held.lock
    for number, row in enumerate(now.frame):
        marks |= {f"score-{row['id']}": "0", f"reason-{row['id']}": arrived(_TEXTS[number % len(_TEXTS)])}
        marks[f"deviation-{row['id']}"] = arrived(_TEXTS[-1 - number % len(_TEXTS)])
    _act(town, person, name, {"pk": now.pk}, {**marks, **more})


def _reported(town: Town, now: Evaluation, long: str) -> None:
    at = {"pk": now.pk}
    now.refresh_from_db()
    sections = dict.fromkeys(("basics", "work", "conclusion", "analysis", "problems", "advice", "other"), long)
    _act(town, _OFFICE, "evaluation:report_edit", at, {**sections, "lock": now.lock})
    _act(town, _OFFICE, "evaluation:report_make", at, {"note": arrived(packed(250)[-1])})
    _act(town, _OFFICE, "evaluation:step", at | {"name": "consult"})
    number = now.reports.order_by("-number").values_list("number", flat=True)[0]
    _act(town, "preparer", "evaluation:opinion_say", at | {"number": number}, {"text": long})
    opinion = now.reports.get(number=number).opinions.get()
    _act(town, _OFFICE, "evaluation:opinion_answer", at | {"opinion": opinion.pk}, {"accepted": "1", "answer": long})
    _act(town, _OFFICE, "evaluation:step", at | {"name": "finish"})
    now.refresh_from_db()
    assert now.state == State.FINAL
    for name in ("evaluation:frame", "evaluation:report_edit", "evaluation:score"):  # of others, that are still open
        assert fill(town, name, packed(40)[-1]).status_code == 302, name


def _results(town: Town) -> None:
    """One result kept back, the others public."""
    assert fill(town, "disclosure:exempt_result", packed(900)[-1]).status_code == 302
    place = {"pk": town.world.units[0].pk, "year": town.world.year}
    _act(town, "unit_leader", "disclosure:publish_results", place)


def _files(town: Town, owner: str, key: int) -> None:
    """Files called as nothing is called, beside something."""
    names = [arrived(TEXTS[name]) for name in ("script", "image", "formula", "bidi", "header", "other path")]
    sent = [SimpleUploadedFile(f"{name}.pdf", b"%PDF-1.7") for name in names]
    _act(town, "preparer", "attachments:files", {"owner": owner, "owner_id": key}, {"files": sent})
    town.kept[f"file of {owner}"] = Attachment.objects.filter(owner=owner, owner_id=key).latest("pk").pk
