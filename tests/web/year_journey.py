"""One fiscal year of a unit with six projects, of which one fails: from its goals to the draft of the next year's.

The failing project is worked on in browsers, the other five by the same services (see `Office`). The test asks what came of
it; `tools/site_pictures.py` takes a picture of every step.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from django.utils import timezone
from tests.web.clock import Clock
from tests.web.factories import YEAR, World
from tests.web.year_desks import Desks, Look, do_not_look
from tests.web.year_office import EXPERTS, FAILING

from jiheng.publishing import publish
from jiheng.web.evaluation import services as evaluation
from jiheng.web.evaluation.models import Evaluation
from jiheng.web.organizations.models import Cycle, Phase
from jiheng.web.self_evaluation.models import SelfEvaluation

__all__ = ["FIRST_DAY", "Year"]

FIRST_DAY = date(YEAR - 1, 11, 3)
"""The morning on which the goals of the year are written."""
_OFFICE, _FINANCE, _LEADER, _PREPARER = "performance_office", "finance_reviewer", "unit_leader", "preparer"
_FORMATS = ("docx", "pdf")
_WHY = "施工招标两次流标，暑期没有开工。"
_REMEDY = "改为分校区招标，寒假集中施工，每周通报进度。"


class Year(Desks):
    """The people, each with a browser of their own, and what they do on the days of the year.

    Attributes:
        files: name of an official form and its format → what was downloaded.
        life: the page of the failing project's whole life; beside: what stands beside the draft of its next year.
    """

    def __init__(self, browser: Any, address: str, world: World, clock: Clock, *, look: Look = do_not_look) -> None:
        super().__init__(browser, address, world, clock, look=look)
        self.files: dict[tuple[str, str], bytes] = {}
        self.life = self.beside = ""

    def live(self, folder: Path) -> None:
        """The whole year."""
        year = self.world.year
        self.plan(folder)
        self.on(date(year, 8, 5), paid=(2, 3, 4, 5, 6))
        self.pay({2: "3", 5: "8", 7: "5"}, look="year-money")
        self.ask()
        self.report()
        self.answer()
        self.on(date(year, 8, 20))
        self.demand()
        self.on(date(year, 9, 25))
        self.mend()
        self.on(date(year, 12, 3), paid=(8, 9, 10))
        self.pay({9: "10", 11: "26"}, look="year-money-end")
        self.evaluate_itself()
        self.on(date(year, 12, 20))
        self.evaluate()
        self.score()
        self.consult()
        self.on(date(year + 1, 1, 8))
        self.decide()
        self.look_back()
        self.draft()
        self.download()

    # ── Winter: goals ─────────────────────────────────────────────────────────────────────────────────────────────────

    def plan(self, folder: Path) -> None:
        """The preparer brings a Word file with six projects; all are handed in and approved."""
        file = folder / "年度绩效目标.docx"
        file.write_bytes(publish(self.office.document(), "docx"))
        page = self.person(_PREPARER)
        page.goto("/goals/import/")
        page.set_input_files("input[type=file]", file)
        page.click("main form button.primary")
        page.wait_for_selector("main input[name=table]")
        self.look(page, "year-goals")
        page.click("main .tools button.primary")
        page.goto(f"/goals/?text={FAILING.name}")
        page.locator("table.list a", has_text=FAILING.name).first.click()
        page.wait_for_selector("html[data-ready]")
        page.click("header.goal-head a[href$='/submit/']")
        page.click("main form button.primary")
        page.wait_for_selector(".messages .success")
        self.office.goals_approved()
        self._approved("goal", self.office.failing().pk)

    # ── Summer: monitoring ────────────────────────────────────────────────────────────────────────────────────────────

    def pay(self, amounts: dict[int, str], *, look: str) -> None:
        """The preparer types what was paid, by month."""
        page = self.person(_PREPARER)
        page.goto(f"/execution/{self.office.failing().pk}/")
        for month, amount in amounts.items():
            page.fill(f"input[data-kind=spent][data-source=fiscal][data-month='{month}']", amount)
        page.locator("table.money-grid input").first.focus()
        page.wait_for_selector("#grid-state.is-good >> text=✓")
        self.look(page, look)

    def ask(self) -> None:
        """The performance office plans a round until July and hands it out."""
        page = self.person(_OFFICE)
        page.goto(f"/monitoring/rounds/new/?year={self.world.year}&month=7")
        page.click("form.round-form button.primary")
        page.click("header.goal-head button.primary")
        page.wait_for_selector(".messages .success")
        self.look(page, "year-round")

    def report(self) -> None:
        """The preparer writes how it stands; two lights turn red, and the chain agrees that they are."""
        self.office.reports_approved()
        page = self.person(_PREPARER)
        page.goto(f"/monitoring/?year={self.world.year}&text={FAILING.name}")
        page.locator("table.list a[href*='/monitoring/reports/']").first.click()
        page.wait_for_selector("html[data-ready]")
        for line, said in enumerate(("500平方米", "96%", "正在推进", "16万元", "1所", "92%")):
            row = page.locator(f"tbody[data-row='{line}']")
            row.locator("[data-path$=actual]").fill(said)
            row.locator("select[data-path$=possibility]").select_option("possible" if line in {0, 4} else "certain")
        page.locator("tbody[data-row='0'] .light-red").wait_for()
        for line in (0, 4):
            row = page.locator(f"tbody[data-row='{line}']")
            row.locator("[data-ticks$=reasons]").first.check()
            row.locator("[data-path$=explanation]").fill(_WHY)
            row.locator("[data-path$=remark]").fill(_REMEDY)
        page.fill("[data-path^='funding.']", "60")
        for path, said in (("analysis", _WHY), ("measures", _REMEDY), ("filled_by", "填报人")):
            page.fill(f"[data-path={path}]", said)
        page.locator("#check-bar.is-good").wait_for()
        page.wait_for_selector("#save-state[data-state=saved]")
        self.look(page, "year-report")
        page.click("#submit-form button")
        page.wait_for_selector(".state-submitted")
        self._approved("monitoring", int(page.url.rstrip("/").rsplit("/", 1)[-1]), look="year-report-approval")

    def answer(self) -> None:
        """The red lights have become alerts; the preparer answers one."""
        page = self.person(_PREPARER)
        page.goto(f"/monitoring/alerts/?year={self.world.year}")
        self.look(page, "year-alerts")
        page.locator("table.list a", has_text=FAILING.output[0]).first.click()
        page.fill("form[action$='/answer/'] textarea", f"{_WHY}{_REMEDY}")
        page.click("form[action$='/answer/'] button.primary")
        page.wait_for_selector(".messages .success")
        self.look(page, "year-alert-answered")

    def demand(self) -> None:
        """The finance division is not content: it concludes that there is something to mend, and sends a notice."""
        page = self.person(_FINANCE)
        page.goto(f"/monitoring/?year={self.world.year}&text={FAILING.name}")
        page.locator("table.list a[href*='/monitoring/reports/']").first.click()
        page.check("form[action$='/conclude/'] input[value=rectify]")
        page.fill("form[action$='/conclude/'] textarea", "请倒排工期，年底前完成，并报整改情况。")
        page.click("form[action$='/conclude/'] button.primary")
        page.click("main a[href^='/rectification/new/']")
        page.wait_for_selector("fieldset.problem-line")
        self.look(page, "year-notice")
        page.click("main form.notice-form button.primary")
        page.wait_for_selector(".messages .success")

    def mend(self) -> None:
        """The unit says what it does and what came of it; one problem is closed, the others stay open."""
        page = self.person(_PREPARER)
        address = f"/rectification/?year={self.world.year}"
        page.goto(address)
        problem = page.locator("table.list a", has_text=re.compile(FAILING.benefit[0])).first.get_attribute("href")
        page.goto(problem)
        self._say(page, "plan", measures=_REMEDY, person="李科长")
        self._say(page, "feedback", result="已完成受益学校摸底和分校区招标。")
        page = self.person(_FINANCE)
        page.goto(problem)
        page.fill("form[action$='/verify/'] [name=verify-opinion]", "措施已落实，同意销号。")
        page.fill("form[action$='/verify/'] [name=verify-advice]", "压减下年预算")
        page.click("form[action$='/verify/'] button[value=close]")
        page.wait_for_selector(".messages .success")
        self.look(page, "year-problem-closed")
        page.goto(address)
        self.look(page, "year-ledger")

    @staticmethod
    def _say(page: Any, act: str, **said: str) -> None:
        form = page.locator(f"form[action$='/{act}/']")
        if not form.is_visible():
            page.locator("section.acts details", has=form).locator("summary").click()
        for name, text in said.items():
            form.locator(f"[name={act}-{name}]").fill(text)
        form.locator("button.primary").click()
        page.wait_for_selector(".messages .success")

    # ── The end of the year: self-evaluation ──────────────────────────────────────────────────────────────────────────

    def evaluate_itself(self) -> None:
        """The window opens; the unit makes its tables from what is known and says what was not reached, and why."""
        page = self.person(_OFFICE)
        page.goto(f"/self-evaluation/window/?year={self.world.year}")
        page.fill("[name=opens_at]", f"{self.world.year}-12-01T08:00")
        page.fill("[name=due_at]", f"{self.world.year}-12-18T18:00")
        page.click("main form button.primary")
        page.wait_for_selector(".messages .success")
        page = self.person(_PREPARER)
        page.goto(f"/self-evaluation/?year={self.world.year}")
        page.click("form[action$='/begin/'] button")
        page.wait_for_selector(".messages .success")
        page.locator("table.list a", has_text=FAILING.name).first.click()
        page.wait_for_selector("html[data-ready]")
        self._write_itself(page)
        self.look(page, "year-self-evaluation")
        page.click("header.goal-head a.primary")
        self.look(page, "year-self-evaluation-submit")
        if page.locator("main form textarea").count():
            page.fill("main form textarea", "数据以竣工验收资料为准。")
        page.click("main form button.primary")
        page.wait_for_selector(".messages .success")
        item = SelfEvaluation.objects.get(goal=self.office.failing())
        self._approved("self_evaluation", item.pk, look="year-self-evaluation-approval")
        self.office.self_evaluations_approved()

    @staticmethod
    def _write_itself(page: Any) -> None:
        cell = "[data-path='indicators[{}].{}']".format
        for line, said in enumerate(("2400平方米", "96%", "没有完成，推迟到明年6月", "52万元", "5所", "88%")):
            page.fill(cell(line, "actual"), said)
        page.locator(cell(2, "achievement")).wait_for()
        page.select_option(cell(2, "achievement"), "missed")
        page.fill(cell(2, "given"), "2")
        for line in (0, 2, 4, 5):
            page.fill(cell(line, "reason"), f"{_WHY}{_REMEDY}")
        page.fill("[data-path=execution_reason]", _WHY)
        page.fill("[data-path=actual_goals]", "只完成了三分之一的校舍维修，其余推迟到明年。")
        page.wait_for_function("() => document.querySelector('#check-bar.is-good, #check-bar.is-warning')")
        page.wait_for_selector("#save-state[data-state=saved]")

    # ── Evaluation by the finance bureau ──────────────────────────────────────────────────────────────────────────────

    def evaluate(self) -> None:
        """The performance office puts the project into its plan and asks two experts."""
        page = self.person(_OFFICE)
        page.goto(f"/evaluation/plan/?year={self.world.year}")
        page.select_option("#add-goal", str(self.office.failing().pk))
        page.fill("#add-note", "监控红灯、整改未完成")
        page.click("form[action*='/plan/add/'] button")
        page.click("table.plan form[action$='/begin/'] button")
        page.click("nav.tabs a[href$='/people/']")
        for name in EXPERTS:
            page.select_option("form[action$='/people/add/'] select[name=user]", str(self.world.people[name].pk))
            page.click("form[action$='/people/add/'] button")
        self.look(page, "year-experts")
        page.goto(f"/evaluation/{self._evaluation().pk}/")
        page.click("form[action$='/steps/start/'] button")
        page.wait_for_selector(".messages .success")

    def score(self) -> None:
        """One expert scores in the browser, the other elsewhere; neither sees the other's scores."""
        now, other = self._evaluation(), self.world.people[EXPERTS[1]]
        evaluation.declare(evaluation=now, actor=other, stance="free", text="")
        given = {row["id"]: dict(zip(("score", "reason"), _given(row, "0.4"), strict=True)) for row in now.frame}
        evaluation.scores_save(evaluation=now, scores=given, opinion="产出和效益都没有实现。", lock=1, actor=other)
        evaluation.hand_in(evaluation=now, actor=other)
        page = self.person(EXPERTS[0])
        page.goto(f"/evaluation/{now.pk}/")
        page.check("input[name=stance][value=free]")
        page.click("main form button.primary")
        page.click("nav.tabs a[href$='/score/']")
        for row in now.frame:
            points, reason = _given(row, "0.5")
            page.fill(f"[name='score-{row['id']}']", points)
            page.fill(f"[name='reason-{row['id']}']", reason)
        self.look(page, "year-expert")
        page.click("button[name=hand-in]")
        page.wait_for_selector(".messages .success")

    def consult(self) -> None:
        """The office settles the scores and asks the unit, which objects; then all is final."""
        page, base = self.person(_OFFICE), f"/evaluation/{self._evaluation().pk}/"
        page.goto(f"{base}scores/")
        self.look(page, "year-scores")
        page.click("form#scores button.primary")
        page.goto(base)
        page.click("form[action$='/steps/consult/'] button")
        page.wait_for_selector(".messages .success")
        unit = self.person(_LEADER)
        unit.goto(f"{base}report/")
        unit.fill("#text", "招标流标不是本单位能够控制的，请酌情考虑。")
        unit.click("main article form button.primary")
        page.goto(f"{base}report/")
        page.check("input[name=accepted][value='0']")
        page.fill("textarea[name=answer]", "流标之后没有及时改用其他办法，意见不采纳。")
        page.click("form[action*='/opinions/'] button")
        page.click("form[action$='/steps/finish/'] button")
        page.wait_for_selector(".messages .success")
        self.look(page, "year-evaluation")

    # ── The next budget ───────────────────────────────────────────────────────────────────────────────────────────────

    def decide(self) -> None:
        """The office decides as the rules propose, and tells the units."""
        page = self.person(_OFFICE)
        page.goto(f"/results/?year={self.world.year}")
        self.look(page, "year-results")
        page.click("button[data-tick=accept]")
        page.click("button.primary[form=accept]")
        page.wait_for_selector(".messages .success")
        page.click("form[action*='/results/publish/'] button")
        page.wait_for_selector(".messages .success")
        page.goto(f"/results/{self.office.failing().pk}/")
        self.look(page, "year-decision")

    def look_back(self) -> None:
        """The preparer reads the whole life of the project on one page, the office the whole year in pictures."""
        page = self.person(_PREPARER)
        page.goto(f"/analytics/projects/{self.office.failing().pk}/")
        self.life = page.locator("main").inner_text()
        self.look(page, "year-life")
        page = self.person(_OFFICE)
        page.goto(f"/analytics/?year={self.world.year}")
        page.wait_for_load_state("networkidle")
        self.look(page, "year-overview")

    def draft(self) -> None:
        """The preparer takes the project into the next year and sees what became of the last one."""
        now = timezone.now()
        cycle = Cycle.objects.create(year=self.world.year + 1)
        Phase.objects.create(cycle=cycle, name="二上", opens_at=now - timedelta(days=1), due_at=now + timedelta(days=9))
        page = self.person(_PREPARER)
        page.goto(f"/goals/new/?year={self.world.year + 1}")
        page.locator("tr", has_text=FAILING.name).locator("button[value=budget]").click()
        page.wait_for_selector("html[data-ready]")
        self.beside = page.locator("details.last-year").inner_text()
        self.look(page, "year-next-draft")

    def download(self) -> None:
        """Every official form of the failing project, as Word and as PDF."""
        page = self.person(_PREPARER)
        goal, final = self.office.failing(), self._evaluation()
        report = goal.monitoring_reports.get()
        item = SelfEvaluation.objects.get(goal=goal)
        addresses = {
            "监控表": f"/monitoring/reports/{report.pk}/monitoring.{{}}",
            "自评表": f"/self-evaluation/{item.pk}/table.{{}}",
            "评价表": f"/evaluation/{final.pk}/report/{final.reports.first().number}/table.{{}}",
            "整改台账": f"/rectification/ledger.{{}}?year={goal.year}",
        }
        for name, address in addresses.items():
            for file_format in _FORMATS:
                answer = page.request.get(address.format(file_format))
                assert answer.ok, f"{name} {file_format}: {answer.status}"
                self.files[name, file_format] = answer.body()

    def _evaluation(self) -> Evaluation:
        return Evaluation.objects.get(goal=self.office.failing())


def _given(row: dict[str, str], share: str) -> tuple[str, str]:
    """What an expert gives for a leaf, and why: only a share of the points for what was to come out of the project."""
    if row["level1"] not in {"产出", "效益"}:
        return row["weight"], ""
    return f"{float(row['weight']) * float(share):.2f}", _WHY
