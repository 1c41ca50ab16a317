"""`jiheng audit verify`: whether the log still says what was written into it."""

from __future__ import annotations

from argparse import Namespace

from jiheng.cli.console import say
from jiheng.cli.site import open_site
from jiheng.errors import SiteError
from jiheng.i18n import _

__all__ = ["run"]


def run(options: Namespace) -> int:
    """Prove the chain of the log; 0 where it is whole, 1 where an entry was changed, taken out or cut off.

    Raises:
        UnavailableError: the packages of the site are not installed.
        SiteError: folder or database cannot be used, or its tables are not those of this version.
    """
    open_site(options.data)
    from jiheng.web.audit.selectors import verify  # noqa: PLC0415 - after Django is ready
    from jiheng.web.operations.schema import pending  # noqa: PLC0415 - as above

    if missing := pending():
        raise SiteError("database-older", count=len(missing))
    verdict = verify()
    if verdict.broken_at is None:
        print(_("审计日志完整：{count} 条记录，首尾相连，摘要逐条相符").format(count=verdict.looked_at))  # noqa: T201
        print(_("最后一条的摘要：{digest}").format(digest=verdict.digest))  # noqa: T201
        return 0
    say(
        _(
            "审计日志第 {number} 条被改动、删除或插入过：从这一条起不能作为依据。请保全数据库，并与最近的备份比对"
        ).format(number=verdict.broken_at)
    )
    return 1
