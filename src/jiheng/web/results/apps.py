"""Use of results as a Django app."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ResultsConfig(AppConfig):
    """What results mean for the next budget."""

    name = "jiheng.web.results"
    label = "results"

    def ready(self) -> None:
        """Name acts and notices, stand in the side bar and beside the goals that are being written."""
        from jiheng.web.audit.actions import register_actions  # noqa: PLC0415 - tables are known only now
        from jiheng.web.goals.asides import register_aside  # noqa: PLC0415 - as above
        from jiheng.web.notices.kinds import Mailing, register_kind  # noqa: PLC0415 - as above
        from jiheng.web.results.last_year import aside  # noqa: PLC0415 - as above
        from jiheng.web.results.policies import has_part  # noqa: PLC0415 - as above
        from jiheng.web.results.selectors import waiting_count  # noqa: PLC0415 - as above
        from jiheng.web.ui.areas import Area, register_area  # noqa: PLC0415 - as above

        register_area(Area(65, _("结果应用"), "results:list", has_part, waiting_count))
        register_aside("results", aside)
        register_kind("results.published", _("结果应用意见下达"), Mailing.IMMEDIATE)
        register_kind("results.answered", _("单位对结果应用的意见"), Mailing.DAILY)
        register_actions(
            {
                "result.decided": _("确定结果应用意见"),
                "result.undone": _("撤销结果应用意见"),
                "result.published": _("下达结果应用意见"),
                "result.answered": _("反馈结果应用意见"),
            }
        )
