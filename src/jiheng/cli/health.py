"""What `jiheng doctor` looks at. Every check says what it found and, where that is not as it should be, what to do."""

from __future__ import annotations

import os
import shutil
import sqlite3
import stat
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from enum import Enum
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

from jiheng.errors import JihengError
from jiheng.i18n import _

__all__ = ["Check", "State", "database_checks", "machine_checks"]

_GIGABYTE = 1 << 30
_ROOM = 2 * _GIGABYTE  # for a year of a county with its backups
_KEY_LENGTH = 32
_DRIFT = 5  # seconds between this clock and the database's
_EARLIEST = 1_735_689_600  # 2025-01-01: older than this program


class State(Enum):
    """How it is: as it should be, worth knowing, or wrong."""

    GOOD = "good"
    REMARK = "remark"
    BAD = "bad"


class Check(NamedTuple):
    """One thing that was looked at; `remedy` is empty where nothing is to be done.

    Attributes:
        mend: does what the remedy says, where that needs no person; may raise JihengError or OSError.
    """

    name: str
    state: State
    found: str
    remedy: str = ""
    mend: Callable[[], None] | None = None


def machine_checks(home: Path) -> Iterator[Check]:
    """What can be seen without the database."""
    yield _folder(home)
    yield _disk(home)
    yield _secret_key(home)
    yield _clock()
    yield _scripts()
    yield _pdf()
    yield _libreoffice()


def database_checks() -> Iterator[Check]:
    """The database; where it cannot be opened that is the one thing to say."""
    from django.db import connection  # noqa: PLC0415 - after Django is ready

    from jiheng.web.operations.schema import applied, is_known, pending  # noqa: PLC0415 - as above

    name = _("数据库")
    try:
        missing, newer = pending(), [each for each in applied() if not is_known(each)]
    except JihengError as error:
        yield Check(name, State.BAD, str(error))
        return
    if connection.vendor == "sqlite":
        yield from _sqlite(name)
    else:
        yield from _postgres(name)
    yield _tables(missing, newer)
    if not missing:
        yield from _search_index()
        yield from _second_factors()
        yield _log_time()
        yield _administrators()


def _folder(home: Path) -> Check:
    name = _("数据文件夹")
    if os.name == "posix" and home.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        found = _("{path} 可以写，但别的用户也进得去").format(path=home)
        return Check(
            name, State.REMARK, found, _("请运行 chmod 700 {path}").format(path=home), lambda: home.chmod(0o700)
        )
    return Check(name, State.GOOD, _("{path} 可以写").format(path=home))


def _disk(home: Path) -> Check:
    free = shutil.disk_usage(home).free
    found = _("剩余 {size:.1f} GB").format(size=free / _GIGABYTE)
    if free < _ROOM:
        return Check(_("磁盘"), State.BAD, found, _("请腾出空间或换一个磁盘，至少留 2 GB"))
    return Check(_("磁盘"), State.GOOD, found)


def _secret_key(home: Path) -> Check:
    name = _("密钥")
    if given := os.environ.get("JIHENG_SECRET_KEY"):
        if len(given) < _KEY_LENGTH:
            remedy = _("请换成至少 32 个随机字符，或不设这个变量，由程序生成")
            return Check(name, State.BAD, _("JIHENG_SECRET_KEY 只有 {count} 个字符").format(count=len(given)), remedy)
        return Check(name, State.GOOD, _("来自 JIHENG_SECRET_KEY"))
    path = home / "secret-key"
    if os.name == "posix" and path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        remedy = _(
            "请运行 chmod 600 {path}；如果有别人读过，再停下网站，运行 jiheng accounts renew-key，所有人要重新登录"
        ).format(path=path)
        found = _("{path} 别的用户也能读").format(path=path)
        return Check(name, State.BAD, found, remedy, lambda: path.chmod(0o600))
    if len(path.read_text(encoding="ascii").strip()) < _KEY_LENGTH:
        remedy = _("请停下网站，运行 jiheng accounts renew-key，所有人要重新登录")
        return Check(name, State.BAD, _("{path} 太短").format(path=path), remedy)
    return Check(name, State.GOOD, _("只有本用户能读"))


