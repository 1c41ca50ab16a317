"""A table that comes packed: it is taken out where it is the only one."""

from __future__ import annotations

from typing import NamedTuple

from django.utils.translation import gettext as _

from jiheng.errors import JihengError, UnreadableSourceError
from jiheng.readers import DEFAULT_LIMITS
from jiheng.readers.containers import SUFFIXES as CONTAINER_SUFFIXES
from jiheng.web.attachments.contents import clean_name
from jiheng.web.goals.opening import is_container, open_file

__all__ = ["ACCEPTED", "Unpacked", "unpacked"]

_TABLES = (".xlsx", ".xls", ".et", ".ods", ".fods", ".csv", ".tsv", ".txt", ".htm", ".html")
_PACKED = (".zip", ".7z", ".tar", ".gz", ".tgz", ".eml", ".msg")
ACCEPTED = ",".join((*_TABLES, *_PACKED))
"""For ``accept`` of a file field."""

_WANTED = frozenset(_TABLES) | CONTAINER_SUFFIXES
_NAMED = 3


class Unpacked(NamedTuple):
    """The table in a file, by its name; or the problem, for people."""

    name: str
    data: bytes
    problem: str = ""


def unpacked(name: str, data: bytes) -> Unpacked:
    """The file itself, or the only table in an archive or a mail."""
    if not is_container(name, data):
        return Unpacked(name, data)
    try:
        found = open_file(name, data, (), most=DEFAULT_LIMITS.file_size, suffixes=_WANTED)
    except JihengError as error:
        return Unpacked(name, b"", _reason(error))
    if len(found) > 1:
        names = "、".join(clean_name(each.path[-1]) for each in found[:_NAMED])
        text = _("里面有 {count} 张表（{names} 等），不知道要哪一张。请取出要导入的那张再传")
        return Unpacked(name, b"", text.format(count=len(found), names=names))
    [table] = found
    if table.error:
        return Unpacked(name, b"", _reason(table.error))
    return Unpacked(" › ".join((name, *map(clean_name, table.path))), table.data)


def _reason(error: JihengError) -> str:
    is_locked = isinstance(error, UnreadableSourceError) and error.code in {"encrypted", "locked"}
    return _("文件设有密码。请去掉密码后再传") if is_locked else str(error)
