"""One sheet's way through a whole office, as the people of the demo walk it in their browsers.

A file is brought, mended and handed in, sent back with a comment, corrected, approved by everyone, disclosed, and found
by a stranger. The test walks it and asks what came of it; `tools/site_pictures.py` walks it and takes a picture of every
step.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from jiheng.web.review.workflow import Quality

__all__ = ["CORRECTED", "Journey", "chromium"]

_PATIENCE = 15_000  # milliseconds until a step counts as failed; one core may be busy
_SCREEN = {"width": 1366, "height": 768}
_OPINION = "请按批注修改后再提交。"
_COMMENT = "请写明怎样统计、以什么资料为准。"
CORRECTED = "按年末台账统计，以主管部门核定的数为准"
"""What the preparer writes into the description of the first indicator after the comment."""
_DESCRIPTION, _NUMBER = 3, 5  # columns of the grid
_LEADER, _DEPARTMENT, _FINANCE, _OFFICE, _PREPARER = "lingdao", "zhuguan", "chushi", "jixiao", "tianbao"
Look = Callable[[Any, str], None]


def _do_not_look(page: Any, name: str) -> None:
    """Nobody takes pictures."""


@contextmanager
def chromium(program: str) -> Iterator[Any]:
    """A browser without windows."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=program, args=["--no-sandbox", "--lang=zh-CN"])
        try:
            yield browser
        finally:
            browser.close()


