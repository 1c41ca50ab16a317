"""The explicit list of rules, in the order of the catalogue."""

from __future__ import annotations

from jiheng.rules.base import Rule
from jiheng.rules.budget.cost_direction_reversed import CostDirectionReversed
from jiheng.rules.budget.cost_target_budget_mismatch import CostTargetBudgetMismatch
from jiheng.rules.budget.plan_front_loaded import PlanFrontLoaded
from jiheng.rules.budget.plan_incomplete import PlanIncomplete
from jiheng.rules.budget.plan_not_monotonic import PlanNotMonotonic
from jiheng.rules.budget.purpose_amount_mismatch import PurposeAmountMismatch
from jiheng.rules.completeness.benefit_missing import BenefitMissing
from jiheng.rules.completeness.budget_sum_mismatch import BudgetSumMismatch
from jiheng.rules.completeness.budget_total_missing import BudgetTotalMissing
from jiheng.rules.completeness.goal_duplicated import GoalDuplicated
from jiheng.rules.completeness.goal_missing import GoalMissing
from jiheng.rules.completeness.goal_placeholder import GoalPlaceholder
from jiheng.rules.completeness.indicator_duplicated import IndicatorDuplicated
from jiheng.rules.completeness.indicator_field_missing import IndicatorFieldMissing
from jiheng.rules.completeness.indicator_placeholder import IndicatorPlaceholder
from jiheng.rules.completeness.output_dimension_missing import OutputDimensionMissing
from jiheng.rules.completeness.satisfaction_missing import SatisfactionMissing
from jiheng.rules.document.indicator_set_copied import IndicatorSetCopied
from jiheng.rules.document.project_code_duplicated import ProjectCodeDuplicated
from jiheng.rules.document.project_code_invalid import ProjectCodeInvalid
from jiheng.rules.document.project_code_legacy import ProjectCodeLegacy
from jiheng.rules.document.project_code_year import ProjectCodeYear
from jiheng.rules.document.project_name_duplicated import ProjectNameDuplicated
from jiheng.rules.self_evaluation.actual_missing import ActualMissing
from jiheng.rules.self_evaluation.actual_not_numeric import ActualNotNumeric
from jiheng.rules.self_evaluation.all_actual_equal_target import AllActualEqualTarget
from jiheng.rules.self_evaluation.deviation_reason_missing import DeviationReasonMissing
from jiheng.rules.self_evaluation.execution_rate_wrong import ExecutionRateWrong
from jiheng.rules.self_evaluation.execution_score_wrong import ExecutionScoreWrong
from jiheng.rules.self_evaluation.full_score_without_execution import FullScoreWithoutExecution
from jiheng.rules.self_evaluation.funding_sum_mismatch import FundingSumMismatch
from jiheng.rules.self_evaluation.score_exceeds_weight import ScoreExceedsWeight
from jiheng.rules.self_evaluation.self_evaluation_indicator_duplicated import SelfEvaluationIndicatorDuplicated
from jiheng.rules.self_evaluation.total_score_wrong import TotalScoreWrong
from jiheng.rules.self_evaluation.weight_missing import WeightMissing
from jiheng.rules.self_evaluation.weights_sum import WeightsSum
from jiheng.rules.targets.quantity_not_quantified import QuantityNotQuantified
from jiheng.rules.targets.ratio_over_100 import RatioOver100
from jiheng.rules.targets.satisfaction_below_80 import SatisfactionBelow80
from jiheng.rules.targets.target_repeats_indicator import TargetRepeatsIndicator
from jiheng.rules.targets.target_unit_missing import TargetUnitMissing
from jiheng.rules.targets.target_unit_nonsense import TargetUnitNonsense
from jiheng.rules.targets.target_vague import TargetVague
from jiheng.rules.targets.unit_nonstandard import UnitNonstandard
from jiheng.rules.wording.basis_repeats import BasisRepeats
from jiheng.rules.wording.description_repeats_name import DescriptionRepeatsName
from jiheng.rules.wording.name_is_category import NameIsCategory

__all__ = ["RULES"]

_ORDERED: tuple[type[Rule], ...] = (
    BudgetTotalMissing,
    BudgetSumMismatch,
    GoalMissing,
    GoalPlaceholder,
    GoalDuplicated,
    OutputDimensionMissing,
    BenefitMissing,
    SatisfactionMissing,
    IndicatorFieldMissing,
    IndicatorPlaceholder,
    IndicatorDuplicated,
    CostTargetBudgetMismatch,
    PurposeAmountMismatch,
    CostDirectionReversed,
    PlanNotMonotonic,
    PlanIncomplete,
    PlanFrontLoaded,
    TargetUnitNonsense,
    TargetUnitMissing,
    UnitNonstandard,
    RatioOver100,
    QuantityNotQuantified,
    TargetRepeatsIndicator,
    TargetVague,
    SatisfactionBelow80,
    NameIsCategory,
    DescriptionRepeatsName,
    BasisRepeats,
    ProjectNameDuplicated,
    IndicatorSetCopied,
    ProjectCodeInvalid,
    ProjectCodeLegacy,
    ProjectCodeYear,
    ProjectCodeDuplicated,
    WeightsSum,
    WeightMissing,
    ScoreExceedsWeight,
    ExecutionRateWrong,
    ExecutionScoreWrong,
    TotalScoreWrong,
    FundingSumMismatch,
    DeviationReasonMissing,
    ActualNotNumeric,
    ActualMissing,
    AllActualEqualTarget,
    FullScoreWithoutExecution,
    SelfEvaluationIndicatorDuplicated,
)

RULES: dict[str, type[Rule]] = {rule.slug: rule for rule in _ORDERED}
"""Slug → rule."""
