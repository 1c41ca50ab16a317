"""What people are told, and the reminders that they send."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from ninja import Query, Router, Schema
from pydantic import Field

from jiheng.web.accounts.models import User
from jiheng.web.api.auth import Request, Token
from jiheng.web.api.described import KEYED
from jiheng.web.api.models import Scope
from jiheng.web.api.paging import Asked, Page, cut
from jiheng.web.api.parameters import Code, Id, Word, Words, Year, budget_year, organization_of
from jiheng.web.api.texts import later as _
from jiheng.web.notices import policies, selectors, services
from jiheng.web.notices.models import Mailing, Notice
from jiheng.web.organizations.models import Organization, Phase
from jiheng.web.organizations.policies import may_manage_year

__all__ = ["router"]

router = Router(tags=["notices"])
_READ, _MANAGE = Token(Scope.READ), Token(Scope.MANAGE)
_OWN = Token(*Scope.values)
_OVERSEE = Token(Scope.REVIEW, Scope.MANAGE)


class NoticeShape(Schema):
    """Something that one was told; `url` is the page it leads to."""

    id: int
    kind: str
    title: str
    text: str
    url: str
    organization: str | None
    year: int | None
    created_at: datetime
    read_at: datetime | None

    @classmethod
    def of(cls, row: Notice) -> NoticeShape:
        """From a row with its organization."""
        names = ("kind", "title", "text", "url", "year", "created_at", "read_at")
        code = row.organization.code if row.organization else None
        return cls(id=row.pk, organization=code, **{name: getattr(row, name) for name in names})


class Counted(Schema):
    """How many."""

    count: int


class Wish(Schema):
    """When a kind of notice is mailed."""

    kind: str
    label: str
    mailing: Mailing


class Wishes(Schema):
    """Kinds and when they are to be mailed; those that are not named stay as they are."""

    mailings: dict[Word, Mailing] = Field(examples=[{"review.returned": "daily"}])


class UnitShape(Schema):
    """A unit that has not handed in all it has to: how many tables it has, and how many of them are still with it."""

    organization: str
    organization_name: str
    tables: int
    drafts: int
    returned: int
    blocked: int


class ReminderNew(Schema):
    """Whom to remind, and a line to go with it."""

    year: Year
    organizations: Annotated[list[Code], Field(min_length=1, max_length=5000, examples=[["205001"]])]
    text: Words = Field("", examples=["请于本周五前提交"])


class ReminderSent(Schema):
    """What became of it: codes of the units reminded, of those reminded already today, of those that have nobody."""

    units: list[str]
    people: int
    already: list[str]
    nobody: list[str]


class RuleShape(Schema):
    """When the site reminds of a deadline by itself: so many days before."""

    is_on: bool
    days: Annotated[list[Annotated[int, Field(ge=0, le=999)]], Field(max_length=10, examples=[[7, 3, 1]])]


class MailShape(Schema):
    """How it stands with the mail: how many wait, went out, were given up."""

    waiting: int
    sent: int
    failed: int


@router.get("/notices", auth=_OWN, response=Page[NoticeShape], summary=_("我的提醒"))
def notices(request: Request, asked: Annotated[Asked, Query()], unread: bool = False) -> Page[NoticeShape]:
    """What one was told, the oldest first."""
    rows, following = cut(selectors.notice_list(request.auth.user, unread_only=unread), asked)
    return Page(items=[NoticeShape.of(row) for row in rows], next=following)


@router.post("/notices/{pk}/read", auth=_OWN, response=NoticeShape, summary=_("标为已读"), openapi_extra=KEYED)
def notice_read(request: Request, pk: Id) -> NoticeShape:
    """Count a notice as read."""
    own = selectors.notice_list(request.auth.user)
    services.notice_read(notice=get_object_or_404(own, pk=pk), actor=request.auth.user)
    return NoticeShape.of(get_object_or_404(own, pk=pk))


@router.post("/notices/read", auth=_OWN, response=Counted, summary=_("全部标为已读"), openapi_extra=KEYED)
def notices_read(request: Request) -> Counted:
    """Count all of one's notices as read."""
    return Counted(count=services.notices_read_all(actor=request.auth.user))


