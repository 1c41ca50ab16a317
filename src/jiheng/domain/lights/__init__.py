"""Red, yellow, green, blue: how a project goes in mid-year, judged by its own plan and by what kind of thing is measured.

A linear month/12 calls a satisfaction of 95 % in July "163 % done" and a milestone of December late in June. Here
spending is held against the project's own spending plan, and an indicator against what its kind can show by that day
(see `Course`). Each light says its reason in one sentence with the numbers. Thresholds are data (`LightRule`).
"""

from jiheng.domain.lights.course import Course, course_of
from jiheng.domain.lights.indicators import Situation, judge_indicator
from jiheng.domain.lights.light import Colour, Light, LightRule, worst
from jiheng.domain.lights.plan import Progress, share_due
from jiheng.domain.lights.spending import Money, judge_spending

__all__ = [
    "Colour",
    "Course",
    "Light",
    "LightRule",
    "Money",
    "Progress",
    "Situation",
    "course_of",
    "judge_indicator",
    "judge_spending",
    "share_due",
    "worst",
]
