"""What the editor sends → content that can be stored; nothing that it sends is taken on trust."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from jiheng.domain.scores import Method
from jiheng.web.self_evaluation.content import DEPARTMENT_FORM, NOTES, PROJECT_FORMS, ROW, TASK
from jiheng.web.self_evaluation.models import Kind
from jiheng.web.self_evaluation.reckoning import ACHIEVEMENTS

__all__ = ["typed_content"]

_LONG, _SHORT, _MOST_ROWS = 5000, 500, 200
_TEXTS = ("actual_goals", "execution_reason", *NOTES)
_TYPED = ("weight", "actual", "floor", "given", "void_reason", "reason")
_CHOICES = {"method": {"", *(method.value for method in Method)}, "achievement": {"", *ACHIEVEMENTS}}
_FLAGS = ("target_was_low", "is_void")
_NAMES = ("level1", "level2", "name", "target")
_Content = Mapping[str, Any]


def typed_content(typed: _Content, stored: _Content, *, kind: str) -> dict[str, Any]:
    """The stored content with what was typed.

    Args:
        typed: what the page sent: texts, rows, the form; of a project the rows of its goals in their order, of a whole unit
            rows that people add and take away.
        stored: the content before.
        kind: of the self-evaluation.

    Raises:
        ValidationError: it does not fit: other rows than the stored ones, texts that are too long, unknown words.
    """
    content = {**stored}
    for name in _TEXTS:
        if name in typed:
            content[name] = _text(typed[name], _LONG)
    if kind == Kind.DEPARTMENT:
        if "expected_goals" in typed:
            content["expected_goals"] = _text(typed["expected_goals"], _LONG)
        content["form"] = DEPARTMENT_FORM
        content["indicators"] = [_row(row, ROW, _NAMES) for row in _rows(typed.get("indicators"))]
        content["tasks"] = _tasks(typed.get("tasks"), stored.get("tasks") or [])
        return content
    form = typed.get("form", stored["form"])
    if form not in PROJECT_FORMS:
        raise ValidationError(_("没有这种表式"))
    known, rows = stored.get("indicators") or [], _rows(typed.get("indicators"))
    if len(rows) != len(known):
        raise ValidationError(_("指标行数与批复的目标不同，请刷新页面"))
    content["form"] = form
    content["indicators"] = [_row(row, old) for row, old in zip(rows, known, strict=True)]
    return content


def _row(row: _Content, old: _Content, names: tuple[str, ...] = ()) -> dict[str, Any]:
    made = {**ROW, **old}
    for name in (*_TYPED, *names):
        made[name] = _text(row.get(name, ""), _LONG if name == "reason" else _SHORT)
    for name, choices in _CHOICES.items():
        value = row.get(name, "")
        if value not in choices:
            raise ValidationError(_("格式不对"))
        made[name] = value
    for name in _FLAGS:
        made[name] = row.get(name) is True
    return made


def _tasks(typed: Any, stored: list[_Content]) -> list[dict[str, Any]]:
    rows = _rows(typed)
    if len(rows) != len(stored):
        raise ValidationError(_("任务行数不对，请刷新页面"))
    return [
        {**TASK, **old, "completion": _text(row.get("completion", ""), _SHORT)}
        for row, old in zip(rows, stored, strict=True)
    ]


def _rows(value: Any) -> list[_Content]:
    if value is None:
        return []
    if not isinstance(value, list) or len(value) > _MOST_ROWS or not all(isinstance(row, dict) for row in value):
        raise ValidationError(_("格式不对"))
    return value


def _text(value: Any, longest: int) -> str:
    if not isinstance(value, str):
        raise ValidationError(_("格式不对"))
    clean = "".join(char for char in value if char in "\n\t" or char.isprintable())
    if len(clean) > longest:
        raise ValidationError(_("内容超过 {count} 字，请精简").format(count=longest))
    return clean
