"""What the page of the editor is made of."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from jiheng.domain.scores import Method
from jiheng.domain.taxonomy import Level1
from jiheng.forms import load_forms
from jiheng.web.accounts.models import User
from jiheng.web.attachments.models import Attachment
from jiheng.web.attachments.selectors import Place, attachments_of
from jiheng.web.goals.texts import editor_texts
from jiheng.web.self_evaluation.anchors import column_labels
from jiheng.web.self_evaluation.answers import answer
from jiheng.web.self_evaluation.beginnings import approved_version
from jiheng.web.self_evaluation.content import NOTES, PROJECT_FORMS
from jiheng.web.self_evaluation.models import Kind, SelfEvaluation
from jiheng.web.self_evaluation.paper import SUBJECT, window_of
from jiheng.web.self_evaluation.reckoning import ACHIEVEMENTS

__all__ = ["editor_data", "money_rows"]

_ANCHOR = re.compile(r"indicators\[(\d+)\]")


def editor_data(item: SelfEvaluation, actor: User) -> dict[str, Any]:
    """The context of the template, for whoever may change the item; ``page`` is what the scripts get as JSON."""
    is_whole = item.kind == Kind.DEPARTMENT
    files, labels = list(attachments_of(SUBJECT, item.pk)), column_labels()
    newest = approved_version(item.goal) if item.goal else None
    page = {
        "id": item.pk, "person": actor.pk, "lock": item.lock, "typed": item.content, "checked": answer(item, item.content),
        "isWhole": is_whole, "firstLevel": Level1.OUTPUT.value, "evidence": {} if is_whole else _evidence(files), "labels": labels,
        "methods": [["", _("按指标值自动选择")], *([method.value, method.label] for method in Method)],
        "achievements": [["", "—"], *([key, verdict.value] for key, verdict in ACHIEVEMENTS.items())],
        "texts": {**editor_texts(), **_texts()},
        "urls": {
            "save": reverse("self_evaluation:save", args=[item.pk]),
            "check": reverse("self_evaluation:check", args=[item.pk]),
            "files": reverse("attachments:files", args=[SUBJECT, item.pk]),
            "rules": f"{reverse('regulation:rules')}#scoring",
        },
    }  # fmt: skip
    names = load_forms()
    return {
        "page": page,
        "money": money_rows(item),
        "is_whole": is_whole,
        "forms": [] if is_whole else [(key, names[key].name) for key in PROJECT_FORMS],
        "notes": [(name, labels[name], item.content.get(name, "")) for name in NOTES],
        "window": window_of(item.year),
        "is_outdated": newest is not None and newest.pk != item.goal_version_id,
        "place": Place(SUBJECT, item.pk, "", [file for file in files if not file.anchor], may_change=True),
    }


def money_rows(item: SelfEvaluation) -> list[dict[str, Any]]:
    """The lines of the money with the words of their sources."""
    names = {
        "fiscal": _("财政拨款"), "carried_over": _("上年结转资金"), "special_account": _("财政专户管理资金"),
        "unit": _("单位资金"), "other": _("其他资金"),
    }  # fmt: skip
    return [{**line, "label": names[line["source"]]} for line in item.content.get("funding") or []]


def _evidence(files: Iterable[Attachment]) -> dict[int, int]:
    """Row → how many files prove it; of a project only, whose rows stay where they are."""
    return Counter(int(found[1]) for file in files if (found := _ANCHOR.fullmatch(file.anchor)))


def _texts() -> dict[str, str]:
    return {
        "points": _("得分 {points} / {weight}"),
        "why": _("规则与算式"),
        "rule": _("规则"),
        "sum": _("算式"),
        "wanting": _("还缺"),
        "needsReason": _("要说明原因"),
        "isVoid": _("不适用"),
        "voidReason": _("不适用的原因"),
        "tooLow": _("目标定低了"),
        "verdict": _("完成情况"),
        "given": _("评分"),
        "band": _("可评 {band} 分"),
        "method": _("计分方法"),
        "floor": _("及格门槛（%）"),
        "more": _("计分方式、不适用、佐证"),
        "evidence": _("佐证材料"),
        "files": _("佐证 {count}"),
        "groupSum": _("{name} {weight} 分"),
        "groupOff": _("{name} {weight} 分，一般 {proposed} 分"),
        "allSum": _("指标分值合计 {weight}，应为 {expected}"),
        "addRow": _("增加指标"),
        "removeRow": _("删除这一行"),
        "ruleLink": _("这条规则"),
        "noTotal": _("还有得分没有算出"),
        "ready": _("可以提交"),
    }
