"""`jiheng backup`: everything that an installation keeps, in one file."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from jiheng.cli.console import say
from jiheng.cli.site import open_site
from jiheng.errors import SiteError, UsageError, os_reason
from jiheng.i18n import _
from jiheng.reports.results import shown_path

__all__ = ["SUFFIX", "run"]

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

    if not has_people():
        raise SiteError("backup-nothing", path=home)
    try:
        made = save(target, home=home)
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
    return 0