class Journey:
    """The people, each with a browser of their own; what they do, in the order in which they do it.

    Attributes:
        project: the table of the file that goes through the chain.
        word: a word of its name, by which the stranger looks for it; other tables of the file with it become drafts.
        year: the year that the demo prepares.
        problems: errors of scripts on any page.
    """

    def __init__(
        self, browser: Any, address: str, password: str, *, project: str, word: str, look: Look = _do_not_look
    ) -> None:
        self.project, self.word, self.look = project, word, look
        self.year = 0
        self.problems: list[str] = []
        self._browser, self._address, self._password = browser, address, password
        self._pages: dict[str, Any] = {}

    def walk(self, file: Path) -> Path:
        """All of it; the Word file that the stranger downloaded."""
        self.bring(file)
        self.mend()
        self.submit()
        self.approve(_LEADER)
        self.send_back()
        self.correct()
        self.submit(again=True)
        for person in (_LEADER, _DEPARTMENT, _FINANCE, _OFFICE):
            self.approve(person, again=True)
        self.disclose()
        return self.find()

    def bring(self, file: Path) -> None:
        """The preparer signs in, looks at what was recognised in the file and takes tables over."""
        page = self.person(_PREPARER)
        self.look(page, "overview")
        page.click("nav.areas a[href='/goals/']")
        self.look(page, "goals")
        page.click("main a[href='/goals/new/']")
        self.look(page, "new")
        page.click("main a.primary[href^='/goals/import/']")
        page.set_input_files("input[type=file]", file)
        self.look(page, "import")
        page.click("main form button.primary")
        page.wait_for_selector("main input[name=table]")
        for box in page.locator("label:has(input[name=table])").all():
            box.locator("input").set_checked(self.word in box.inner_text())
        page.locator("details.table-part", has_text=self.project).locator("summary").click(position={"x": 4, "y": 8})
        self.look(page, "import-preview")
        page.click("main .tools button.primary")
        page.goto(f"/goals/?state=draft&text={self.project}&sort=-changed_at")
        page.locator("table.list a", has_text=self.project).first.click()
        self.year = int(page.locator("header.bar select[name=year]").input_value())

    def mend(self) -> None:
        """Every number with an error gets a unit that its level can have; everything is saved by itself."""
        page = self.person(_PREPARER)
        page.wait_for_selector("html[data-ready]")
        self.look(page, "editor")
        wrong = page.locator(f"#grid td.hit-error[data-column='{_NUMBER}']")
        for line in [int(cell.get_attribute("data-row")) for cell in wrong.all()]:
            page.locator(f"#grid td[data-row='{line}'][data-column='{_NUMBER}']").click()
            page.keyboard.type(_target(page, line))
            page.keyboard.press("Tab")
        self._saved(page)
        wrong.first.wait_for(state="detached")
        self.look(page, "editor-mended")

    def submit(self, *, again: bool = False) -> None:
        """The preparer looks at the printed form and hands in."""
        page = self.person(_PREPARER)
        if not again:
            page.click("header.goal-head a[href$='/print/']")
            page.frame_locator("iframe.paper").locator("table").first.wait_for()
            self.look(page, "print")
            page.click("header.goal-head a.primary")
        page.click("header.goal-head a[href$='/submit/']")
        if page.locator("main h2.is-error").count():
            page.fill("main form textarea", "与批复的文件一致，暂不能改。")
        self.look(page, "resubmit" if again else "submit")
        page.click("main form button.primary")
        page.wait_for_selector(".messages .success")
        page.wait_for_selector(".steps [aria-current=step] >> text=管委会负责人")
        self.look(page, "resubmitted" if again else "submitted")

    def approve(self, name: str, *, again: bool = False) -> None:
        """A reviewer takes it from the queue, grades it where the step asks for it, and approves."""
        page = self._opened(name)
        if page.locator("#decision .qualities").count():
            for quality in Quality:
                page.check(f"input[name={quality.value}][value=good]", force=True)
        page.fill("#id_opinion", "同意。")
        if page.locator("#id_override").count():
            page.fill("#id_override", "已核对，理由成立。")
        self.look(page, f"review-{name}{'-again' if again else ''}")
        page.click("#decision button[value=approve]")
        page.wait_for_selector(".messages .success")

    def send_back(self) -> None:
        """The department's reviewer comments at a cell and returns."""
        page = self._opened(_DEPARTMENT, look="queue")
        page.click("#sheet [data-anchor='indicators[0].description']")
        page.fill(".comment-form textarea", _COMMENT)
        page.click(".comment-form button")
        page.wait_for_selector(f"ul.comments >> text={_COMMENT}")
        page.wait_for_selector("ul.comments >> text=指标 1 · 绩效指标描述")
        page.fill("#id_opinion", _OPINION)
        self.look(page, "review-comment")
        page.click("#decision button[value=return]")
        page.wait_for_selector(".messages .success")
        self.look(page, "returned")

    def correct(self) -> None:
        """The preparer finds it returned and writes what was asked for."""
        page = self.person(_PREPARER)
        page.goto("/")
        self.look(page, "overview-returned")
        page.locator("main a", has_text=self.project).first.click()
        page.wait_for_selector("html[data-ready]")
        page.wait_for_selector(f".notice >> text={_OPINION}")
        page.wait_for_selector(f"#side >> text={_COMMENT}")
        self.look(page, "editor-returned")
        page.locator(f"#grid td[data-row='0'][data-column='{_DESCRIPTION}']").click()
        page.keyboard.press("Delete")
        page.keyboard.type(CORRECTED)
        page.keyboard.press("Enter")
        self._saved(page)

    def disclose(self) -> None:
        """The unit's leader publishes what is approved."""
        page = self.person(_LEADER)
        page.goto(f"/disclosure/?year={self.year}")
        self.look(page, "disclosure")
        page.locator("table.list a").first.click()
        self.look(page, "disclosure-unit")
        page.click("main form[action$='/publish/'] button.primary")
        page.wait_for_selector(".messages .success")
        self.look(page, "disclosed")

    def find(self) -> Path:
        """A stranger searches, opens the project and saves the Word file."""
        page = self.stranger()
        page.goto("/public/")
        self.look(page, "public")
        page.fill("#q", self.word)
        page.keyboard.press("Enter")
        page.wait_for_url("**q=*")
        self.look(page, "public-found")
        page.locator(".results a.head").filter(has_text=re.compile(f"^{re.escape(self.project)}$")).first.click()
        self.look(page, "public-project")
        with page.expect_download() as begun:
            page.click("a[href$='/files/docx']")
        return Path(begun.value.path())

    def person(self, name: str) -> Any:
        """The page that somebody of the demo has open; they sign in when they come for the first time."""
        if name not in self._pages:
            page = self._pages[name] = self.stranger()
            page.goto("/")
            if len(self._pages) == 1:
                self.look(page, "sign-in")
            page.fill("input[name=login]", name)
            page.fill("input[name=password]", self._password)
            page.click("main form button.primary")
            page.wait_for_selector("nav.areas")
        return self._pages[name]

    def stranger(self, size: dict[str, int] | None = None) -> Any:
        """A page of somebody who has not signed in, on a screen of that size."""
        context = self._browser.new_context(
            viewport=size or _SCREEN, base_url=self._address, locale="zh-CN", timezone_id="Asia/Shanghai"
        )
        context.set_default_timeout(_PATIENCE)
        page = context.new_page()
        page.on("pageerror", lambda error: self.problems.append(str(error)))
        page.on("dialog", lambda dialog: dialog.accept())
        return page

    def _opened(self, name: str, look: str = "") -> Any:
        page = self.person(name)
        page.click("nav.areas a[href='/review/']")
        if look:
            self.look(page, look)
        page.locator("table.queue a").filter(has_text=re.compile(f"^{re.escape(self.project)}$")).first.click()
        page.wait_for_selector("#decision")
        page.wait_for_selector("nav.areas a[href='/review/'][aria-current]")
        return page

    @staticmethod
    def _saved(page: Any) -> None:
        """What was typed is with the server: it says so a second after the last key."""
        page.wait_for_selector("#save-state[data-state=saved]")


def _target(page: Any, line: int) -> str:
    """A target that can be measured, of a kind that the level of the row can have."""
    typed = json.loads(page.locator("#goal-page").text_content())["typed"]
    is_cost = "成本" in typed["indicators"][line]["level2"]
    return f"≤{typed['budget']['total']}万元" if is_cost else "≥80%"
