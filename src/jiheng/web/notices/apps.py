"""Notices as a Django app."""

from __future__ import annotations

from datetime import time, timedelta

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

_DAY = timedelta(days=1)


class NoticesConfig(AppConfig):
    """Notices, reminders, mail, and the clock that works by itself."""

    name = "jiheng.web.notices"
    label = "notices"

    def ready(self) -> None:
        """Listen to the review, name the kinds and acts, and set up what is done every day."""
        from jiheng.web.audit.actions import register_actions  # noqa: PLC0415 - models must be there first
        from jiheng.web.notices.daily import deadlines, digest, tasks  # noqa: PLC0415 - as above
        from jiheng.web.notices.happenings import hear  # noqa: PLC0415 - as above
        from jiheng.web.notices.jobs import register_job  # noqa: PLC0415 - as above
        from jiheng.web.notices.policies import may_see_mail  # noqa: PLC0415 - as above
        from jiheng.web.review.events import register_listener  # noqa: PLC0415 - as above
        from jiheng.web.ui.areas import Area, register_area  # noqa: PLC0415 - as above

        _name_kinds()
        register_listener(hear)
        register_area(Area(92, _("邮件"), "notices:mail", lambda actor, _year: may_see_mail(actor)))
        register_job("reminders.deadlines", deadlines.remind, _DAY, begins=time(7, 30))
        register_job("reminders.tasks", tasks.remind, _DAY, begins=time(7, 40))
        register_job("mail.digest", digest.collect, _DAY, begins=time(8))
        register_job("notices.tidy", digest.tidy, _DAY, begins=time(3))
        register_actions(
            {
                "reminder.sent": _("催报"),
                "reminder-rule.changed": _("修改自动提醒"),
                "mail.tested": _("发测试邮件"),
                "mail.retried": _("重发失败的邮件"),
            }
        )


def _name_kinds() -> None:
    from jiheng.web.notices.kinds import Mailing, register_kind  # noqa: PLC0415 - models must be there first

    register_kind("review.returned", _("我提交的被退回"), Mailing.IMMEDIATE)
    register_kind("review.stopped", _("我提交的被终止"), Mailing.IMMEDIATE)
    register_kind("review.approved", _("我提交的已通过"), Mailing.DAILY)
    register_kind("review.commented", _("新的批注"), Mailing.DAILY)
    register_kind("review.handed-over", _("转交给我审核"), Mailing.IMMEDIATE)
    register_kind("review.task", _("新的待审"), Mailing.DAILY)
    register_kind("reminder.opened", _("申报开始"), Mailing.DAILY)
    register_kind("reminder.due", _("申报快截止，本单位还没交齐"), Mailing.DAILY)
    register_kind("reminder.by-hand", _("催报"), Mailing.IMMEDIATE)
    register_kind("reminder.tasks", _("审核快到期或已逾期"), Mailing.DAILY)
    register_kind("reminder.units", _("下属单位没有交齐"), Mailing.DAILY)
    register_kind("mail.trouble", _("邮件没有发出去"), Mailing.NEVER)
