"""Rectification as a Django app."""

from __future__ import annotations

from datetime import time, timedelta

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

_DAY = timedelta(days=1)


class RectificationConfig(AppConfig):
    """Notices, problems and the ledger."""

    name = "jiheng.web.rectification"
    label = "rectification"

    def ready(self) -> None:
        """Name acts and kinds of notices, own the evidence, stand in the side bar, look every day for what is overdue."""
        from jiheng.web.attachments.owners import register_owner  # noqa: PLC0415 - tables are known only now
        from jiheng.web.audit.actions import register_actions  # noqa: PLC0415 - as above
        from jiheng.web.notices.jobs import register_job  # noqa: PLC0415 - as above
        from jiheng.web.notices.kinds import Mailing, register_kind  # noqa: PLC0415 - as above
        from jiheng.web.rectification.evidence import OWNER  # noqa: PLC0415 - as above
        from jiheng.web.rectification.policies import has_part  # noqa: PLC0415 - as above
        from jiheng.web.rectification.selectors import waiting_count  # noqa: PLC0415 - as above
        from jiheng.web.rectification.services.ladder import climb  # noqa: PLC0415 - as above
        from jiheng.web.ui.areas import Area, register_area  # noqa: PLC0415 - as above

        register_owner(OWNER)
        register_area(Area(60, _("整改"), "rectification:list", has_part, waiting_count))
        register_job("rectification.overdue", climb, _DAY, begins=time(7, 50))
        register_kind("rectification.notice", _("收到整改通知，或问题重新打开"), Mailing.IMMEDIATE)
        register_kind("rectification.answered", _("整改反馈、延期申请等我处理"), Mailing.DAILY)
        register_kind("rectification.decided", _("整改核验和延期的结果"), Mailing.IMMEDIATE)
        register_kind("rectification.overdue", _("整改逾期"), Mailing.IMMEDIATE)
        register_actions(
            {
                "rectification.issued": _("下达整改通知"),
                "rectification.planned": _("制定整改措施"),
                "rectification.progress": _("报告整改进展"),
                "rectification.reported": _("反馈整改结果"),
                "rectification.returned": _("整改核验退回"),
                "rectification.closed": _("整改销号"),
                "rectification.reopened": _("重新打开问题"),
                "rectification.asked": _("申请整改延期"),
                "rectification.extended": _("同意整改延期"),
                "rectification.refused": _("不同意整改延期"),
                "rectification.overdue": _("整改逾期升级"),
            }
        )
