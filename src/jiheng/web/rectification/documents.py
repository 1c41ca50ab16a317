"""The papers of this area: the ledger (整改台账) as a document of the official form, and the notice as a letter.

Both are papers of an office and therefore in its language, whatever language the site speaks to whoever prints them.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.conf import settings
from django.utils import timezone

from jiheng.domain.goals import Document
from jiheng.domain.goals import Organization as DomainOrganization
from jiheng.domain.goals import Source as DomainSource
from jiheng.domain.rectification import LedgerProblem, RectificationLedger
from jiheng.web.accounts.languages import speaking
from jiheng.web.organizations.models import Organization
from jiheng.web.rectification.models import Notice, Problem
from jiheng.writers.report import Paragraph, Report, Section, Table

__all__ = ["FORM", "ledger_document", "letter"]

FORM = "rectification-ledger"
_SOURCE = DomainSource("", "0" * 64, "json")
_HEADER = ("序号", "问题类别", "问题", "整改要求", "整改时限", "责任单位、责任人")
_WIDTHS = (1, 2, 6, 5, 2, 3)


def ledger_document(problems: Sequence[Problem], organization: Organization, year: int) -> Document:
    """The ledger of `problems`, filled in by `organization`."""
    with speaking(settings.LANGUAGE_CODE):
        rows = tuple(_row(number, each) for number, each in enumerate(problems, 1))
    filled_in_by = DomainOrganization(organization.code, organization.name)
    today = timezone.localdate().isoformat()
    ledger = RectificationLedger(1, FORM, filled_in_by, rows, details={"填报日期": today})
    title = f"{year}年绩效问题整改台账"
    return Document(year, filled_in_by, None, (), _SOURCE, title=title, rectification=(ledger,))


def _row(number: int, problem: Problem) -> LedgerProblem:
    state = str(problem.get_state_display())
    return LedgerProblem(
        ordinal=str(number),
        document=problem.notice.document,
        project=problem.goal.name if problem.goal else None,
        source=str(problem.notice.get_source_display()),
        category=str(problem.get_category_display()),
        description=_cell(problem.description),
        requirement=_cell(problem.requirement),
        due=problem.due_on.isoformat(),
        unit=_cell(problem.unit),
        person=_cell(problem.person),
        measures=_cell(problem.measures),
        result=_cell(problem.result),
        finished=problem.finished_on.isoformat() if problem.finished_on else None,
        state=f"{state}，逾期{problem.late}天" if problem.late else state,
        opinion=_cell(problem.opinion),
        advice=_cell(problem.advice),
    )


def _cell(text: str) -> str | None:
    return text.strip() or None


def letter(notice: Notice) -> Report:
    """The notice as it is sent (整改通知书)."""
    problems = list(notice.problems.all())
    with speaking(settings.LANGUAGE_CODE):
        rows = tuple(_line(each) for each in problems)
        source = str(notice.get_source_display())
    about = f"项目“{notice.goal.name}”" if notice.goal else "你单位"
    found = f"经{source}发现，{about}存在 {len(problems)} 个问题（见下表）。" if problems else ""
    asked = f"请于 {_day(notice.due_on)}前整改到位；表中另有时限的，按表中时限办理。"
    answer = "请逐项制定整改措施，落实责任人，整改完成后反馈整改结果并附佐证材料，由我单位核验后销号。"
    late = "不能按时完成的，应在时限以前说明理由、申请延期；逾期未整改的，按规定督办，并作为安排预算的依据。"
    today = timezone.localdate(notice.issued_at)
    return Report(
        f"{notice.issuer.name}绩效问题整改通知书",
        notice.document,
        (
            Section("事由", 1, (Paragraph(f"{notice.organization.name}："), Paragraph(notice.title), Paragraph(found))),
            Section("问题和要求", 1, (Paragraph(asked), Table(_HEADER, rows, _WIDTHS))),
            Section(
                "反馈", 1, (Paragraph(answer), Paragraph(late), Paragraph(notice.issuer.name), Paragraph(_day(today)))
            ),
        ),
    )


def _line(problem: Problem) -> tuple[str, ...]:
    who = "、".join(filter(None, (problem.unit, problem.person)))
    category = str(problem.get_category_display())
    due = problem.due_on.isoformat()
    return (str(problem.number), category, problem.description, problem.requirement, due, who)


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
