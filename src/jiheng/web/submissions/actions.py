"""Names of the acts for the log."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from jiheng.web.audit.actions import register_actions

__all__ = ["register_submission_actions"]


def register_submission_actions(subject: str, name: str | Promise) -> None:
    """What the log calls beginning, handing in and changing a paper of the kind `name`."""
    register_actions(
        {
            f"{subject}.created": format_lazy("{}{}", _("新建"), name),
            f"{subject}.submitted": format_lazy("{}{}", _("提交"), name),
            f"{subject}.reopened": format_lazy("{}{}", _("更正"), name),
        }
    )
