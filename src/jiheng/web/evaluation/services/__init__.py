"""Everything that changes plans and evaluations."""

from jiheng.web.evaluation.services.people import agency_choose, agency_save, assign, declare, unassign
from jiheng.web.evaluation.services.plan import evaluation_begin, item_add, item_remove, plan_draw, plan_try
from jiheng.web.evaluation.services.report import (
    consult,
    finish,
    narrative_save,
    opinion_answer,
    opinion_say,
    report_make,
)
from jiheng.web.evaluation.services.scoring import (
    final_scores_save,
    frame_save,
    frame_take,
    hand_in,
    scores_save,
    scoring_close,
    scoring_start,
)

__all__ = [
    "agency_choose",
    "agency_save",
    "assign",
    "consult",
    "declare",
    "evaluation_begin",
    "final_scores_save",
    "finish",
    "frame_save",
    "frame_take",
    "hand_in",
    "item_add",
    "item_remove",
    "narrative_save",
    "opinion_answer",
    "opinion_say",
    "plan_draw",
    "plan_try",
    "report_make",
    "scores_save",
    "scoring_close",
    "scoring_start",
    "unassign",
]
