"""The pages of the review."""

from jiheng.web.review.views.chain import chain
from jiheng.web.review.views.comments import comment_resolve, comments
from jiheng.web.review.views.exports import queue_export, run_export
from jiheng.web.review.views.queue import batch, queue
from jiheng.web.review.views.runs import decide, hand_over, run, run_list, withdraw

__all__ = [
    "batch",
    "chain",
    "comment_resolve",
    "comments",
    "decide",
    "hand_over",
    "queue",
    "queue_export",
    "run",
    "run_export",
    "run_list",
    "withdraw",
]
