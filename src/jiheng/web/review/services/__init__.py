"""Everything that changes a review."""

from jiheng.web.review.services.chains import StepSetting, chain_save, default_chain
from jiheng.web.review.services.comments import comment_add, comment_resolve
from jiheng.web.review.services.runs import run_start, run_withdraw
from jiheng.web.review.services.tasks import (
    BatchResult,
    batch_obstacle,
    task_approve,
    task_hand_over,
    task_open,
    task_return,
    task_stop,
    tasks_approve,
)

__all__ = [
    "BatchResult",
    "StepSetting",
    "batch_obstacle",
    "chain_save",
    "comment_add",
    "comment_resolve",
    "default_chain",
    "run_start",
    "run_withdraw",
    "task_approve",
    "task_hand_over",
    "task_open",
    "task_return",
    "task_stop",
    "tasks_approve",
]
