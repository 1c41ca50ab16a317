"""What Excel checks while somebody types: conditions on the cells of a form, as formulas.

In a formula ``§`` stands before each reference; it gives way to the name of the sheet where the formula stands elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import NamedTuple

from jiheng.domain.taxonomy import TREES
from jiheng.forms import Form
from jiheng.writers.template.fields import LEVELS, Kind, Slot

__all__ = ["Check", "Slots", "checks_of"]

_CENT = "0.005"
_RATE = "0.0005"
_FULL, _REST = 100, 90


class Check(NamedTuple):
    """A condition.

    Attributes:
        what: is to hold, in words.
        remedy: what to do where it does not.
        pending: formula that says whether there is nothing to check yet.
        holds: formula that says whether the condition holds.
        cells: what is marked where it does not.
    """

    what: str
    remedy: str
    pending: str
    holds: str
    cells: tuple[Slot, ...]


class Slots:
    """The cells of one form by what they ask for."""

    def __init__(self, slots: Sequence[Slot]) -> None:
        """Sort `slots`."""
        self.all = tuple(slots)
        self.head = {slot.path: slot for slot in slots if slot.row is None}
        self.columns: dict[str, list[Slot]] = {}
        for slot in slots:
            if slot.row is not None:
                self.columns.setdefault(slot.path, []).append(slot)

    def area(self, path: str) -> str:
        """The reference to a column of a block."""
        column = self.columns[path]
        return f"§{_absolute(column[0])}:{_absolute(column[-1])}"

    def block(self, name: str) -> dict[str, list[Slot]]:
        """The columns of a block by their names."""
        return {path.removeprefix(name): slots for path, slots in self.columns.items() if path.startswith(name)}


def _absolute(slot: Slot) -> str:
    return f"${slot.cell.column_letter}${slot.cell.row}"


def _ref(slot: Slot) -> str:
    return f"§{_absolute(slot)}"


def checks_of(form: Form, slots: Slots) -> list[Check]:
    """All that can be checked on a sheet of `form`."""
    return [
        *_needed(slots),
        *_sums(slots),
        *_task_sums(slots),
        *_plan(slots),
        *(check for name in ("indicators.", "medium_term.indicators.") for check in _rows(slots, name)),
        *_coverage(form, slots),
        *_points(slots),
        *_rates(slots),
    ]


def _needed(slots: Slots) -> Iterator[Check]:
    groups: dict[str, list[Slot]] = {}
    for slot in slots.head.values():
        if slot.is_needed:
            groups.setdefault(slot.label, []).append(slot)
    for label, cells in groups.items():
        blank = "+".join(f"(LEN(TRIM({_ref(slot)}))=0)" for slot in cells)
        yield Check(f"“{label}”已填写", "补填", f"({blank})>0", "TRUE", tuple(cells))


def _sums(slots: Slots) -> Iterator[Check]:
    """A total and its parts: of the budget, and in each column of the funds."""
    groups: dict[tuple[str, str], dict[str, Slot]] = {}
    for path, slot in slots.head.items():
        if slot.kind is not Kind.AMOUNT:
            continue
        if ".budget." in f".{path}":
            before, _dot, part = path.rpartition(".")
            groups.setdefault((before, ""), {})[part] = slot
        elif path.startswith("funding."):
            _funding, part, column = path.split(".")
            groups.setdefault(("funding", column), {})[part] = slot
    for group in groups.values():
        total = group.pop("total", None)
        if total is None or not group or "tasks.budget.total" in slots.columns:
            continue
        parts = ",".join(map(_ref, group.values()))
        yield Check(
            f"“{total.label}”等于各分项之和",
            "与预算批复核对总额和各分项",
            f"OR(COUNT({_ref(total)})=0,COUNT({parts})=0)",
            f"ABS(N({_ref(total)})-SUM({parts}))<={_CENT}",
            (total,),
        )


def _task_sums(slots: Slots) -> Iterator[Check]:
    """The amounts of the tasks: across each row, and down to the line that sums up."""
    parts = [path for path in ("tasks.budget.fiscal", "tasks.budget.other") if path in slots.columns]
    if "tasks.budget.total" in slots.columns and parts:
        total = slots.area("tasks.budget.total")
        rest = "".join(f"-{slots.area(path)}" for path in parts)
        yield Check(
            "各项任务的总额等于财政拨款加其他资金",
            "逐行核对金额",
            f"COUNT({total})=0",
            f"IFERROR(SUMPRODUCT(--(ABS({total}{rest})>{_CENT}))=0,FALSE)",
            (),
        )
    for part in ("total", "fiscal", "other"):
        column, below = f"tasks.budget.{part}", slots.head.get(f"budget.{part}")
        if column in slots.columns and below:
            yield Check(
                f"金额合计（{slots.columns[column][0].label}）等于各项任务之和",
                "核对各项任务的金额",
                f"OR(COUNT({_ref(below)})=0,COUNT({slots.area(column)})=0)",
                f"ABS(N({_ref(below)})-SUM({slots.area(column)}))<={_CENT}",
                (below,),
            )


def _plan(slots: Slots) -> Iterator[Check]:
    plan = [slot for slot in slots.head.values() if slot.kind is Kind.PLAN]
    if not plan:
        return
    refs = [_ref(slot) for slot in plan]
    pairs = ",".join(f"OR(COUNT({a},{b})<2,N({a})<=N({b}))" for a, b in combinations(refs, 2))
    yield Check(
        "资金支出计划只增不减",
        "填累计百分比，后一栏不小于前一栏",
        f"COUNT({','.join(refs)})<2",
        f"AND({pairs})",
        tuple(plan),
    )
    last = refs[-1]
    yield Check(
        "资金支出计划到年底为 100%", "最后一栏填 100%", f"COUNT({last})=0", f"ROUND(N({last}),4)=1", (plan[-1],)
    )


def _rows(slots: Slots, name: str) -> Iterator[Check]:
    """Rows that say something say all that is needed."""
    columns = slots.block(name)
    own = {column: cells for column, cells in columns.items() if column not in LEVELS}
    if not own:
        return
    used = "+".join(f"LEN({slots.area(name + column)})" for column in own)
    where = "中期指标" if name.startswith("medium") else "指标"
    yield Check(f"至少填写一条{where}", "在指标行里填写", f"SUMPRODUCT({used})=0", "TRUE", ())
    for column, cells in columns.items():
        if cells[0].is_needed:
            lacking = f"SUMPRODUCT((({used})>0)*(LEN({slots.area(name + column)})=0))"
            label = cells[0].label
            yield Check(f"填写了的{where}都有“{label}”", f"补填“{label}”", f"SUMPRODUCT({used})=0", f"{lacking}=0", ())


def _coverage(form: Form, slots: Slots) -> Iterator[Check]:
    """Each group of indicators that a table of goals must have has one."""
    if form.kind != "goals" or "indicators.name" not in slots.columns or "indicators.level1" not in slots.columns:
        return
    name, level1 = slots.area("indicators.name"), slots.area("indicators.level1")
    wanted = [(level1, "效益", "效益指标"), (level1, "满意度", "满意度指标")]
    if "indicators.level2" in slots.columns:
        level2 = slots.area("indicators.level2")
        wanted = [(level2, each.value, f"{each.value}指标") for each in TREES[form.taxonomy].output] + wanted
    for area, word, label in wanted:
        found = f'SUMPRODUCT(ISNUMBER(SEARCH("{word}",{area}))*(LEN({name})>0))'
        yield Check(f"有{label}", f"补充一条{label}", f"SUMPRODUCT(LEN({name}))=0", f"{found}>0", ())


def _points(slots: Slots) -> Iterator[Check]:
    if "indicators.weight" not in slots.columns:
        return
    weight = slots.area("indicators.weight")
    execution = slots.head.get("funding.total.weight")
    extra = f"+N({_ref(execution)})" if execution else ""
    alone = (
        f"ROUND(SUM({weight}),6)={_REST}"
        if not execution
        else f"AND(COUNT({_ref(execution)})=0,ROUND(SUM({weight}),6)={_REST})"
    )
    yield Check(
        "分值合计为 100（预算执行率 10 分，指标 90 分）",
        "核对各项分值",
        f"COUNT({weight})=0",
        f"OR(ROUND(SUM({weight}){extra},6)={_FULL},{alone})",
        (),
    )
    sums = [("total_weight", weight, extra)]
    if "indicators.score" in slots.columns:
        score = slots.area("indicators.score")
        yield Check(
            "各项得分不超过分值",
            "核对得分",
            f"COUNT({score})=0",
            f"IFERROR(SUMPRODUCT(--({score}>{weight}))=0,FALSE)",
            (),
        )
        gained = slots.head.get("funding.total.score")
        sums.append(("total_score", score, f"+N({_ref(gained)})" if gained else ""))
    for path, area, more in sums:
        if total := slots.head.get(path):
            yield Check(
                f"“{total.label}”等于各项之和",
                f"核对“{total.label}”",
                f"OR(COUNT({_ref(total)})=0,COUNT({area})=0)",
                f"ABS(N({_ref(total)})-SUM({area}){more.replace('+', '-')})<={_CENT}",
                (total,),
            )


def _rates(slots: Slots) -> Iterator[Check]:
    """A rate of execution is what was spent of what was planned."""
    for path, rate in slots.head.items():
        if not (path.startswith("funding.") and path.endswith(".rate")):
            continue
        line = path.removesuffix("rate")
        base = slots.head.get(f"{line}adjusted") or slots.head.get(f"{line}opening")
        spent = slots.head.get(f"{line}executed")
        if base and spent:
            yield Check(
                f"“{rate.label}”等于执行数除以预算数",
                "重新计算执行率",
                f"COUNT({_ref(rate)},{_ref(base)},{_ref(spent)})<3",
                f"IFERROR(ABS({_ref(rate)}-{_ref(spent)}/{_ref(base)})<={_RATE},FALSE)",
                (rate,),
            )
