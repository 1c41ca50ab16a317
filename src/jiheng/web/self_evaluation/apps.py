"""Self-evaluation as a Django app."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SelfEvaluationConfig(AppConfig):
    """What units say they reached."""

    name = "jiheng.web.self_evaluation"
    label = "self_evaluation"

    def ready(self) -> None:
        """Tell the frame, the review, the log and the attachments what there is."""
        from jiheng.web.attachments.owners import register_owner  # noqa: PLC0415 - tables are known only now
        from jiheng.web.audit.actions import register_actions  # noqa: PLC0415 - as above
        from jiheng.web.notices.kinds import Mailing, register_kind  # noqa: PLC0415 - as above
        from jiheng.web.self_evaluation.evidence import OWNER  # noqa: PLC0415 - as above
        from jiheng.web.self_evaluation.paper import PAPER, SUBJECT  # noqa: PLC0415 - as above
        from jiheng.web.self_evaluation.policies import has_business  # noqa: PLC0415 - as above
        from jiheng.web.self_evaluation.selectors import waiting_count  # noqa: PLC0415 - as above
        from jiheng.web.submissions.actions import register_submission_actions  # noqa: PLC0415 - as above
        from jiheng.web.ui.areas import Area, register_area  # noqa: PLC0415 - as above

        PAPER.register()
        register_owner(OWNER)
        register_submission_actions(SUBJECT, _("绩效自评"))
        register_actions(
            {
                "self_evaluation.refreshed": _("按批复的目标更新绩效自评"),
                "self_evaluation.window": _("设定自评时间"),
                "sample.drawn": _("抽取自评复核样本"),
                "rescore.saved": _("复核评分"),
                "rescore.done": _("完成自评复核"),
            }
        )
        register_kind("self_evaluation.rescored", _("本单位的自评复核已完成"), Mailing.IMMEDIATE)
        register_area(Area(50, _("自评"), "self_evaluation:list", has_business, waiting_count))
