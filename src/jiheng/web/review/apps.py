"""Reviewing as a Django app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReviewConfig(AppConfig):
    """Chains, runs, opinions, comments."""

    name = "jiheng.web.review"
    label = "review"

    def ready(self) -> None:
        """Stand in the side bar, and name what the log keeps."""
        from jiheng.web.audit.actions import register_actions  # noqa: PLC0415 - as below
        from jiheng.web.review.policies import has_queue  # noqa: PLC0415 - models can be imported from here on
        from jiheng.web.review.selectors import waiting_count  # noqa: PLC0415
        from jiheng.web.ui.areas import Area, register_area  # noqa: PLC0415

        register_actions(
            {
                "chain.created": _("建立审核流程"),
                "chain.changed": _("修改审核流程"),
                "run.started": _("送审"),
                "run.withdrawn": _("撤回送审"),
                "task.opened": _("打开审核"),
                "task.approved": _("审核通过"),
                "task.returned": _("审核退回"),
                "task.stopped": _("审核终止"),
                "task.handed-over": _("转交审核"),
                "comment.added": _("添加批注"),
                "comment.resolved": _("批注标为已处理"),
            }
        )
        register_area(Area(30, _("审核"), "review:queue", has_queue, waiting_count))
