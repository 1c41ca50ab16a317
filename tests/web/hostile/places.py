"""Where the things of a town stand: the arguments of every address that shows one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.web.hostile import money
from tests.web.hostile.places_year import YEAR_PLACES
from tests.web.hostile.town import Town

from jiheng.publishing import FORMATS
from jiheng.web.rectification.models import Notice, Problem

__all__ = ["PLACES", "Places", "public"]

Places = Callable[[Town], list[dict[str, Any]]]
_GOALS: Places = lambda town: [{"pk": each.pk} for each in (town.draft, town.approved, town.department)]  # noqa: E731
_DRAFT: Places = lambda town: [{"pk": town.draft.pk}]  # noqa: E731


def public(town: Town, **more: Any) -> list[dict[str, Any]]:
    """Of what is public, and of what was."""
    every = [each for each in (town.public, town.withdrawn) if each]
    return [{"code": each.organization.code, "year": each.year, "number": each.number, **more} for each in every]


def _code(town: Town) -> list[dict[str, Any]]:
    return [{"code": town.world.units[0].code}]


def _place(town: Town) -> list[dict[str, Any]]:
    return [{"pk": town.world.units[0].pk, "year": town.world.year}]


def _problems(_town: Town) -> list[dict[str, Any]]:
    return [{"pk": each.pk} for each in Problem.objects.all()]


def _notices(**more: Any) -> Places:
    return lambda _town: [{"pk": each.pk, **more} for each in Notice.objects.all()]


PLACES: dict[str, Places] = {
    **YEAR_PLACES,
    **{f"execution:{name}": money.projects for name in ("project", "movements", "chart")},
    **{f"execution:{name}": money.tables for name in ("import", "import_status", "import_rows")},
    "attachments:files": lambda town: [
        {"owner": "problem", "owner_id": town.kept["problem"]} if "problem" in town.kept else money.evidence(town)
    ],
    "rectification:problem": _problems,
    "rectification:notice": _notices(),
    "rectification:letter": lambda town: [*_notices(file_format="docx")(town), *_notices(file_format="pdf")(town)],
    "rectification:ledger": lambda _town: [{"file_format": each} for each in FORMATS],
    "rectification:chart": lambda _town: [{"key": each} for each in ("months", "categories")],
    "results:project": lambda town: [{"pk": town.approved.pk}],
    "results:opinions": lambda _town: [{"file_format": each} for each in ("docx", "pdf")],
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
    **{f"goals:{name}": _GOALS for name in ("print", "preview", "versions", "compare", "asides")},
    "goals:rule": lambda _town: [{"slug": "target-unit-missing"}],
    "review:run": lambda town: [{"pk": each.pk} for each in (town.returned, town.submitted) if each],
    "review:comments": lambda town: [{"subject": "goal", "subject_id": town.submitted.subject_id}],
    "review:chain": lambda _town: [{"subject": "goal"}],
    "disclosure:manage": _place,
    "disclosure:preview": _place,
    "disclosure:document": public,
    "disclosure:project": lambda town: public(town, table=2),
    "disclosure:file": lambda town: [each for name in FORMATS for each in public(town, format_name=name)],
    "disclosure:organization": _code,
    "disclosure:organization_feed": _code,
    "disclosure:data_table": lambda _town: [{"name": each} for each in ("publications", "projects", "indicators")],
    "disclosure:sitemap_part": lambda _town: [{"part": 0}, {"part": 1}],
}
