"""What programs send as the content of a goal: JSON as `jiheng.interchange` writes it, checked and made our own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _

from jiheng.domain.money import CURRENCY_UNITS
from jiheng.web.api.errors import refusal
from jiheng.web.goals.mapping import amount_of, content_of, department_of, domain_organization, sheet_of
from jiheng.web.goals.models import GoalKind
from jiheng.web.goals.services_drafts import goal_forms
from jiheng.web.goals.typed import LONGEST, MOST_ROWS
from jiheng.web.organizations.models import Organization

__all__ = ["own_content"]

_DEEPEST = 12


def own_content(content: Mapping[str, Any], *, kind: str, organization: Organization) -> dict[str, Any]:
    """The content to store; what it says of the organization does not count, and unknown fields are left out.

    Raises:
        UnreadableSourceError: it is no content; it says where.
        ValidationError: a text or a list is longer than anybody would write, its amount too large, or it is of no form for goals.
    """
    _require_reasonable(content, "content", _DEEPEST)
    if kind == GoalKind.DEPARTMENT:
        part = department_of(content)
        return content_of(part) if part else {"sub_goals": []}
    sheet = sheet_of(content)
    if sheet.form not in dict(goal_forms()):
        raise refusal("content.form", "form-unknown", _("不能用这种表式填写项目绩效目标"))
    if sheet.budget.total is not None and amount_of(sheet) is None and sheet.budget.currency_unit in CURRENCY_UNITS:
        raise refusal("content.budget.total", "too-large", _("金额太大"))
    return content_of(replace(sheet, organization=domain_organization(organization), title=None))


def _require_reasonable(value: object, path: str, depth: int) -> None:
    if not depth:
        raise refusal(path, "too-deep", _("嵌套太深"))
    if isinstance(value, str) and len(value) > LONGEST:
        said = _("太长：{count} 个字，最多 {most} 个").format(count=len(value), most=LONGEST)
        raise refusal(path, "too-long", said)
    if isinstance(value, list | dict) and len(value) > MOST_ROWS:
        said = _("太多：{count} 行，最多 {most} 行").format(count=len(value), most=MOST_ROWS)
        raise refusal(path, "too-many", said)
    parts = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, part in parts:
        _require_reasonable(part, f"{path}.{name}", depth - 1)
