"""`jiheng restore`: a backup put back."""

from __future__ import annotations

from argparse import Namespace
from datetime import UTC, datetime
from pathlib import Path

from jiheng.cli.backup import passphrase_of
from jiheng.cli.console import say
from jiheng.cli.serve import tell_who
from jiheng.cli.site import open_site
from jiheng.errors import SiteError, UsageError, os_reason
from jiheng.i18n import _
from jiheng.reports.results import shown_path

__all__ = ["run"]


def run(options: Namespace) -> int:
    """Put back the backup that `options` name; the exit code.

    Raises:
        UsageError: a file cannot be written.
        UnavailableError: the packages of the site are not installed.
        SiteError: it is no whole backup, does not belong here, or would replace what is here.
    """
    home = open_site(options.data)
    from jiheng.web.operations import keys  # noqa: PLC0415 - after Django is ready
    from jiheng.web.operations.alone import alone  # noqa: PLC0415 - as above
    from jiheng.web.operations.backup import has_people, save, unpack  # noqa: PLC0415 - as above
    from jiheng.web.operations.schema import upgrade  # noqa: PLC0415 - as above

    passphrase = passphrase_of(options, keys.read_passphrase)
    try:
        with unpack(Path(options.source)) as backup, alone(home, on_wait=tell_who):
            key = backup.secret_key(passphrase) if passphrase else ""
            if has_people():
                if not options.replace:
                    raise SiteError("data-present")
                kept = home / f"before-restore-{datetime.now(UTC):%Y%m%dT%H%M%S}.zip"
                save(kept, home=home)
                say(_("原有数据另存为 {path}").format(path=kept))
            restored = backup.put_back(home)
            if key:
                keys.adopt(home, key)
            upgrade()
            lost = keys.lost_factors()
    except OSError as error:
        raise UsageError("output-failed", path=home, reason=os_reason(error)) from error
    say(
        _(
            "已从 {source} 恢复（{made_at} 的备份）：{versions} 份提交版本、{entries} 条日志、{files} 个文件，摘要一致"
        ).format(
            source=shown_path(options.source),
            made_at=restored.made_at,
            versions=restored.fingerprint.versions,
            entries=restored.fingerprint.entries,
            files=restored.files,
        )
    )
    if lost:
        say(
            _(
                "{count} 个人的两步验证要用原来的密钥，这里没有：请把原机器数据文件夹里的 secret-key 复制过来再启动，"
                "或用 jiheng accounts reset-second-factor 逐个取消"
            ).format(count=lost)
        )
    if key:
        say(_("密钥已一并恢复。网站正在运行的，请重新启动"))
    return 0
