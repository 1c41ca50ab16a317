"""What `jiheng doctor` looks at of mail and of the jobs that come back every day."""

from __future__ import annotations

from collections.abc import Iterator

from jiheng.cli.health import Check, State
from jiheng.i18n import _, language

__all__ = ["mail_checks"]


def mail_checks() -> Iterator[Check]:
    """The server, the mails that were given up, the jobs that fail; of a database without these tables only the first."""
    from django.conf import settings  # noqa: PLC0415 - after Django is ready
    from django.db.utils import DatabaseError  # noqa: PLC0415 - as above

    if settings.MAIL is not None:
        yield _server()
    else:
        yield Check(
            _("邮件"),
            State.REMARK,
            _("没有设置邮件服务器，不发邮件"),
            _("需要时请设 JIHENG_MAIL_URL 和 JIHENG_MAIL_FROM"),
        )
    try:
        yield from [*_given_up(), *_jobs()]
    except DatabaseError:
        return  # said by the checks of the database


def _server() -> Check:
    from django.conf import settings  # noqa: PLC0415 - after Django is ready

    from jiheng.web.accounts.languages import speaking  # noqa: PLC0415 - as above
    from jiheng.web.notices.letters import probe  # noqa: PLC0415 - as above

    name, server = _("邮件"), settings.MAIL
    assert server is not None
    place = f"{server.host}:{server.port}"
    with speaking("en" if language() == "en" else "zh-hans"):
        problem = probe(server)
    if problem:
        found = _("{place} 不能用（{problem}）").format(place=place, problem=problem)
        return Check(name, State.BAD, found, _("请核对 JIHENG_MAIL_URL 的主机、端口、加密方式和账号"))
    if not settings.SITE_ADDRESS:
        found = _("{place} 可以用，但邮件里没有链接").format(place=place)
        return Check(
            name, State.REMARK, found, _("请把 JIHENG_ADDRESS 设成网站的网址，例如 https://jixiao.example.gov.cn")
        )
    return Check(name, State.GOOD, _("{place} 可以用").format(place=place))


def _given_up() -> Iterator[Check]:
    from jiheng.web.notices.models import Mail  # noqa: PLC0415 - after Django is ready

    failed = Mail.objects.exclude(failed_at=None).order_by("-failed_at")
    if count := failed.count():
        found = _("{count} 封没有发出去，最近一次的原因：{problem}").format(count=count, problem=failed[0].problem)
        yield Check(_("邮件发送"), State.REMARK, found, _("改好以后，请系统管理员在“邮件发送”页点“全部重发”"))


def _jobs() -> Iterator[Check]:
    from jiheng.web.notices.models import JobRun  # noqa: PLC0415 - after Django is ready

    for row in JobRun.objects.exclude(problem="").order_by("name"):
        found = _("{name} 连续失败 {count} 次：{problem}").format(
            name=row.name, count=row.failures, problem=row.problem
        )
        yield Check(_("定时任务"), State.BAD, found, _("程序会自己再试；一直失败请查看日志"))
