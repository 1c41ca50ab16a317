"""Changing the regulation of a year."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from jiheng.errors import ConfigError
from jiheng.regulations import known_regions, load_regulation, regulation_values
from jiheng.web.accounts.models import User
from jiheng.web.audit.services import record
from jiheng.web.organizations.models import Cycle
from jiheng.web.regulation.models import YearRegulation
from jiheng.web.regulation.policies import may_change
from jiheng.web.regulation.values import differences
from jiheng.web.ui.errors import Conflict

__all__ = ["regulation_save"]

_Values = Mapping[str, Any]


@transaction.atomic
def regulation_save(*, year: int, region: str, values: _Values, lock: int, actor: User) -> YearRegulation:
    """Let a year have these values; only what differs from those of the region is stored.

    Args:
        year: of the budget.
        region: two digits of one that comes with the program.
        values: all values that people set, nested as in the files.
        lock: of the regulation as the person saw it; 0 where there was none.
        actor: of the performance office.

    Raises:
        PermissionDenied: `actor` is not of the performance office.
        ValidationError: a value is none, or they do not go together; it names the field.
        Conflict: somebody else changed it meanwhile.
    """
    if not may_change(actor, year):
        raise PermissionDenied
    if region not in known_regions():
        raise ValidationError({"region": _("没有这个地区的规则")})
    changes = differences(values, regulation_values(region, year))
    try:
        load_regulation(region, year, changes)
    except (ConfigError, KeyError, TypeError, ValueError) as error:
        raise ValidationError(str(error), code="regulation-value") from error
    cycle = Cycle.objects.select_for_update().filter(year=year).first()
    if cycle is None:
        raise ValidationError(_("还没有建立这个年度"), code="no-cycle")
    row = YearRegulation.objects.filter(cycle=cycle).first()
    if (row.lock if row else 0) != lock:
        raise Conflict("regulation-changed", _("刚刚有人改过规则，您的修改没有存进去，请刷新后再改"))
    row = row or YearRegulation(cycle=cycle, lock=0)
    before = {"region": row.region, **row.changes}
    row.region, row.changes, row.lock = region, changes, lock + 1
    row.save()
    after = {"region": region, **changes}
    if before != after:
        record("regulation.changed", actor=actor, subject=row, title=str(year), before=before, after=after)
    return row
