"""What follows from results."""

from __future__ import annotations

from tests.web.permissions.page import Arguments, Page
from tests.web.permissions.people import AUTHORS, BUSINESS, CALENDAR, FOREIGN_LOOKERS, LOOKERS, OFFICE, SIGNED_IN, only
from tests.web.results.cases import decided

__all__ = ["RESULTS"]


def _result(unit: int, *, published: bool) -> Arguments:
    return lambda world: {"pk": decided(world, unit, is_published=published).pk}


RESULTS = {
    **{f"results:{name}": Page(SIGNED_IN) for name in ("list", "export")},
    "results:opinions": Page(BUSINESS - {"expert"}, lambda _world: {"file_format": "docx"}),
    **{f"results:{name}": Page(OFFICE, method="post") for name in ("accept", "publish")},
    "results:project": Page(
        LOOKERS, _result(0, published=True), foreign=_result(-1, published=True), foreign_who=FOREIGN_LOOKERS
    ),
    **{
        f"results:{name}": Page(
            OFFICE, _result(0, published=False), "post", foreign=_result(-1, published=False), foreign_who=CALENDAR
        )
        for name in ("decide", "undo")
    },
    "results:answer": Page(
        AUTHORS, _result(0, published=True), "post", foreign=_result(-1, published=True),
        foreign_who=only("other_preparer"),
    ),
}  # fmt: skip