def _clock() -> Check:
    from django.conf import settings  # noqa: PLC0415 - after Django is ready

    now = time.time()
    shown = time.strftime("%Y-%m-%d %H:%M", time.gmtime(now))
    found = _("现在是 {time}（UTC），网站按 {zone} 显示").format(time=shown, zone=settings.TIME_ZONE)
    if now < _EARLIEST:
        return Check(_("时钟"), State.BAD, found, _("请校准系统时钟，最好与时间服务器自动同步"))
    return Check(_("时钟"), State.GOOD, found)


def _scripts() -> Check:
    from jiheng.web.config.settings import WEB  # noqa: PLC0415 - after Django is ready

    folder = WEB / "ui" / "static" / "ui" / "vendor"
    missing = [name for name in ("htmx.min.js", "echarts.min.js") if not (folder / name).is_file()]
    if missing:
        found = _("缺少 {names}").format(names=_("、").join(missing))
        return Check(_("网页脚本"), State.BAD, found, _("请重新安装 jiheng"))
    return Check(_("网页脚本"), State.GOOD, _("齐全"))


def _pdf() -> Check:
    missing = [name for name in ("typst", "jiheng_fonts") if find_spec(name) is None]
    if missing:
        found = _("缺少 {names}，不能发布 PDF").format(names=_("、").join(missing))
        return Check(_("PDF 和字体"), State.REMARK, found, _("请安装：pip install 'jiheng[pdf]'"))
    import jiheng_fonts  # noqa: PLC0415 - an optional component

    if not any(jiheng_fonts.folder().glob("*.ttf")):
        return Check(_("PDF 和字体"), State.BAD, _("没有字体文件"), _("请重新安装 jiheng-fonts"))
    return Check(_("PDF 和字体"), State.GOOD, _("齐全"))


def _libreoffice() -> Check:
    from jiheng.readers.libreoffice import program  # noqa: PLC0415 - readers are slow to load

    if path := program():
        return Check("LibreOffice", State.GOOD, path)
    found = _("没有找到，个别旧格式的文件不能读取")
    return Check("LibreOffice", State.REMARK, found, _("需要时请安装 LibreOffice"))


def _sqlite(name: str) -> Iterator[Check]:
    from django.db import connection  # noqa: PLC0415 - after Django is ready

    with connection.cursor() as cursor:
        cursor.execute("PRAGMA journal_mode")
        (mode,) = cursor.fetchone()
    found = _("SQLite {version}").format(version=sqlite3.sqlite_version)
    if mode != "wal":
        remedy = _("请把数据文件夹放在本机磁盘上，不要放在网络盘上")
        yield Check(name, State.BAD, _("{found}，但不能多人同时读写").format(found=found), remedy)
        return
    yield Check(name, State.GOOD, found)
    yield _short_words()


def _short_words() -> Check:
    """The index of the search needs full-text tables; trigrams, which it does without, may lose short words."""
    name = _("中文搜索")
    with closing(sqlite3.connect(":memory:")) as tried:
        try:
            tried.execute("CREATE VIRTUAL TABLE words USING fts5(text, tokenize='trigram')")
        except sqlite3.OperationalError:
            return Check(name, State.BAD, _("SQLite 没有全文检索"), _("请换用 3.34 以上、带 FTS5 的 SQLite"))
        tried.execute("INSERT INTO words VALUES ('招商引资经费')")
        (hits,) = tried.execute("SELECT count(*) FROM words WHERE text LIKE '%招商%'").fetchone()
    if hits:
        return Check(name, State.GOOD, _("按单字和双字索引查找，结果不漏"))
    found = _("这个版本的 SQLite 用三字索引查两个字的词会漏；网站不用它，按单字和双字索引查找，结果不漏")
    return Check(name, State.REMARK, found, _("自己写查询时不要用三字索引"))


def _postgres(name: str) -> Iterator[Check]:
    from django.db import connection  # noqa: PLC0415 - after Django is ready

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_setting('server_version'), current_setting('server_encoding'), datctype,"
            " '招商' ~ '^[[:alpha:]]+$', extract(epoch FROM clock_timestamp())"
            " FROM pg_database WHERE datname = current_database()"
        )
        version, encoding, locale, knows_chinese, clock = cursor.fetchone()
    yield Check(name, State.GOOD, f"PostgreSQL {version}")
    yield _search(_("中文搜索"), encoding, locale, knows_chinese=knows_chinese)
    drift = abs(time.time() - float(clock))
    found = _("与数据库服务器相差 {seconds:.0f} 秒").format(seconds=drift)
    if drift > _DRIFT:
        yield Check(_("数据库时钟"), State.BAD, found, _("请让两台机器与同一个时间服务器同步"))
    else:
        yield Check(_("数据库时钟"), State.GOOD, found)


