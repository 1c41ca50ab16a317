"""What is handed in."""

import pytest
from tests.web.goals.conftest import make_goal, typed_sheet

from jiheng.web.goals.mapping import sheet_of
from jiheng.web.goals.services import goal_submit
from jiheng.web.review.services import default_chain

pytestmark = pytest.mark.django_db


def test_rows_in_which_only_the_levels_stand_are_left_behind(world):
    default_chain()
    rows = [*typed_sheet()["indicators"], {"level1": "效益指标", "level2": "社会效益指标"}]
    goal = make_goal(world, indicators=rows)
    version = goal_submit(goal=goal, actor=goal.created_by, explanation="演示")
    assert len(sheet_of(version.content).indicators) == len(rows) - 1
    goal.refresh_from_db()
    assert goal.content == version.content
