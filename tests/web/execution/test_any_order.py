"""Whatever the order of the files and however often each comes: the same movements."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jiheng.readers.rows import Row
from jiheng.web.execution.models import MovementKind, Source
from jiheng.web.execution.tables.columns import Options, Way
from jiheng.web.execution.tables.plan import Known, gather, plan_of
from jiheng.web.execution.tables.projects import Found

PLACES = {"code": 0, "date": 1, "amount": 2, "voucher": 3}
YEAR = 2027


class Store:
    """Movements in memory, written as `writing.write_plan` writes them."""

    def __init__(self):
        self.rows = {}

    def take(self, plan):
        for old in [old for old, _line in plan.changed] + plan.typed:
            del self.rows[old.goal_id, old.key]
        for line in [*plan.new, *(line for _old, line in plan.changed)]:
            number = len(self.rows) + 1
            self.rows[line.goal, line.key] = Known(
                number, line.goal, line.source.value, line.on, line.amount, line.note, line.key, 1, 1
            )

    def sums(self):
        return sorted((goal, key, each.amount) for (goal, key), each in self.rows.items())


class AnyProject:
    def find(self, entry):
        return Found(int(entry.code))


def _taken(store, rows, options, monkeypatch):
    plan = gather(rows, PLACES, options, YEAR, projects=AnyProject())
    monkeypatch.setattr(
        "jiheng.web.execution.tables.plan._stored",
        lambda goals, _kind: [each for each in store.rows.values() if each.goal_id in goals],
    )
    plan_of(plan)
    counted = plan.added + plan.replaced + plan.unchanged + len(plan.refused) + len(plan.unknown) + plan.skipped
    assert counted == plan.rows
    store.take(plan)
    there = [each.amount for each in store.rows.values() if each.goal_id in plan.after]
    assert sum(plan.after.values(), Decimal(0)) == sum(there, Decimal(0))


payments = st.lists(
    st.tuples(st.integers(1, 3), st.integers(1, 12), st.integers(-500, 5000), st.integers(1, 30)),
    min_size=1, max_size=30, unique_by=lambda row: row[3],
)  # fmt: skip


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=payments, cuts=st.lists(st.integers(0, 30), max_size=3), order=st.randoms(), way=st.sampled_from(list(Way)))
def test_any_order_and_any_repetition_of_files_comes_to_the_same(monkeypatch, rows, cuts, order, way):
    options = Options(unit="万元", way=way, kind=MovementKind.SPENT, source=Source.FISCAL)
    if way != Way.PAYMENTS:  # a sum of a month is in one file only
        rows = list({(code, month): (code, month, amount, number) for code, month, amount, number in rows}.values())
    lines = [
        Row("", number, (str(code), f"{YEAR}-{month:02d}", str(amount), f"K{voucher}"))
        for number, (code, month, amount, voucher) in enumerate(rows, 2)
    ]
    edges = sorted({0, len(lines), *(cut for cut in cuts if cut <= len(lines))})
    files = [lines[start:end] for start, end in pairwise(edges)]
    straight, shuffled = Store(), Store()
    for file in files:
        _taken(straight, file, options, monkeypatch)
    again = files * 2
    order.shuffle(again)
    for file in again:
        mixed = list(file)
        order.shuffle(mixed)
        _taken(shuffled, mixed, options, monkeypatch)
    assert straight.sums() == shuffled.sums()
    if way == Way.CUMULATIVE:
        assert _ends(straight) == {
            code: next(Decimal(amount) for each, at, amount, _v in rows if (each, at) == (code, last))
            for code, last in {code: max(at for each, at, *_ in rows if each == code) for code, *_ in rows}.items()
        }
    else:
        assert sum(amount for *_key, amount in straight.sums()) == sum(amount for _c, _m, amount, _v in rows)


def _ends(store):
    ends = {}
    for goal, _key, amount in store.sums():
        ends[goal] = ends.get(goal, Decimal(0)) + amount
    return ends
