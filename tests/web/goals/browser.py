"""Driving the editor in a real browser."""

from __future__ import annotations

import importlib.util
import os
import shutil
from collections.abc import Callable
from typing import Any

import pytest

# The driver runs an event loop in this thread; Django would not touch the database beside one.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
CHROMIUM = shutil.which("chromium")
NAME, NUMBER = 2, 5
"""Columns of the grid: the indicator's name and the number of its target."""
Open = Callable[..., Any]
needs_browser = [
    pytest.mark.skipif(CHROMIUM is None, reason="needs chromium"),
    pytest.mark.skipif(importlib.util.find_spec("playwright") is None, reason="needs playwright"),
]


def cell(page: Any, line: int, column: int, grid: str = "grid") -> Any:
    return page.locator(f'#{grid} td[data-row="{line}"][data-column="{column}"]')


def saved(page: Any) -> None:
    page.wait_for_selector('#save-state[data-state="saved"]', timeout=5000)


def text(page: Any, line: int, column: int) -> str:
    return str(cell(page, line, column).locator(".text").inner_text())


def paste(page: Any, plain: str, html: str = "") -> None:
    """What the browser does when a person presses Ctrl+V."""
    page.evaluate(
        """([plain, html]) => {
            const data = new DataTransfer();
            data.setData("text/plain", plain);
            if (html) data.setData("text/html", html);
            document.activeElement.dispatchEvent(
                new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
        }""",
        [plain, html],
    )
