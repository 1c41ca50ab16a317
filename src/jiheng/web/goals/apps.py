"""Goals as a Django app."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class GoalsConfig(AppConfig):
    """Goals of a budget year."""

    name = "jiheng.web.goals"
    label = "goals"

    def ready(self) -> None:
        """Tell the frame and the review what there is."""
        from jiheng.web.audit.actions import register_actions  # noqa: PLC0415 - tables are known only now
        from jiheng.web.goals import progress  # noqa: PLC0415 - as above
        from jiheng.web.goals.areas import has_business, returned_count  # noqa: PLC0415 - as above
        from jiheng.web.goals.subject import register  # noqa: PLC0415 - as above
        from jiheng.web.ui.areas import Area, register_area  # noqa: PLC0415 - as above

        register()
        progress.register()
        register_actions(
            {
                "goal.created": _("新建绩效目标"),
                "goal.submitted": _("提交绩效目标"),
                "goal.adjusted": _("调整绩效目标"),
                "goal.deleted": _("删除草稿"),
                "goals.imported": _("导入绩效目标"),
            }
        )
        register_area(Area(10, _("待办"), "goals:overview", has_business, returned_count))
        register_area(Area(20, _("目标"), "goals:list", has_business))
