"""The site builds without a warning, has a page for every rule, and asks nobody on the net for anything."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from jiheng.rules.registry import RULES

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    folder = tmp_path_factory.mktemp("site")
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", str(folder)]
    run = subprocess.run(
        command,
        cwd=ROOT,
        env=os.environ | {"NO_MKDOCS_2_WARNING": "1", "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout + run.stderr
    return folder


def test_every_rule_has_a_page_and_a_line_in_the_overview(site):
    overview = (site / "reference" / "rules" / "index.html").read_text(encoding="utf-8")
    for slug in RULES:
        assert f'href="{slug}.html"' in overview
        page = (site / "reference" / "rules" / f"{slug}.html").read_text(encoding="utf-8")
        assert "怎么改" in page
        assert "依据" in page


def test_nothing_is_loaded_from_elsewhere(site):
    for page in site.rglob("*.html"):
        html = page.read_text(encoding="utf-8")
        loaded = re.findall(
            r"<(?:link|script|img|iframe|source)\b[^>]*?(?:href|src)=[\"']?(https?:[^\"'\s>]+|//[^\"'\s>]+)", html
        )
        assert not loaded, page
    for sheet in site.rglob("*.css"):
        assert not re.findall(r"url\([\"']?(?:https?:)?//", sheet.read_text(encoding="utf-8")), sheet


def test_no_line_that_asks_for_generated_text_is_left(site):
    assert not [page for page in site.rglob("*.html") if "::: " in page.read_text(encoding="utf-8")]
