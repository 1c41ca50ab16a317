"""Who may open which page: a table for each area, and all of them as `PAGES`."""

from __future__ import annotations

from tests.web.permissions.accounts import ACCOUNTS, AUDIT_LOG
from tests.web.permissions.analytics import ANALYTICS
from tests.web.permissions.api import API
from tests.web.permissions.attachments import ATTACHMENTS
from tests.web.permissions.disclosure import DISCLOSURE
from tests.web.permissions.evaluation import EVALUATION
from tests.web.permissions.execution import EXECUTION
from tests.web.permissions.goals import GOALS
from tests.web.permissions.monitoring import MONITORING
from tests.web.permissions.notices import NOTICES
from tests.web.permissions.organizations import ORGANIZATIONS
from tests.web.permissions.page import Arguments, Page
from tests.web.permissions.people import STRANGER
from tests.web.permissions.rectification import RECTIFICATION
from tests.web.permissions.regulation import REGULATION
from tests.web.permissions.results import RESULTS
from tests.web.permissions.review import REVIEW
from tests.web.permissions.self_evaluation import SELF_EVALUATION

__all__ = ["PAGES", "STRANGER", "Arguments", "Page"]

PAGES: dict[str, Page] = (
    ACCOUNTS | AUDIT_LOG | ORGANIZATIONS | REVIEW | GOALS | DISCLOSURE | API | NOTICES | MONITORING | RECTIFICATION
    | RESULTS | EXECUTION | ATTACHMENTS | REGULATION | EVALUATION | SELF_EVALUATION | ANALYTICS
)  # fmt: skip
"""Name of an address → who gets in."""
