"""What holds after every test of this folder."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from jiheng.web.execution.models import ProjectSums
from jiheng.web.execution.selectors import monies_of, total_of


@pytest.fixture(autouse=True)
def _sums_are_those_of_the_movements(request: pytest.FixtureRequest) -> Iterator[None]:
    """Whatever a test did: what is written down of a project is what its movements come to."""
    has_world = "world" in request.fixturenames
    if has_world:
        request.getfixturevalue("world")  # before this fixture, so that the tables are still there after the test
    yield
    written = {each.goal_id: each for each in ProjectSums.objects.all()} if has_world else {}
    money = monies_of(written)
    for goal, each in written.items():
        total = total_of(money.get(goal, {}))
        summed = [None if part is None else round(part, 6) for part in total]  # SQLite adds up in floating point
        assert [each.opening, each.adjusted, each.arrived, each.spent, each.expected] == summed, each
