"""Every address that takes what somebody typed: who may send it, what a good answer looks like, which fields take any text."""

from __future__ import annotations

from tests.web.hostile.fillings.accounts import ACCOUNTS
from tests.web.hostile.fillings.disclosure import DISCLOSURE
from tests.web.hostile.fillings.evaluation import EVALUATION
from tests.web.hostile.fillings.execution import EXECUTION
from tests.web.hostile.fillings.filling import Filling
from tests.web.hostile.fillings.goals import GOALS
from tests.web.hostile.fillings.monitoring import MONITORING
from tests.web.hostile.fillings.organizations import ORGANIZATIONS
from tests.web.hostile.fillings.rectification import RECTIFICATION
from tests.web.hostile.fillings.refusals import refusal_of
from tests.web.hostile.fillings.regulation import REGULATION
from tests.web.hostile.fillings.results import RESULTS
from tests.web.hostile.fillings.review import REVIEW
from tests.web.hostile.fillings.self_evaluation import SELF_EVALUATION

__all__ = ["FILLINGS", "Filling", "refusal_of"]

FILLINGS: dict[str, Filling] = (
    ACCOUNTS | ORGANIZATIONS | GOALS | REVIEW | SELF_EVALUATION | RECTIFICATION | RESULTS | DISCLOSURE | EXECUTION
    | REGULATION | MONITORING | EVALUATION
)  # fmt: skip
"""Name of an address → how it is filled in."""
