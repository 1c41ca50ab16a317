"""Sentences that several notices share; in the language at hand."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from jiheng.web.notices.progress import Progress
from jiheng.web.organizations.models import Organization

__all__ = ["missing_words", "unit_names"]

_NAMED = 20


def missing_words(progress: Progress) -> str:
    """What a unit still owes."""
    if not progress.tables:
        return _("还没有建立任何一张表。")
    parts = []
    if progress.returned:
        parts.append(_("被退回 {count} 张").format(count=progress.returned))
    if progress.drafts:
        parts.append(_("草稿 {count} 张").format(count=progress.drafts))
    if progress.blocked:
        parts.append(_("其中 {count} 张有必须修改的问题").format(count=progress.blocked))
    return _("还没有提交的：{parts}。").format(parts=_("，").join(parts)) if parts else _("已全部提交。")


def unit_names(organizations: Sequence[Organization]) -> str:
    """The names, the first ones only where there are many."""
    named = _("、").join(each.name for each in organizations[:_NAMED])
    if len(organizations) <= _NAMED:
        return named
    return _("{names}等 {count} 个单位").format(names=named, count=len(organizations))
