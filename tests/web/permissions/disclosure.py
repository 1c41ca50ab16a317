"""What is made public, in the office and before the public."""

from __future__ import annotations

from typing import Any

from tests.web.disclosure.approved import exemption_of, published_of
from tests.web.disclosure.published_results import kept_back, published_results, standing_results
from tests.web.factories import World
from tests.web.permissions.page import Page
from tests.web.permissions.people import EVERYONE, FOREIGN_LOOKERS, LOOKERS, only

__all__ = ["DISCLOSURE"]


def _place(world: World, unit: int = 0) -> dict[str, Any]:
    return {"pk": published_of(world, unit).organization_id, "year": world.year}


def _public(world: World, **more: Any) -> dict[str, Any]:
    publication = published_of(world)
    return {"code": publication.organization.code, "year": publication.year, "number": publication.number, **more}


def _published_goal(world: World, unit: int = 0) -> Any:
    return published_of(world, unit).organization.goals.get()


def _results_place(world: World, unit: int = 0, **more: Any) -> dict[str, Any]:
    item, _evaluation = standing_results(world, unit)
    exempted = {"kind": "project", "key": item.pk} if more else {}
    return {"pk": item.organization_id, "year": world.year, **exempted}


def _public_result(world: World, **more: Any) -> dict[str, Any]:
    publication = published_results(world)
    place = {"code": publication.organization.code, "year": publication.year, "number": publication.number}
    return {**place, "table": publication.results.get(kind="evaluation").number, **more}


_PUBLISHERS = only("unit_leader", "department_reviewer")
DISCLOSURE = {
    "disclosure:state": Page(LOOKERS | {"other_preparer"}),
    "disclosure:export": Page(LOOKERS | {"other_preparer"}),
    "disclosure:manage": Page(LOOKERS, _place, foreign=lambda world: _place(world, -1), foreign_who=FOREIGN_LOOKERS),
    "disclosure:preview": Page(LOOKERS, _place, foreign=lambda world: _place(world, -1), foreign_who=FOREIGN_LOOKERS),
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
DISCLOSURE |= {
    **{
        f"disclosure:{name}": Page(
            LOOKERS, _results_place, foreign=lambda world: _results_place(world, -1), foreign_who=FOREIGN_LOOKERS
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