@router.get("/notices/settings", auth=_OWN, response=list[Wish], summary=_("提醒设置"))
def wishes(request: Request) -> list[Wish]:
    """Which kinds are mailed to one, and when."""
    return _wishes(request.auth.user)


@router.put("/notices/settings", auth=_OWN, response=list[Wish], summary=_("修改提醒设置"), openapi_extra=KEYED)
def wishes_save(request: Request, body: Wishes) -> list[Wish]:
    """Set when kinds are mailed."""
    wanted = {kind: mailing.value for kind, mailing in body.mailings.items()}
    services.preferences_save(actor=request.auth.user, wanted=wanted)
    return _wishes(request.auth.user)


@router.get("/reminders", auth=_READ, response=list[UnitShape], summary=_("还没有报齐的单位"))
def missing(request: Request, year: Year | None = None) -> list[UnitShape]:
    """The units below one that have not handed in all they have to, by code."""
    wanted = budget_year(year)
    _require(policies.may_remind(request.auth.user, wanted))
    found = selectors.units(wanted, policies.remindable(request.auth.user, wanted))
    return [
        UnitShape(
            organization=each.organization.code, organization_name=each.organization.name, **each.progress._asdict()
        )
        for each in found
        if selectors.is_missing(each)
    ]


@router.post("/reminders", auth=_OVERSEE, response=ReminderSent, summary=_("催报"), openapi_extra=KEYED)
def remind(request: Request, body: ReminderNew) -> ReminderSent:
    """Remind units, each once a day; those that have handed in are passed over."""
    actor = request.auth.user
    _require(policies.may_remind(actor, body.year))
    chosen = {code: organization_of(actor, body.year, code) for code in body.organizations}
    sent = services.reminders_send(year=body.year, organizations=chosen.values(), text=body.text, actor=actor)
    return ReminderSent(
        units=_codes(sent.units), people=sent.people, already=_codes(sent.already), nobody=_codes(sent.nobody)
    )


@router.get("/phases/{pk}/reminders", auth=_MANAGE, response=RuleShape, summary=_("自动提醒"))
def rule(request: Request, pk: Id) -> RuleShape:
    """When the site reminds of a window's deadline."""
    found = selectors.rule_of(_phase(request.auth.user, pk))
    return RuleShape(is_on=found.is_on, days=found.days)


@router.put("/phases/{pk}/reminders", auth=_MANAGE, response=RuleShape, summary=_("修改自动提醒"), openapi_extra=KEYED)
def rule_save(request: Request, pk: Id, body: RuleShape) -> RuleShape:
    """Set when the site reminds of a window's deadline."""
    actor = request.auth.user
    saved = services.rule_save(phase=_phase(actor, pk), is_on=body.is_on, days=body.days, actor=actor)
    return RuleShape(is_on=saved.is_on, days=saved.days)


@router.get("/administration/mail", auth=_MANAGE, response=MailShape, summary=_("邮件情况"))
def mail(request: Request) -> MailShape:
    """How it stands with the mail; for the system administrator."""
    _require(policies.may_see_mail(request.auth.user))
    found = selectors.mail_state()
    return MailShape(waiting=found.waiting, sent=found.sent, failed=found.failed)


@router.post("/administration/mail/retry", auth=_MANAGE, response=Counted, summary=_("重发邮件"), openapi_extra=KEYED)
def mail_retry(request: Request) -> Counted:
    """Try once more what was given up."""
    return Counted(count=services.mails_retry(actor=request.auth.user))


def _wishes(user: User) -> list[Wish]:
    found = selectors.choices_of(user)
    return [Wish(kind=kind.name, label=str(kind.label), mailing=Mailing(mailing)) for kind, mailing in found]


def _phase(actor: User, pk: int) -> Phase:
    found = get_object_or_404(Phase.objects.select_related("cycle"), pk=pk)
    _require(may_manage_year(actor, found.cycle.year))
    return found


def _codes(organizations: list[Organization]) -> list[str]:
    return [each.code for each in organizations]


def _require(allowed: bool) -> None:
    if not allowed:
        raise PermissionDenied
