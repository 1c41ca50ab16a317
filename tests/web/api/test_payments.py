"""Tables of the payment system by programs: tried before they are taken, and whatever comes twice counts once."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from tests.web.api.callers import Caller, Parts, caller
from tests.web.execution.money import approved, table_of
from tests.web.factories import World, give_role, make_person

from jiheng.web.execution.models import Movement, TableImport
from jiheng.web.organizations.models import Role

pytestmark = pytest.mark.django_db

ROWS = (
    ("P1", "校舍维修", "财政拨款", "2027-03-01", "100000", "K1", "首付款"),
    ("P1", "校舍维修", "财政拨款", "2027-03-09", "50000", "K2", "二期款"),
    ("X9", "修校舍", "财政拨款", "2027-04-01", "30000", "K3", ""),
)


def _brought(world: World, program: Caller, *rows: Any, name: str = "支付.csv") -> dict[str, Any]:
    data = table_of(*(rows or ROWS))
    found: dict[str, Any] = program.post(
        "/execution/imports", Parts.of(name, data, organization=world.units[0].code, year=world.year)
    )
    return found


def _spent(program: Caller, goal: int) -> Decimal | None:
    said = program.get(f"/execution/projects/{goal}")["sums"]["spent"]
    return None if said is None else Decimal(said)


def test_a_file_that_is_imported_twice_doubles_nothing(world: World) -> None:
    goal, program = approved(world), caller(world.people["preparer"])
    for again in range(2):
        made = _brought(world, program)
        assert (made["state"], made["rows"], made["columns"]["amount"]) == ("read", 3, "支付金额（元）")
        path = f"/execution/imports/{made['id']}"
        tried = program.post(f"{path}/check", {})
        assert tried["state"] == "checked"
        counts = ("unchanged", 2) if again else ("added", 2)
        assert (tried["report"][counts[0]], tried["report"]["unknown"]) == (counts[1], 1)
        assert _spent(program, goal.pk) == (15 if again else None)
        taken = program.post(f"{path}/take", key=f"take-{again}")
        assert (taken["state"], taken["report"]) == ("done", tried["report"])
        # The same call once more is answered as before, and a new one finds that it is done.
        assert program.post(f"{path}/take", key=f"take-{again}") == taken
        late = program("post", f"{path}/take", {})
        assert (late.status_code, late.json()["current"]) == (409, {"state": "done"})
        assert _spent(program, goal.pk) == 15
    assert Movement.objects.count() == 2
    assert len(program.get("/execution/imports")["items"]) == 2


def test_columns_are_named_once_and_known_for_the_next_file(world: World) -> None:
    goal, program = approved(world), caller(world.people["preparer"])
    path = f"/execution/imports/{_brought(world, program)['id']}"
    columns = {"code": "项目编码", "amount": "支付金额（元）", "date": "支付日期"}
    wrong = program("post", f"{path}/check", {"columns": {**columns, "amount": "金额"}})
    assert (wrong.status_code, list(wrong.json()["fields"])) == (422, ["columns.amount"])
    said = {"columns": columns, "options": {"way": "months", "unit": "万元"}, "remember": "国库明细"}
    tried = program.post(f"{path}/check", said)
    assert Decimal(tried["report"]["after"]) == 150000
    later = _brought(world, program, name="又一个.csv")
    assert (later["mapping"], later["columns"], later["options"]["unit"]) == ("国库明细", columns, "万元")
    program.post(f"/execution/imports/{later['id']}/check", {"options": {"unit": "元"}})
    program.post(f"/execution/imports/{later['id']}/take")
    assert _spent(program, goal.pk) == 15
    assert program("delete", path).status_code == 204
    assert TableImport.objects.count() == 1


def test_a_project_by_another_name_is_assigned_and_all_is_undone(world: World) -> None:
    goal, program = approved(world), caller(world.people["preparer"])
    path = f"/execution/imports/{_brought(world, program)['id']}"
    program.post(f"{path}/check", {})
    program.post(f"{path}/take")
    (left,) = program.get(f"{path}/rows")["items"]
    assert (left["number"], left["code"], Decimal(left["amount"]), left["refused"]) == (4, "X9", 3, False)
    foreign = approved(world, code="P2", name="外单位", unit=-1)
    refused = program("post", f"{path}/assign", {"row": 4, "goal": foreign.pk})
    assert (refused.status_code, list(refused.json()["fields"])) == (422, ["goal"])
    assert program.post(f"{path}/assign", {"row": 4, "goal": goal.pk}) == {"rows": 1}
    assert _spent(program, goal.pk) == 18
    assert program("post", f"{path}/assign", {"row": 4, "goal": goal.pk}).status_code == 404
    assert program.post(f"{path}/undo")["state"] == "undone"
    assert program("post", f"{path}/undo", {}).status_code == 409
    assert Movement.objects.count() == 0


@pytest.mark.parametrize("data", [b"", b"\x00" * 90, b"PK\x03\x04broken", "没有表头\n".encode()])
def test_what_is_no_table_is_refused_and_not_kept(world: World, data: bytes) -> None:
    parts = Parts.of("../坏.xlsx", data, organization=world.units[0].code, year=world.year)
    answer = caller(world.people["preparer"])("post", "/execution/imports", parts)
    assert (answer.status_code, list(answer.json()["fields"])) == (422, ["file"])
    assert not TableImport.objects.exists()


def test_a_file_under_way_is_its_bringers_and_other_departments_bring_none(world: World) -> None:
    program = caller(world.people["preparer"])
    made = _brought(world, program)
    colleague = caller(world.people["unit_leader"])
    assert colleague("get", f"/execution/imports/{made['id']}").status_code == 404
    assert colleague.get("/execution/imports")["items"] == []
    reviewer = make_person("reviewer_elsewhere")
    give_role(reviewer, world.departments[1], Role.DEPARTMENT_REVIEWER)
    parts = Parts.of("支付.csv", table_of(*ROWS), organization=world.units[0].code, year=world.year)
    assert caller(reviewer)("post", "/execution/imports", parts).status_code == 404
