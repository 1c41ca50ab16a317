"""Execution as a Django app."""

from __future__ import annotations

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class ExecutionConfig(AppConfig):
    """Money as it moves through the year."""

    name = "jiheng.web.execution"
    label = "execution"

    def ready(self) -> None:
        """Stand in the side bar, and name what the log keeps."""
        from jiheng.web.audit.actions import register_actions  # noqa: PLC0415 - tables are known only now
        from jiheng.web.execution.standing import on_review, restate_missing  # noqa: PLC0415 - as above
        from jiheng.web.goals.areas import has_business  # noqa: PLC0415 - as above
        from jiheng.web.review.events import register_listener  # noqa: PLC0415 - as above
        from jiheng.web.ui.areas import Area, register_area  # noqa: PLC0415 - as above

        register_actions(
            {
                "execution.typed": _("填写收支数"),
                "execution.adjusted": _("登记预算调整"),
                "execution.imported": _("导入执行数据"),
                "execution.import-undone": _("撤销导入执行数据"),
                "execution.assigned": _("指定支付系统的项目"),
            }
        )
        register_listener(on_review)
        post_migrate.connect(restate_missing, sender=self)
        register_area(Area(40, _("执行"), "execution:list", has_business))
