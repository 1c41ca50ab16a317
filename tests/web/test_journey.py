"""A whole office in real browsers, on the real server: from an old Word file to a table that anybody can download."""

from __future__ import annotations

import shutil
from pathlib import Path
from urllib.request import urlopen

import pytest
from tests.shared import SHARED
from tests.web.installations import PASSWORD
from tests.web.journey import CORRECTED, Journey, chromium
from tests.web.prepared import Prepared

from jiheng import engine
from jiheng.domain.goals import Document, GoalSheet

pytest.importorskip("playwright.sync_api", reason="needs playwright")
CHROMIUM = shutil.which("chromium")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="needs chromium")
_ROOT = Path(__file__).parents[2]
_REAL = (SHARED / "fixtures" / "dingzhou-2021.doc", "招商经费", "招商")
_INVENTED = (_ROOT / "examples" / "云溪经济开发区2025年绩效目标.docx", "智慧园区管理平台运行维护", "园区")


def test_a_sheet_goes_from_an_old_file_to_the_public(prepared: Prepared, tmp_path: Path) -> None:
    """The file is brought, mended, handed in, returned with a comment, corrected, approved, disclosed and found."""
    file, project, word = _REAL if _REAL[0].exists() else _INVENTED
    with prepared.demo(tmp_path / "data") as place, place.serving("--demo") as server, chromium(CHROMIUM) as browser:
        journey = Journey(browser, server.address, PASSWORD, project=project, word=word)
        downloaded = journey.walk(file).read_bytes()
        acts = _acts(journey)
        with urlopen(f"{server.address}/public/documents/301001/{journey.year}/1/files/json") as answer:
            approved = engine.read(answer.read(), name="approved.json")
    assert journey.problems == []
    assert "公开" in acts
    assert not [act for act in acts if act.isascii()]

    printed = engine.read(downloaded, name="downloaded.docx")
    assert [_said(sheet) for sheet in printed.sheets] == [_said(sheet) for sheet in approved.sheets]
    before, after = _sheet(engine.read(file), project), _sheet(printed, project)
    assert (after.code, after.budget, after.goals) == (before.code, before.budget, before.goals)
    assert after.indicators[0].description == CORRECTED
    assert [each.name for each in after.indicators] == [each.name for each in before.indicators]
    assert not _errors(printed, project)
    assert _errors(engine.read(file), project)


def _acts(journey: Journey) -> set[str]:
    """What was done, as the keeper of the log reads it."""
    page = journey.person("rizhi")
    page.goto("/audit/")
    column = 1 + page.locator("table.list thead th").all_inner_texts().index("操作")
    return set(page.locator(f"table.list tbody td:nth-child({column})").all_inner_texts())


def _sheet(document: Document, project: str) -> GoalSheet:
    return next(sheet for sheet in document.sheets if sheet.name == project)


def _said(sheet: GoalSheet) -> list[object]:
    rows = [
        (row.level1, row.level2, row.name, row.description, row.target and row.target.raw, row.basis)
        for row in sheet.indicators
    ]
    return [sheet.name, sheet.code, sheet.budget, sheet.purpose, sheet.spending_plan, sheet.goals, rows]


def _errors(document: Document, project: str) -> list[str]:
    number = _sheet(document, project).number
    return [each.message for each in engine.check(document) if each.project == number and each.severity.rank == 2]
