"""One fiscal year in real browsers, on a site whose clock goes through it, with one project that fails in the middle."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from tests.web.clock import moved_clock
from tests.web.factories import make_world
from tests.web.goals.browser import CHROMIUM, needs_browser
from tests.web.journey import chromium
from tests.web.year_journey import FIRST_DAY, Year
from tests.web.year_office import FAILING, PROJECTS

from jiheng import engine
from jiheng.domain.goals import Document
from jiheng.web.monitoring.models import Alert
from jiheng.web.results.models import Decision
from jiheng.web.review.services import default_chain
from jiheng.web.self_evaluation.models import SelfEvaluation

pytestmark = [pytest.mark.django_db(transaction=True), *needs_browser]
_COMMAND = Path(sys.executable).with_name("jiheng")
_FORMS = ("监控表", "自评表", "评价表", "整改台账")


@pytest.fixture
def year(live_server: Any) -> Iterator[Year]:
    """The office on a morning in November, before anybody came in."""
    with moved_clock(FIRST_DAY) as clock, chromium(CHROMIUM) as browser:
        world = make_world()
        for subject in ("goal", "self_evaluation"):
            default_chain(subject=subject)
        year = Year(browser, live_server.url, world, clock)
        yield year
        year.leave()


def test_a_year_goes_by(year: Year, tmp_path: Path) -> None:
    """From goals to the next draft: whoever failed is seen, asked, judged and cut, and nobody else."""
    year.live(tmp_path)
    assert year.problems == []
    _only_the_failing_one_was_warned_of()
    _everybody_has_a_grade()
    _the_money_follows(year)
    read = {key: engine.read(data, name=f"{key[0]}.{key[1]}") for key, data in year.files.items()}
    _every_form_says_the_same_in_word_and_pdf(read)
    _the_forms_say_what_happened({name: read[name, "docx"] for name in _FORMS})
    _the_command_reads_them(year, tmp_path)


def _only_the_failing_one_was_warned_of() -> None:
    alerts = Alert.objects.values_list("goal__name", "kind", "name", "colour")
    assert set(alerts) == {
        (FAILING.name, "spending", "", "red"),
        (FAILING.name, "indicator", FAILING.output[0], "red"),
        (FAILING.name, "indicator", FAILING.benefit[0], "red"),
    }


def _everybody_has_a_grade() -> None:
    found = SelfEvaluation.objects.exclude(goal=None).filter(state="approved")
    totals = {name: (total, grade) for name, total, grade in found.values_list("goal__name", "total", "grade")}
    assert set(totals) == {each.name for each in PROJECTS}
    failing = totals.pop(FAILING.name)
    # 4.33 for the money; 5.2 + 13 + 2 + 12 for the output; 12.5 for the benefit; 9.78 for satisfaction
    assert failing == (Decimal("58.81"), "差")
    assert {grade for _total, grade in totals.values()} == {"优"}


def _the_money_follows(year: Year) -> None:
    decided = {each.goal.name: each for each in Decision.objects.select_related("goal")}
    failing = decided.pop(FAILING.name)
    assert (failing.action, failing.percent, failing.amount) == ("cut", Decimal(20), Decimal("96.00"))
    assert {each.action for each in decided.values()} == {"reward"}
    assert len(decided) == len(PROJECTS) - 1
    for said in (
        "64.25 中",
        "还有 2 个问题没有销号",
        "压减预算 20%",
        "120.00 → 96.00",
        "计划 ≥6000平方米，实际 2400平方米",
    ):
        assert said in year.beside
    for said in ("58.81", "64.25", "压减预算", FAILING.output[0]):
        assert said in year.life


def _every_form_says_the_same_in_word_and_pdf(read: dict[tuple[str, str], Document]) -> None:
    for name in _FORMS:
        word, pdf = read[name, "docx"], read[name, "pdf"]
        assert word.results, name
        assert word.results == pdf.results, name


def _the_forms_say_what_happened(read: dict[str, Document]) -> None:
    (report,) = read["监控表"].monitoring
    assert (report.name, report.through_month) == (FAILING.name, 7)
    assert [row.actual.raw for row in report.indicators if row.actual][:1] == ["500平方米"]
    assert (report.funding[0].executed, report.funding[0].rate) == (Decimal("16.00"), Decimal("13.33"))

    (itself,) = read["自评表"].self_evaluations
    assert itself.funding[0].score == Decimal("4.33")
    assert [row.score for row in itself.indicators] == [
        Decimal(text) for text in ("5.2", "13", "2", "12", "12.5", "9.78")
    ]

    (table,) = read["评价表"].evaluations
    assert (table.total_score, table.grade) == (Decimal("64.25"), "中")

    (ledger,) = read["整改台账"].rectification
    assert [problem.state for problem in ledger.problems] == ["待整改，逾期81天", "已销号", "待整改，逾期81天"]
    assert ledger.problems[1].opinion == "措施已落实，同意销号。"


def _the_command_reads_them(year: Year, folder: Path) -> None:
    paths = []
    for (name, file_format), data in year.files.items():
        paths.append(folder / f"{name}.{file_format}")
        paths[-1].write_bytes(data)
    done = subprocess.run(
        [_COMMAND, "read", *paths, "--format", "jsonl"], capture_output=True, text=True, check=True, timeout=60
    )
    assert len([json.loads(line) for line in done.stdout.splitlines()]) == len(paths) == 2 * len(_FORMS)
