"""What is made public."""

from __future__ import annotations

from typing import Any

from tests.web.disclosure.published_results import standing_results
from tests.web.hostile.fillings.filling import Filling, pk_of, reason
from tests.web.hostile.town import Town

__all__ = ["DISCLOSURE"]


def _result(town: Town) -> dict[str, Any]:
    item, _evaluation = standing_results(town.world)
    return {"pk": item.organization_id, "year": item.year, "kind": "project", "key": item.pk}


DISCLOSURE: dict[str, Filling] = {
    "disclosure:withdraw": Filling("unit_leader", pk_of(lambda town: town.public), reason, free=("reason",), room=900),
    "disclosure:exempt": Filling("unit_leader", pk_of(lambda town: town.approved), reason, free=("reason",), room=900),
    "disclosure:exempt_result": Filling("unit_leader", _result, reason, free=("reason",), room=900),
}  # fmt: skip
