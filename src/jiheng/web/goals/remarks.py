"""The remarks of the review as the editor shows them: in a list, and at the cells that they are about."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils import timezone

from jiheng.web.goals.models import Goal, Version
from jiheng.web.goals.paths import cell_of, typed_path
from jiheng.web.goals.typed_texts import typed_of
from jiheng.web.review.models import Comment

__all__ = ["remarks_of"]


def remarks_of(goal: Goal, comments: Iterable[Comment]) -> dict[str, Any]:
    """What the scripts need to find the cells of the remarks, however the rows have moved since.

    Returns:
        ``remarks``: each with ``id``, ``path`` (as typed; empty for the whole), ``list`` and ``row`` where it is a cell
        of a list, ``column``, ``version``, ``author``, ``at``, ``text``, ``resolved``; ``rows_then``: version → path of a
        list → its rows as they were then.
    """
    comments = list(comments)
    wanted = {comment.version for comment in comments if comment.anchor}
    contents: dict[int, dict[str, Any]] = dict(
        Version.objects.filter(goal=goal, number__in=wanted).values_list("number", "content") if wanted else ()
    )
    remarks = [_remark(comment, contents.get(comment.version, {})) for comment in comments]
    used = {(remark["version"], remark["list"]) for remark in remarks if remark["list"]}
    rows: dict[int, dict[str, Any]] = {}
    for version, path in used:
        if version in contents:
            rows.setdefault(version, {})[path] = _rows_at(typed_of(contents[version]), path)
    return {"remarks": remarks, "rows_then": rows}


def _remark(comment: Comment, content: dict[str, Any]) -> dict[str, Any]:
    path = typed_path(comment.anchor, content)
    cell = cell_of(path)
    return {
        "id": comment.pk,
        "path": path,
        "list": cell.list if cell else "",
        "row": cell.row if cell else None,
        "column": cell.column if cell else "",
        "version": comment.version,
        "author": comment.author.name,
        "at": timezone.localtime(comment.written_at).strftime("%m-%d %H:%M"),
        "text": comment.text,
        "resolved": comment.resolved_at is not None,
    }


def _rows_at(typed: dict[str, Any], path: str) -> Any:
    owner: Any = typed
    for name in path.split("."):
        owner = owner.get(name) or {}
    return owner or []
