"""What one content says otherwise than another, cell by cell as people call the cells."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from jiheng.reports.labels import field_label
from jiheng.web.goals.paths import cell_label
from jiheng.web.goals.typed_texts import TASK_AMOUNTS, typed_of

__all__ = ["Change", "changes"]

_ALIKE = 0.5  # of two texts; a name that was reworded belongs to the same row
_PRINTED_AT = {"unit": "budget.currency_unit", "department.code": "department", "department.name": "department"}
_Row = Mapping[str, str]
_Typed = Mapping[str, Any]


class Change(NamedTuple):
    """One cell that reads otherwise.

    Attributes:
        anchor: path of the cell in the newer content (``indicators[2].target``), empty for a row that is gone.
        label: what people call it; before, after: the texts, empty where there was or is none.
    """

    anchor: str
    label: str
    before: str
    after: str

    @property
    def kind(self) -> str:
        """``added``, ``removed`` or ``changed``."""
        if not self.before:
            return "added"
        return "changed" if self.after else "removed"


def changes(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[Change]:
    """What `new` says otherwise than `old`, from top to bottom; both are stored contents of the same kind."""
    before, after = typed_of(old), typed_of(new)
    form = new.get("form")
    if "sub_goals" in after:
        return [*_department(before, after)]
    lists = ("tasks", "medium_term.indicators", "indicators")
    return [
        *_head(before, after, form),
        *(change for path in lists for change in _rows(_at(before, path), _at(after, path), path, form)),
    ]


def _head(before: _Typed, after: _Typed, form: str | None) -> Iterator[Change]:
    for path in ("code", "name", "department.code", "department.name", "purpose", "unit", "execution_weight"):
        anchor = _PRINTED_AT.get(path, path)
        yield from _one(anchor, _head_label(path, form), _at(before, path) or "", _at(after, path) or "")
    for owner in ("budget", "medium_term.budget"):
        old, new = _at(before, owner) or {}, _at(after, owner) or {}
        for part in dict.fromkeys([*new, *old]):
            path = f"{owner}.{part}"
            yield from _one(path, _head_label(path, form), old.get(part, ""), new.get(part, ""))
    for index, month in enumerate(after["spending_plan"]):
        label = _("{month}月底支出计划（%）").format(month=month)
        texts = (side["spending_plan"].get(month, "") for side in (before, after))
        yield from _one(f"spending_plan.{index}.percent", label, *texts)
    for path in ("medium_term.goals", "goals"):
        texts = ("\n".join(_at(side, path) or ()) for side in (before, after))
        yield from _one(path, _head_label(path, form), *texts)
    for label in dict.fromkeys([*after["details"], *before["details"]]):
        texts = (side["details"].get(label, "") for side in (before, after))
        yield from _one(f"details.{label}", label, *texts)


def _head_label(path: str, form: str | None) -> str:
    named = {"unit": _("金额单位"), "department.code": _("主管部门编码"), "department.name": _("主管部门")}
    label = named.get(path) or field_label(path, form=form)
    return _("中期：{label}").format(label=label) if path.startswith("medium_term.budget") else label


def _at(typed: _Typed, path: str) -> Any:
    """What stands at a path; None where the table has no such part."""
    owner: Any = typed
    for name in path.split("."):
        owner = (owner or {}).get(name)
    return owner


def _rows(old: Sequence[_Row] | None, new: Sequence[_Row] | None, path: str, form: str | None) -> Iterator[Change]:
    old, new = old or (), new or ()
    for left, right in _pairs(old, new):
        if left is None and right is not None:
            anchor = f"{path}[{right}].name"
            yield Change(anchor, cell_label(anchor, form), "", _row_text(new[right]))
        elif right is None and left is not None:
            gone = {"indicators": _("原指标 {number}"), "tasks": _("原年度主要任务 {number}")}
            label = gone.get(path, _("原中期指标 {number}")).format(number=left + 1)
            yield Change("", label, _row_text(old[left]), "")
        elif left is not None and right is not None:
            for column in (each for each in new[right] if old[left].get(each, "") != new[right][each]):
                owner = "budget." if path == "tasks" and column in TASK_AMOUNTS else ""
                anchor = f"{path}[{right}].{owner}{column}"
                yield from _one(anchor, cell_label(anchor, form), old[left].get(column, ""), new[right][column])


def _pairs(old: Sequence[_Row], new: Sequence[_Row]) -> Iterator[tuple[int | None, int | None]]:
    """Which row became which: by level and name, of those in between by likeness; None: it came or went."""
    left, right = ([_key(row) for row in rows] for rows in (old, new))
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        if tag == "equal":
            yield from zip(range(i1, i2), range(j1, j2), strict=True)
            continue
        gone = list(range(i1, i2))
        for came in range(j1, j2):
            match = max(gone, key=lambda index: _likeness(old[index], new[came]), default=None)
            if match is not None and _likeness(old[match], new[came]) >= _ALIKE:
                gone.remove(match)
                yield match, came
            else:
                yield None, came
        for index in gone:
            yield index, None


def _key(row: _Row) -> tuple[str, ...]:
    return tuple(row.get(column, "") for column in ("level1", "level2", "name"))


def _likeness(left: _Row, right: _Row) -> float:
    if not (left["name"] and right["name"]):
        return 0.0
    return SequenceMatcher(None, left["name"], right["name"], autojunk=False).ratio()


def _row_text(row: _Row) -> str:
    shown = ("level1", "level2", "name", "target", "total")
    return " · ".join(row[column] for column in shown if row.get(column))


def _department(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Change]:
    yield from _one("overall_goals", _("总体绩效目标"), before["overall_goals"], after["overall_goals"])
    parts = {"title": _("标题"), "goal": _("绩效目标"), "indicators": _("绩效指标")}
    count = max(len(before["sub_goals"]), len(after["sub_goals"]))
    for index in range(count):
        sides = [side["sub_goals"][index] if index < len(side["sub_goals"]) else {} for side in (before, after)]
        for part, name in parts.items():
            label = _("分项绩效目标 {number} · {column}").format(number=index + 1, column=name)
            yield from _one(f"sub_goals[{index}].{part}", label, sides[0].get(part, ""), sides[1].get(part, ""))
    yield from _one("safeguards", _("工作保障措施"), before["safeguards"], after["safeguards"])


def _one(anchor: str, label: str, before: str, after: str) -> Iterator[Change]:
    if before != after:
        yield Change(anchor, label, before, after)
