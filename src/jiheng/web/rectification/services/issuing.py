"""Issuing notices."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from jiheng.web.accounts.models import User
from jiheng.web.audit.services import record
from jiheng.web.goals.models import Goal
from jiheng.web.organizations.models import Organization
from jiheng.web.rectification import policies
from jiheng.web.rectification.models import Category, Event, Happening, Notice, Problem, Source
from jiheng.web.rectification.services.telling import tell_menders
from jiheng.web.ui.errors import Conflict

__all__ = ["MOST", "Found", "notice_create"]

MOST = 100
"""Problems of one notice."""
_LONGEST = 4000
_DOCUMENT = "{issuer}绩整改〔{year}〕{serial}号"
"""With the code of the issuer, so that two offices never send the same one."""


class Found(NamedTuple):
    """A problem as it goes into a notice.

    Attributes:
        category: of `Category`.
        due_on: None for the notice's; unit: None for the name of the organization that is asked.
    """

    category: str
    description: str
    requirement: str
    due_on: date | None = None
    unit: str = ""
    person: str = ""


def notice_create(
    *,
    organization: Organization,
    year: int,
    goal: Goal | None,
    source: str,
    title: str,
    due_on: date,
    problems: Sequence[Found],
    actor: User,
    source_id: int | None = None,
    issuer: Organization | None = None,
    document: str = "",
) -> Notice:
    """Send an organization a notice with its problems.

    Args:
        organization: whom it asks.
        year: the budget year that it is about.
        goal: the project that it is about; None for the whole organization.
        source: of `Source`.
        title: the subject, one line.
        due_on: by when, where a problem says nothing else.
        problems: at least one.
        actor: who issues it.
        source_id: key of the paper that it comes from.
        issuer: in whose name; the bureau, or the department, that `actor` acts for where it is not given.
        document: 文号; the next of the issuer's own where it is empty.

    Raises:
        PermissionDenied: `actor` may not ask that organization, or not in that name.
        ValidationError: something is missing, too long, or in the past.
        Conflict: the 文号 is taken.
    """
    names = policies.issuers_for(actor, organization, year)
    if not names or (issuer is not None and issuer not in names):
        raise PermissionDenied
    notice = Notice(
        issuer=issuer or names[0], organization=organization, year=year, goal=goal, source=source, source_id=source_id,
        title=title.strip(), due_on=due_on, issued_by=actor, document=document.strip(),
    )  # fmt: skip
    _refuse(notice, problems)
    _store(notice, problems)
    return notice


def _store(notice: Notice, problems: Sequence[Found]) -> None:
    try:
        with transaction.atomic():
            _number(notice)
            notice.save(force_insert=True)
            _issue(notice, problems)
    except IntegrityError as error:  # two at once; the constraints let one through
        raise Conflict("document-taken", _("这个文号刚刚已经用过，请换一个文号，或留空由系统编号")) from error


def _number(notice: Notice) -> None:
    """Give a notice its number, and its 文号 where nobody did."""
    issuer, year = notice.issuer, timezone.localdate().year
    # Held until the end of the transaction, so that two notices do not get one number.
    Organization.objects.select_for_update().get(pk=issuer.pk)
    last = Notice.objects.filter(issuer=issuer, issued_in=year).aggregate(last=Max("serial"))["last"]
    notice.issued_in, notice.serial = year, (last or 0) + 1
    notice.document = notice.document or _DOCUMENT.format(issuer=issuer.code, year=year, serial=notice.serial)


def _issue(notice: Notice, problems: Sequence[Found]) -> None:
    made = [
        Problem(
            notice=notice, number=number, organization=notice.organization, year=notice.year, goal=notice.goal,
            category=each.category, description=each.description.strip(), requirement=each.requirement.strip(),
            due_on=each.due_on or notice.due_on, unit=each.unit.strip() or notice.organization.name,
            person=each.person.strip(),
        )
        for number, each in enumerate(problems, 1)
    ]  # fmt: skip
    for problem in made:
        problem.save(force_insert=True)
    Event.objects.bulk_create(
        Event(problem=each, kind=Happening.ISSUED, actor=notice.issued_by, details={"due_on": each.due_on.isoformat()})
        for each in made
    )
    record(
        "rectification.issued", actor=notice.issued_by, subject=notice, organization=notice.organization.code,
        after={"document": notice.document, "source": notice.source, "problems": len(made), "due_on": notice.due_on},
    )  # fmt: skip
    tell_menders(notice)


def _refuse(notice: Notice, problems: Sequence[Found]) -> None:
    """Say what is wrong with a notice, if anything is."""
    today, goal = timezone.localdate(), notice.goal
    if goal is not None and (goal.organization_id != notice.organization.pk or goal.year != notice.year):
        raise ValidationError({"goal": _("这个项目不是该单位本年度的项目")})
    if notice.source not in Source.values:
        raise ValidationError({"source": _("请选择问题来源")})
    if not notice.title:
        raise ValidationError({"title": _("请写明事由")})
    if notice.due_on <= today:
        raise ValidationError({"due_on": _("整改时限要在今天以后")})
    if not problems:
        raise ValidationError(_("请至少写一个问题"), code="no-problem")
    if len(problems) > MOST:
        raise ValidationError(_("一份通知最多 {limit} 个问题，请分成几份").format(limit=MOST), code="too-many")
    for number, each in enumerate(problems, 1):
        _refuse_problem(number, each, today)


def _refuse_problem(number: int, found: Found, today: date) -> None:
    wrong = ""
    if found.category not in Category.values:
        wrong = _("请选择类别")
    elif not found.description.strip():
        wrong = _("请写明问题")
    elif not found.requirement.strip():
        wrong = _("请写明整改要求")
    elif max(len(found.description), len(found.requirement)) > _LONGEST:
        wrong = _("文字太长，最多 {limit} 字").format(limit=_LONGEST)
    elif found.due_on is not None and found.due_on <= today:
        wrong = _("整改时限要在今天以后")
    if wrong:
        message = _("第 {number} 个问题：{reason}").format(number=number, reason=wrong)
        raise ValidationError(message, code="problem")
