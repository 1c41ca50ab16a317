"""`jiheng backup`: everything that an installation keeps, in one file."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable
from pathlib import Path

from jiheng.cli.console import say
from jiheng.cli.site import open_site
from jiheng.errors import SiteError, UsageError, os_reason
from jiheng.i18n import _
from jiheng.reports.results import shown_path

__all__ = ["SUFFIX", "passphrase_of", "run"]

SUFFIX = ".zip"


def run(options: Namespace) -> int:
    """Write the backup that `options` name; the exit code.

    Raises:
        UsageError: the file cannot be written.
        UnavailableError: the packages of the site are not installed.
        SiteError: the file's name is none of a zip, or the database cannot be read.
    """
    target = Path(options.to)
    if target.suffix.lower() != SUFFIX:
        raise SiteError("backup-suffix", path=shown_path(options.to))
    home = open_site(options.data)
    from jiheng.web.operations.backup import has_people, save  # noqa: PLC0415 - after Django is ready
    from jiheng.web.operations.keys import read_passphrase  # noqa: PLC0415 - as above

    if not has_people():
        raise SiteError("backup-nothing", path=home)
    passphrase = passphrase_of(options, read_passphrase)
    try:
        made = save(target, home=home, passphrase=passphrase)
    except OSError as error:
        raise UsageError("output-failed", path=shown_path(options.to), reason=os_reason(error)) from error
    say(
        _("{target}：{versions} 份提交版本、{entries} 条日志、{files} 个文件").format(
            target=shown_path(options.to),
            versions=made.fingerprint.versions,
            entries=made.fingerprint.entries,
            files=made.files,
        )
    )
    say(
        _("密钥也在备份里，用口令加密。没有口令，恢复到别的机器后要重新开启两步验证")
        if made.has_key
        else _("备份不含密钥，请另行保管数据文件夹里的 secret-key；要一并备份，请用 --passphrase-file")
    )
    return 0


def passphrase_of(options: Namespace, read: Callable[[Path], str]) -> str:
    """The passphrase in the file that `options` name; empty where they name none.

    Raises:
        SiteError: the file cannot be read, or the passphrase is too short.
    """
    if not options.passphrase_file:
        return ""
    try:
        return read(Path(options.passphrase_file))
    except OSError as error:
        shown = shown_path(options.passphrase_file)
        raise SiteError("passphrase-unreadable", path=shown, reason=os_reason(error)) from error
