"""Money, the files that are read for it, files that prove something."""

from __future__ import annotations

from tests.web.hostile import money
from tests.web.hostile.fillings.filling import Filling

__all__ = ["EXECUTION"]

EXECUTION: dict[str, Filling] = {
    "execution:imports": Filling("preparer", values=money.payments, strict=("file",), lenient=("organization",)),
    "execution:import_check": Filling(
        "preparer", money.tried, money.columns, free=("remember",), strict=("unit", "way", "kind", "source", "vouchers", "column_amount"),
        room=60,
    ),
    "execution:import_assign": Filling(
        "preparer", money.table, money.known, strict=("project",), lenient=("code", "name")
    ),
    "execution:save": Filling(
        "preparer", money.project, money.cells, free=("cells",), numbers=("cells",), room=20, is_json=True
    ),
    "attachments:files": Filling(
        "preparer", money.evidence, lambda _town: {"anchor": "indicators[1]"}, lenient=("anchor",), is_good=False
    ),
}  # fmt: skip
