"""The guide names every operation, and its program does what it says."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from tests.web.api.callers import caller
from tests.web.factories import make_world

from jiheng.web.goals.models import Goal

GUIDE = Path("docs/guide/api.md").read_text(encoding="utf-8")


def test_every_operation_stands_in_the_table() -> None:
    from jiheng.web.api.site import api

    rows = [line for line in GUIDE.splitlines() if line.startswith("|")]
    for path in api.get_openapi_schema(path_prefix="")["paths"]:
        begin, _slash, end = path.rpartition("/")
        # `…/approve` stands behind the first of its kind.
        found = any(f"{path}`" in row or (f"…/{end}`" in row and begin in row) for row in rows)
        shortened = path.startswith("/public/documents") and f"…/{'/'.join(path.split('/')[-2:])}`" in GUIDE
        assert found or shortened, path


@pytest.mark.django_db(transaction=True)
def test_the_program_begins_a_goal_and_is_told_what_is_missing(live_server: Any) -> None:
    program = re.search(r"```python\n(.*?)```", GUIDE, re.DOTALL)
    assert program
    secret = caller(make_world().people["preparer"]).secret
    done = subprocess.run(
        [sys.executable, "-c", program[1]], env={**os.environ, "SITE": live_server.url, "TOKEN": secret or ""},
        capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "errors-remain" in done.stdout
    assert Goal.objects.get().name == "园区道路养护"