def _search(name: str, encoding: str, locale: str, *, knows_chinese: bool) -> Check:
    if encoding != "UTF8":
        remedy = _("请新建 UTF8 编码的数据库，用 jiheng backup 和 restore 搬过去")
        return Check(name, State.BAD, _("数据库的编码是 {encoding}").format(encoding=encoding), remedy)
    if not knows_chinese:
        found = _("数据库的区域是 {locale}，中文的三字索引是空的，各处清单里的查找分不清全角字母的大小写").format(
            locale=locale
        )
        remedy = _("请用 LC_CTYPE 'C.UTF-8'（或 zh_CN.UTF-8）新建数据库，用 jiheng backup 和 restore 搬过去")
        return Check(name, State.BAD, found, remedy)
    return Check(name, State.GOOD, _("区域 {locale}，按单字和双字索引查找，结果不漏").format(locale=locale))


def _search_index() -> Iterator[Check]:
    """A table that was made anew has lost it, or somebody dropped it."""
    from jiheng.web.disclosure import text_index  # noqa: PLC0415 - after Django is ready

    if text_index.is_missing():
        remedy = _("请运行 jiheng doctor --mend，或重新启动网站")
        yield Check(_("搜索索引"), State.REMARK, _("还没有建，搜索结果不漏，但较慢"), remedy, text_index.make)


def _second_factors() -> Iterator[Check]:
    from jiheng.web.operations.keys import lost_factors  # noqa: PLC0415 - after Django is ready

    if lost := lost_factors():
        found = _("{count} 个人的验证要用别的密钥，现在登录不了").format(count=lost)
        remedy = _(
            "请把原来的密钥放进数据文件夹的 secret-key.old 再重新启动，或用 jiheng accounts reset-second-factor 逐个取消"
        )
        yield Check(_("两步验证"), State.BAD, found, remedy)


def _tables(missing: list[str], newer: list[str]) -> Check:
    name = _("数据库结构")
    if newer:
        found = _("是更新的版本建立的（{migration}）").format(migration=newer[-1])
        return Check(name, State.BAD, found, _("请安装新版本的 jiheng"))
    if missing:
        found = _("还差 {count} 步").format(count=len(missing))
        return Check(name, State.REMARK, found, _("启动 jiheng serve 时会自动完成，请先备份"))
    return Check(name, State.GOOD, _("是这个版本的"))


def _log_time() -> Check:
    """A clock that was put back shows itself by acts that are still to come."""
    from django.db.models import Max  # noqa: PLC0415 - after Django is ready
    from django.utils import timezone  # noqa: PLC0415 - as above

    from jiheng.web.audit.models import Entry  # noqa: PLC0415 - as above

    last = Entry.objects.aggregate(last=Max("at"))["last"]
    if last and (last - timezone.now()).total_seconds() > _DRIFT:
        found = _("日志里最后一条是 {time}，比现在还晚").format(
            time=timezone.localtime(last).strftime("%Y-%m-%d %H:%M:%S")
        )
        return Check(_("日志时间"), State.BAD, found, _("系统时钟被往回拨过，请校准"))
    return Check(_("日志时间"), State.GOOD, _("没有晚于现在的记录"))


def _administrators() -> Check:
    from jiheng.web.accounts.models import Office, User  # noqa: PLC0415 - after Django is ready

    held = set(User.objects.filter(is_active=True).exclude(office=Office.NONE).values_list("office", flat=True))
    missing = [str(office.label) for office in Office if office and office not in held]
    if missing:
        found = _("没有启用的{names}").format(names=_("、").join(missing))
        return Check(
            _("管理员"), State.REMARK, found, _("首次启动 jiheng serve 会建立三个管理员；停用的请由另一位管理员启用")
        )
    return Check(_("管理员"), State.GOOD, _("三个管理员都在"))
