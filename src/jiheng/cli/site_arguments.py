"""The options of the commands that run the site and look after it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from jiheng.cli.parser import Parser
from jiheng.i18n import _

__all__ = ["ACCOUNT_ACTS", "ACTS_ON_ONE", "add_site_commands"]

ACTS_ON_ONE = ("reset-password", "unlock", "reset-second-factor")
"""What `jiheng accounts` does to one account."""

ACCOUNT_ACTS = ("list", *ACTS_ON_ONE, "renew-key")


def add_site_commands(commands: Any, add_common: Callable[[Parser], Any]) -> None:
    """Add serve, worker, backup, restore, doctor, accounts and audit; `add_common` adds what all commands have."""
    for add in (_add_serve, _add_worker, _add_backup, _add_restore, _add_doctor, _add_accounts, _add_audit):
        parser = add(commands)
        options = parser.add_argument_group(_("选项"))
        if add is _add_serve:
            _add_serving(options)
        if add is _add_restore:
            options.add_argument(
                "--replace", action="store_true", help=_("现有的数据用备份替换；替换前先在数据文件夹里另存一份")
            )
        if add in {_add_backup, _add_restore}:
            options.add_argument(
                "--passphrase-file", metavar="FILE", help=_("口令文件，第一行是口令：密钥用它加密，一并备份和恢复")
            )
        if add is _add_doctor:
            options.add_argument("--mend", action="store_true", help=_("能自动改正的先改正，再检查"))
        options.add_argument(
            "--data",
            metavar="FOLDER",
            help=_("数据文件夹，默认是环境变量 JIHENG_HOME，再默认是当前文件夹下的 jiheng-data"),
        )
        add_common(parser)


def _add_serve(commands: Any) -> Parser:
    parser: Parser = commands.add_parser(
        "serve",
        usage=_("jiheng serve [选项]"),
        help=_("运行网站"),
        description=_(
            "运行网站：准备好数据库，提供网页，做后台任务。默认用自带的数据库；环境变量 JIHENG_DATABASE_URL 改用 PostgreSQL。"
        ),
        epilog=_("退出码：0 正常停止；1 网页进程起不来；2 用法有误，或端口、文件夹、数据库不能用。"),
    )
    return parser


def _add_serving(options: Any) -> None:
    options.add_argument(
        "--host",
        metavar="HOST",
        default="127.0.0.1",
        help=_("在哪个地址上提供服务，默认 127.0.0.1；0.0.0.0 表示所有地址"),
    )
    options.add_argument("--port", metavar="PORT", type=int, default=8000, help=_("端口，默认 8000"))
    options.add_argument(
        "--workers", metavar="N", type=int, default=None, help=_("网页进程数，默认与处理器数相同，最多 4")
    )
    options.add_argument("--demo", action="store_true", help=_("载入演示用的单位、人员和绩效目标，并显示演示账号"))
    options.add_argument("--check", action="store_true", help=_("启动成功后随即停止，用来验证"))


def _add_worker(commands: Any) -> Parser:
    parser: Parser = commands.add_parser(
        "worker",
        usage=_("jiheng worker [选项]"),
        help=_("运行后台任务进程（使用 PostgreSQL 时）"),
        description=_("运行后台任务进程。自带数据库时不需要：jiheng serve 自己做后台任务。"),
        epilog=_("退出码：0 正常停止；2 文件夹或数据库不能用。"),
    )
    return parser


def _add_backup(commands: Any) -> Parser:
    parser: Parser = commands.add_parser(
        "backup",
        usage=_("jiheng backup TO.zip [选项]"),
        help=_("备份网站的数据，不用停机"),
        description=_("备份网站的全部数据：数据库和上传的文件。有人在用时也可以备份。"),
        epilog=_("退出码：0 备份成功；2 没有成功。"),
    )
    arguments = parser.add_argument_group(_("参数"))
    arguments.add_argument("to", metavar="TO.zip", help=_("写到哪个文件，后缀 .zip"))
    return parser


def _add_restore(commands: Any) -> Parser:
    parser: Parser = commands.add_parser(
        "restore",
        usage=_("jiheng restore FROM.zip [选项]"),
        help=_("从备份恢复网站的数据"),
        description=_("从备份恢复网站的全部数据。先核对备份里每个文件的摘要，再恢复，最后核对恢复出来的内容。"),
        epilog=_("退出码：0 恢复成功；2 没有成功，原有数据不变。"),
    )
    arguments = parser.add_argument_group(_("参数"))
    arguments.add_argument("source", metavar="FROM.zip", help=_("哪个备份文件"))
    return parser


def _add_doctor(commands: Any) -> Parser:
    parser: Parser = commands.add_parser(
        "doctor",
        usage=_("jiheng doctor [选项]"),
        help=_("检查网站的运行环境，指出问题和改法"),
        description=_("检查网站的运行环境：数据文件夹、数据库、密钥、时钟、磁盘、字体等，指出问题和改法。"),
        epilog=_("退出码：0 没有问题，或只有提醒；1 有问题。"),
    )
    return parser


def _add_accounts(commands: Any) -> Parser:
    parser: Parser = commands.add_parser(
        "accounts",
        usage=_("jiheng accounts list | reset-password | unlock | reset-second-factor | renew-key [LOGIN] [选项]"),
        help=_("列出网站的账号，重设密码，解锁，取消两步验证，更换密钥"),
        description=_(
            "在服务器上直接处理网站的账号：list 列出；reset-password 给一个一次性密码；unlock 解锁；"
            "reset-second-factor 取消两步验证；renew-key 更换网站的密钥。都记入审计日志。"
        ),
        epilog=_("退出码：0 办好；2 没有这个账号、用法有误，或文件夹、数据库不能用。"),
    )
    arguments = parser.add_argument_group(_("参数"))
    arguments.add_argument("act", choices=ACCOUNT_ACTS, metavar="ACT", help=_("做什么"))
    arguments.add_argument("login", nargs="?", metavar="LOGIN", help=_("哪个账号；list 和 renew-key 不写"))
    return parser


def _add_audit(commands: Any) -> Parser:
    parser: Parser = commands.add_parser(
        "audit",
        usage=_("jiheng audit verify [选项]"),
        help=_("核验网站的审计日志没有被改动"),
        description=_("核验审计日志：每条记录带有前一条的摘要（SM3），改动、删除或插入任何一条都会被发现。"),
        epilog=_("退出码：0 完整；1 被改动过；2 用法有误，或文件夹、数据库不能用。"),
    )
    arguments = parser.add_argument_group(_("参数"))
    arguments.add_argument("act", choices=("verify",), metavar="verify", help=_("核验"))
    return parser
