"""Evaluation as a Django app."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EvaluationConfig(AppConfig):
    """Evaluation by departments and the finance bureau."""

    name = "jiheng.web.evaluation"
    label = "evaluation"

    def ready(self) -> None:
        """Tell the frame, the log, the notices and the attachments what there is."""
        from jiheng.web.attachments.owners import register_owner  # noqa: PLC0415 - tables are known only now
        from jiheng.web.evaluation.materials import OWNERS  # noqa: PLC0415 - as above
        from jiheng.web.evaluation.policies import has_part  # noqa: PLC0415 - as above
        from jiheng.web.evaluation.selectors import waiting_count  # noqa: PLC0415 - as above
        from jiheng.web.ui.areas import Area, register_area  # noqa: PLC0415 - as above

        for owner in OWNERS:
            register_owner(owner)
        _name_acts()
        _name_kinds()
        register_area(Area(55, _("评价"), "evaluation:list", has_part, waiting_count))


def _name_acts() -> None:
    from jiheng.web.audit.actions import register_actions  # noqa: PLC0415 - tables are known only now

    register_actions(
        {
            "agency.saved": _("登记第三方机构"),
            "evaluation-plan.drawn": _("按规则选取评价项目"),
            "evaluation-plan.added": _("列入评价计划"),
            "evaluation-plan.removed": _("移出评价计划"),
            "evaluation.begun": _("开始评价"),
            "evaluation.entrusted": _("委托第三方机构"),
            "evaluation.assigned": _("指定评价人员"),
            "evaluation.unassigned": _("评价人员退出"),
            "evaluation.declared": _("声明利益关系"),
            "evaluation.frame": _("修改评价指标体系"),
            "evaluation.scoring": _("开始专家评分"),
            "evaluation.handed-in": _("提交专家评分"),
            "evaluation.scored": _("结束专家评分"),
            "evaluation.final-scores": _("综合评分"),
            "evaluation.narrative": _("修改评价报告"),
            "evaluation.report-made": _("评价报告成稿"),
            "evaluation.consulted": _("评价报告征求意见"),
            "evaluation.opinion-said": _("对评价报告提出意见"),
            "evaluation.opinion-answered": _("答复评价意见"),
            "evaluation.finished": _("评价定稿"),
        }
    )


def _name_kinds() -> None:
    from jiheng.web.notices.kinds import Mailing, register_kind  # noqa: PLC0415 - tables are known only now

    register_kind("evaluation.assigned", _("请我参加评价"), Mailing.IMMEDIATE)
    register_kind("evaluation.conflict", _("评价人员声明有利益冲突"), Mailing.IMMEDIATE)
    register_kind("evaluation.handed-in", _("专家评分已全部提交"), Mailing.DAILY)
    register_kind("evaluation.consulting", _("评价报告征求本单位意见"), Mailing.IMMEDIATE)
    register_kind("evaluation.opinion", _("被评价单位提出意见"), Mailing.DAILY)
    register_kind("evaluation.answered", _("本单位的评价意见已答复"), Mailing.DAILY)
    register_kind("evaluation.final", _("本单位的评价已定稿"), Mailing.IMMEDIATE)
