"""Goals and their files."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from tests.web.goals.conftest import typed_sheet
from tests.web.hostile.fillings.filling import Filling, Values, draft, pk_of, reason
from tests.web.hostile.town import Town

from jiheng.publishing import publish
from jiheng.web.goals.selectors import document_of

__all__ = ["GOALS"]


def _content(**more: Any) -> Values:
    def made(town: Town) -> dict[str, Any]:
        town.draft.refresh_from_db()
        return {"content": typed_sheet(**more), "lock": town.draft.lock}

    return made


def _file(town: Town) -> dict[str, Any]:
    unit = town.world.units[0]
    data = publish(document_of(unit, town.world.year), "json")
    return {"file": SimpleUploadedFile("x.json", data), "organization": unit.code}


_WRITTEN = Filling(
    "preparer",
    draft,
    _content(),
    free=("content",),
    strict=("lock",),
    room=4000,
    is_json=True,
    numbers=("content", "lock"),
)
GOALS: dict[str, Filling] = {
    "goals:new": Filling(
        "preparer",
        values=lambda town: {
            "form": "hebei-project-goals", "origin": "budget", "organization": town.world.units[0].code,
        },
        strict=("form", "origin"), lenient=("organization",),
    ),
    "goals:new_copy": Filling(
        "preparer", draft, lambda town: {"origin": "budget", "organization": town.world.units[0].code},
        lenient=("origin", "organization"),
    ),
    "goals:new_department": Filling(
        "preparer", values=lambda town: {"organization": town.world.units[0].code}, lenient=("organization",),
        is_good=False,
    ),
    "goals:import": Filling("preparer", values=_file, strict=("file",), lenient=("organization",)),
    "goals:import_take": Filling(
        "preparer", pk_of(lambda town: town.upload), lambda _town: {"table": "1"}, lenient=("table", "department", "way-1", "lock-1"),
        numbers=("table", "way-1", "lock-1")
    ),
    "goals:parse_target": Filling(
        "preparer", values=lambda _town: {"text": "≥95%"}, free=("text",), room=4000, is_json=True
    ),
    "goals:save": _WRITTEN,
    "goals:check": _WRITTEN._replace(strict=(), lenient=("lock",)),
    "goals:submit": Filling("preparer", draft, lambda _town: {"explanation": "说明"}, free=("explanation",), room=900),
    "goals:adjust": Filling("preparer", pk_of(lambda town: town.approved), reason, free=("reason",), room=900),
}  # fmt: skip
