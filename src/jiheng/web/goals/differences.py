"""What one content says otherwise than another, cell by cell as people call the cells."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from jiheng.reports.labels import field_label
from jiheng.web.goals.typed import typed_of

__all__ = ["Change", "changes"]

_COLUMNS = ("level1", "level2", "name", "description", "target", "basis", "weight", "remark")
_ALIKE = 0.5  # of two texts; a name that was reworded belongs to the same row
_Row = Mapping[str, str]


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
    return [*_head(before, after, form), *_rows(before["indicators"], after["indicators"], form)]


def _head(before: Mapping[str, Any], after: Mapping[str, Any], form: str | None) -> Iterator[Change]:
    for path in ("code", "name", "purpose"):
        yield from _one(path, field_label(path, form=form), before[path], after[path])
    for part in after["budget"]:
        path = f"budget.{part}"
        yield from _one(path, field_label(path, form=form), before["budget"].get(part, ""), after["budget"][part])
    for index, month in enumerate(after["spending_plan"]):
        label = _("{month}月底支出计划（%）").format(month=month)
        yield from _one(
            f"spending_plan.{index}.percent",
            label,
            before["spending_plan"].get(month, ""),
            after["spending_plan"][month],
        )
    yield from _one("goals", field_label("goals", form=form), "\n".join(before["goals"]), "\n".join(after["goals"]))
    for label, text in after["details"].items():
        yield from _one(f"details.{label}", label, before["details"].get(label, ""), text)


def _rows(old: Sequence[_Row], new: Sequence[_Row], form: str | None) -> Iterator[Change]:
    def named(index: int, column: str) -> str:
        return _("指标 {number} · {column}").format(
            number=index + 1, column=field_label(column, form=form, in_indicator=True)
        )

    for left, right in _pairs(old, new):
        if left is None and right is not None:
            yield Change(f"indicators[{right}].name", named(right, "name"), "", _row_text(new[right]))
        elif right is None and left is not None:
            yield Change("", _("原指标 {number}").format(number=left + 1), _row_text(old[left]), "")
        elif left is not None and right is not None:
            for column in _COLUMNS:
                yield from _one(
                    f"indicators[{right}].{column}", named(right, column), old[left][column], new[right][column]
                )


def _pairs(old: Sequence[_Row], new: Sequence[_Row]) -> Iterator[tuple[int | None, int | None]]:
    """Which row became which: by level and name, of those in between by likeness; None: it came or went."""
    left, right = ([(row["level1"], row["level2"], row["name"]) for row in rows] for rows in (old, new))
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


def _likeness(left: _Row, right: _Row) -> float:
    if not (left["name"] and right["name"]):
        return 0.0
    return SequenceMatcher(None, left["name"], right["name"], autojunk=False).ratio()


def _row_text(row: _Row) -> str:
    return " · ".join(row[column] for column in ("level1", "level2", "name", "target") if row[column])


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
