"""A whole self-evaluation reckoned: every score with its rule, its inputs and its arithmetic.

The formulas are those of 财预〔2020〕10号 and the guide of 财预〔2021〕101号 (see `jiheng.domain.scoring`); what places do
differently is `ScoringRule`. A score is never above its weight nor below zero, and the total is the sum of what is shown.
"""

from jiheng.domain.scores.claims import Claim, ExecutionClaim, Method, NotApplicable, ScoringRule, Step
from jiheng.domain.scores.score import Score, ScoreSheet
from jiheng.domain.scores.sheet import score_sheet, sums_by_group

__all__ = [
    "Claim",
    "ExecutionClaim",
    "Method",
    "NotApplicable",
    "Score",
    "ScoreSheet",
    "ScoringRule",
    "Step",
    "score_sheet",
    "sums_by_group",
]
