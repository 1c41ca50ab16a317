"""Who is told what; in the transaction of the act."""

from __future__ import annotations

from functools import partial

from django.urls import reverse
from django.utils.translation import gettext as _

from jiheng.web.notices.services.telling import notify
from jiheng.web.rectification import policies
from jiheng.web.rectification.models import Happening, Notice, Problem

__all__ = ["problem_page", "tell_menders", "tell_of_decision", "tell_verifiers"]


def problem_page(problem: Problem) -> str:
    """Where the problem is."""
    return reverse("rectification:problem", args=[problem.pk])


def tell_menders(notice: Notice) -> None:
    """A notice has come."""
    notify(
        people=policies.menders(notice),
        kind="rectification.notice",
        key=f"rectification.notice.{notice.pk}",
        title=partial(_notice_title, notice),
        text=partial(_notice_text, notice),
        url=reverse("rectification:notice", args=[notice.pk]),
        organization=notice.organization,
        year=notice.year,
    )


def tell_verifiers(problem: Problem, kind: Happening) -> None:
    """The unit has answered, or asks."""
    title = _asked_title if kind == Happening.ASKED else _reported_title
    notify(
        people=policies.verifiers(problem.notice),
        kind="rectification.answered",
        key=f"rectification.{kind.value}.{problem.pk}",
        title=partial(title, problem),
        url=problem_page(problem),
        organization=problem.organization,
        year=problem.year,
        renew=True,
    )


def tell_of_decision(problem: Problem, kind: Happening, text: str) -> None:
    """The issuer has decided."""
    notify(
        people=policies.menders(problem.notice),
        kind="rectification.notice" if kind == Happening.REOPENED else "rectification.decided",
        key=f"rectification.decided.{problem.pk}",
        title=partial(_decided_title, problem, kind),
        text=text,
        url=problem_page(problem),
        organization=problem.organization,
        year=problem.year,
        renew=True,
    )


def _notice_title(notice: Notice) -> str:
    return _("收到整改通知：{title}").format(title=notice.title)


def _notice_text(notice: Notice) -> str:
    count = notice.problems.count()
    message = _("{issuer}发来 {document}，有 {count} 个问题，请在 {due} 前整改并反馈。")
    return message.format(issuer=notice.issuer.name, document=notice.document, count=count, due=notice.due_on)


def _reported_title(problem: Problem) -> str:
    return _("{name}反馈了整改结果，请核验：{problem}").format(name=problem.organization.name, problem=problem)


def _asked_title(problem: Problem) -> str:
    return _("{name}申请把整改延期到 {day}：{problem}").format(
        name=problem.organization.name, day=problem.wished_due_on, problem=problem
    )


def _decided_title(problem: Problem, kind: Happening) -> str:
    titles = {
        Happening.CLOSED: _("问题已销号：{problem}"),
        Happening.RETURNED: _("整改没有通过核验，请继续整改：{problem}"),
        Happening.REOPENED: _("问题重新打开，请再整改：{problem}"),
        Happening.EXTENDED: _("同意延期到 {day}：{problem}"),
        Happening.REFUSED: _("不同意延期，时限仍是 {day}：{problem}"),
    }
    return titles[kind].format(problem=problem, day=problem.due_on)
