"""Writing: notices, what the unit does about them, what the issuer says to it, and what happens by itself."""

from jiheng.web.rectification.services.issuing import Found, notice_create
from jiheng.web.rectification.services.mending import extension_ask, feedback_give, plan_write, progress_add
from jiheng.web.rectification.services.verifying import extension_decide, problem_close, problem_reopen, problem_return

__all__ = [
    "Found",
    "extension_ask",
    "extension_decide",
    "feedback_give",
    "notice_create",
    "plan_write",
    "problem_close",
    "problem_reopen",
    "problem_return",
    "progress_add",
]
