"""Monitoring as a Django app."""

from __future__ import annotations

from datetime import time, timedelta

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

_DAY = timedelta(days=1)


class MonitoringConfig(AppConfig):
    """Monitoring in mid-year."""

    name = "jiheng.web.monitoring"
    label = "monitoring"

    def ready(self) -> None:
        """Tell the frame, the review, the log and the clock what there is."""
        from jiheng.web.audit.actions import register_actions  # noqa: PLC0415 - tables are known only now
        from jiheng.web.monitoring.selectors import waiting  # noqa: PLC0415 - as above
        from jiheng.web.monitoring.services.daily import look_at_money, look_at_rounds  # noqa: PLC0415 - as above
        from jiheng.web.monitoring.services.reports import SUBJECT, SUBMISSIONS  # noqa: PLC0415 - as above
        from jiheng.web.notices.jobs import register_job  # noqa: PLC0415 - as above
        from jiheng.web.organizations.policies import roles  # noqa: PLC0415 - as above
        from jiheng.web.submissions.actions import register_submission_actions  # noqa: PLC0415 - as above
        from jiheng.web.ui.areas import Area, register_area  # noqa: PLC0415 - as above

        SUBMISSIONS.register()
        register_submission_actions(SUBJECT, _("监控表"))
        register_actions(
            {
                "monitoring.concluded": _("给出监控结论"),
                "monitoring-round.created": _("新建监控轮次"),
                "monitoring-round.changed": _("修改监控轮次"),
                "monitoring-round.handed-out": _("下达监控表"),
                "monitoring-alert.opened": _("亮起预警"),
                "monitoring-alert.ended": _("预警消除"),
                "monitoring-alert.answered": _("回复预警"),
                "monitoring-alert.closed": _("关闭预警"),
            }
        )
        _name_kinds()
        register_job("monitoring.money", look_at_money, _DAY, begins=time(4), in_steps=True)
        register_job("monitoring.rounds", look_at_rounds, _DAY, begins=time(7, 20))
        register_area(Area(45, _("监控"), "monitoring:list", lambda actor, year: bool(roles(actor, year)), waiting))


def _name_kinds() -> None:
    from jiheng.web.notices.kinds import Mailing, register_kind  # noqa: PLC0415 - models must be there first

    register_kind("monitoring.handed-out", _("下达监控表"), Mailing.DAILY)
    register_kind("monitoring.due", _("监控快截止，还没有交齐"), Mailing.DAILY)
    register_kind("monitoring.alert", _("绩效预警"), Mailing.IMMEDIATE)
    register_kind("monitoring.concluded", _("监控结论"), Mailing.DAILY)
