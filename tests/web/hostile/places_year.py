"""Where stands what follows on approved goals: reports, self-evaluations, evaluations, public results."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.web.disclosure.published_results import published_results
from tests.web.evaluation import cases
from tests.web.execution.money import approved as project_with_money
from tests.web.hostile.town import Town
from tests.web.hostile.year import evaluation
from tests.web.monitoring.rounds import alert_of, report_of, round_of
from tests.web.rectification.cases import problem_of
from tests.web.self_evaluation.papers import item_of, rescore_of

from jiheng.publishing import FORMATS
from jiheng.web.attachments.services import attachment_add
from jiheng.web.disclosure.models import Part
from jiheng.web.evaluation.models import State

__all__ = ["YEAR_PLACES"]

Places = Callable[[Town], list[dict[str, Any]]]
_WRITTEN = ("docx", "pdf")


def _one(town: Town, what: str) -> int:
    """The key of what `stored` filled in, else of something that is made for it."""
    return town.kept.get(what) or _MAKE[what](town).pk


_MAKE: dict[str, Callable[[Town], Any]] = {
    "goal": lambda town: project_with_money(town.world),
    "round": lambda town: round_of(town.world),
    "report": lambda town: report_of(town.world, 0, "submitted"),
    "alert": lambda town: alert_of(town.world),
    "item": lambda town: item_of(town.world, 0, "approved"),
    "sample": lambda town: rescore_of(town.world).sample,
    "rescore": lambda town: rescore_of(town.world),
    "agency": lambda town: cases.agency_of(town.world),
    "evaluation": lambda town: evaluation(town, State.FINAL),
    "file of problem": lambda town: attachment_add(
        owner="problem", owner_id=problem_of(town.world).pk, name="a.pdf", data=b"%PDF-1.7",
        actor=town.world.people["preparer"],
    ),
}  # fmt: skip


def _the(what: str, **more: Any) -> Places:
    return lambda town: [{"pk": _one(town, what), **more}]


def _as_files(what: str, formats: tuple[str, ...], **more: Any) -> Places:
    return lambda town: [{"pk": _one(town, what), "file_format": each, **more} for each in formats]


def _both(town: Town, state: State) -> list[dict[str, Any]]:
    """An evaluation that is final, and one that is worked on."""
    return [{"pk": _one(town, "evaluation")}, {"pk": evaluation(town, state).pk}]


def _materials(town: Town) -> list[dict[str, Any]]:
    known = {"goal": 0, "monitoring": _one(town, "report"), "self-evaluation": 0}
    return [
        {"pk": _one(town, "evaluation"), "kind": kind, "key": key, "file_format": each}
        for kind, key in known.items()
        for each in FORMATS
    ]


def _evidence(town: Town) -> list[dict[str, Any]]:
    if "file of self_evaluation" in town.kept:
        return [{"pk": town.kept["evaluation"], "attachment": town.kept["file of self_evaluation"]}]
    return [cases.evidence_of(town.world, 0)]


def _results(*, formats: tuple[str, ...] = ()) -> Places:
    def places(town: Town) -> list[dict[str, Any]]:
        home = town.world.units[0]
        found = home.publications.filter(part=Part.RESULTS).last() or published_results(town.world)
        tables = [(each.number, each.reports.exists()) for each in found.results.all()]
        place = {"code": home.code, "year": found.year, "number": found.number}
        if not formats:
            return [{**place, "table": number} for number, _has_report in tables]
        return [{**place, "table": number, "format_name": each} for number, has in tables if has for each in formats]

    return places


def _unit_place(town: Town) -> list[dict[str, Any]]:
    return [{"pk": town.world.units[0].pk, "year": town.world.year}]


YEAR_PLACES: dict[str, Places] = {
    "monitoring:unit": lambda _town: [{"file_format": each} for each in FORMATS],
    **{f"monitoring:{name}": _the("report") for name in ("report", "correct", "print", "preview")},
    "monitoring:download": _as_files("report", tuple(FORMATS)),
    **{f"monitoring:{name}": _the("round") for name in ("round", "round_edit", "round_export")},
    "monitoring:alert": _the("alert"),
    "self_evaluation:document": lambda _town: [{"file_format": each} for each in FORMATS],
    **{f"self_evaluation:{name}": _the("item") for name in ("item", "print", "preview", "reopen")},
    "self_evaluation:submit": lambda town: [{"pk": item_of(town.world).pk}],
    "self_evaluation:download": _as_files("item", tuple(FORMATS)),
    "self_evaluation:report": _as_files("item", _WRITTEN),
    **{f"self_evaluation:{name}": _the("sample") for name in ("sample", "sample_export")},
    "self_evaluation:rescore": _the("rescore"),
    "evaluation:agency": _the("agency"),
    **{
        f"evaluation:{name}": _the("evaluation")
        for name in ("evaluation", "people", "scores", "materials", "papers", "report")
    },
    "evaluation:frame": lambda town: _both(town, State.PREPARING),
    "evaluation:report_edit": lambda town: _both(town, State.SCORED),
    "evaluation:score": lambda town: [{"pk": evaluation(town, State.SCORING, -1).pk}],
    "evaluation:material": _materials,
    "evaluation:evidence": _evidence,
    "evaluation:report_file": _as_files("evaluation", _WRITTEN, number=1),
    "evaluation:table_file": _as_files("evaluation", tuple(FORMATS), number=1),
    **{f"disclosure:{name}": _unit_place for name in ("manage_results", "preview_results")},
    "disclosure:result": _results(),
    "disclosure:report": _results(formats=_WRITTEN),
    "analytics:chart": lambda _town: [
        {"key": each} for each in ("spending", "lights-by-round", "lights", "grades", "quality", "problems")
    ],
    "analytics:life": _the("goal"),
    "attachments:download": _the("file of problem"),
}
"""Addresses of the areas after the goals → where in a town they have something to show."""
