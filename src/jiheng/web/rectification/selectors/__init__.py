"""Reading problems, notices and their ledger."""

from jiheng.web.rectification.selectors.problems import (
    Standing,
    notice_get,
    open_problems,
    problem_get,
    problems_of,
    waiting_count,
)

__all__ = ["Standing", "notice_get", "open_problems", "problem_get", "problems_of", "waiting_count"]
