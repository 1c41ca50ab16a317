"""The commands and their options, in the language in use."""

from __future__ import annotations

from argparse import SUPPRESS
from typing import Any

from jiheng import __version__
from jiheng.cli.parser import Parser, comma_separated
from jiheng.cli.site_arguments import add_site_commands
from jiheng.i18n import LANGUAGES, _

__all__ = ["build_parser"]

_PUBLISHED = ("docx", "pdf", "xlsx", "html", "json")  # not taken from `publishing`: help must not wait for the forms


def build_parser() -> Parser:
    """The parser of the whole command line; `command` in its result is the command's name."""
    parser = Parser(
        prog="jiheng",
        usage=_("jiheng 命令 [选项]"),
        description=_("绩衡：读取公开的预算绩效目标表，检查其中的问题，说明怎样改。"),
        epilog=_("jiheng 命令 --help 显示该命令的说明。"),
    )
    commands = parser.add_subparsers(
        title=_("命令"), metavar="COMMAND", dest="command", required=True, prog="jiheng", parser_class=Parser
    )
    _add_read(commands)
    _add_check(commands)
    _add_rule(commands)
    _add_publish(commands)
    _add_template(commands)
    add_site_commands(commands, _add_common)
    group = _add_common(parser)
    group.add_argument("--version", action="version", version=f"jiheng {__version__}", help=_("显示版本号"))
    return parser


def _add_read(commands: Any) -> None:
    parser = commands.add_parser(
        "read",
        usage=_("jiheng read PATH… [选项]"),
        help=_("读取绩效目标文件，输出结构化数据"),
        description=_("读取绩效目标文件，输出结构化数据。"),
        epilog=_("退出码：0 读成；2 用法有误，或没有一份文件能读成。"),
    )
    _add_paths(parser)
    options = parser.add_argument_group(_("选项"))
    options.add_argument(
        "--format",
        choices=("json", "jsonl", "table"),
        default="json",
        help=_("输出格式，默认 json；jsonl 每份文件一行"),
    )
    options.add_argument("--form", metavar="ID", help=_("只按这一种表式识别"))
    options.add_argument("--output", metavar="FILE", help=_("写入文件，默认写到屏幕"))
    _add_password(options)
    _add_common(parser)


def _add_check(commands: Any) -> None:
    parser = commands.add_parser(
        "check",
        usage=_("jiheng check PATH… [选项]"),
        help=_("检查绩效目标表，指出问题和改法"),
        description=_("检查绩效目标表，指出问题和改法。规则的取舍、级别和豁免写在 jiheng.toml 里。"),
        epilog=_("退出码：0 没有达到 --fail-on 级别的问题；1 有；2 用法或配置有误，或没有一份文件能读成。"),
    )
    _add_paths(parser)
    options = parser.add_argument_group(_("选项"))
    options.add_argument(
        "--format",
        choices=("text", "json", "sarif", "html", "docx", "pdf"),
        default="text",
        help=_("输出格式，默认 text；docx 和 pdf 是审核材料：审核表和标注了问题的表，要写明 --output"),
    )
    options.add_argument("--form", metavar="ID", help=_("只按这一种表式识别"))
    slugs: dict[str, Any] = {"metavar": "SLUG", "action": "extend", "type": comma_separated, "default": []}
    options.add_argument("--select", **slugs, help=_("只查这些规则；可重复，可用逗号分隔"))
    options.add_argument("--ignore", **slugs, help=_("不查这些规则；可重复，可用逗号分隔"))
    options.add_argument(
        "--fail-on",
        choices=("error", "warning", "info", "never"),
        help=_("有这一级别以上的问题时退出码为 1，默认 error"),
    )
    options.add_argument("--config", metavar="FILE", help=_("配置文件，默认从文件所在文件夹向上查找 jiheng.toml"))
    options.add_argument("--fix", action="store_true", help=_("改正能自动改的问题，写到 --output；原文件不动"))
    options.add_argument(
        "--output", metavar="FILE", help=_("写入文件，默认写到屏幕；与 --fix 同用时是改正后的文件或文件夹")
    )
    _add_password(options)
    _add_common(parser)


def _add_rule(commands: Any) -> None:
    parser = commands.add_parser(
        "rule",
        usage=_("jiheng rule [SLUG] [选项]"),
        help=_("列出规则，或显示一条规则的说明"),
        description=_("列出规则；写明规则名时显示它的说明：查什么、为什么、怎么改、依据。"),
    )
    arguments = parser.add_argument_group(_("参数"))
    arguments.add_argument("slug", nargs="?", metavar="SLUG", help=_("规则名，例如 goal-missing"))
    _add_common(parser)


def _add_publish(commands: Any) -> None:
    parser = commands.add_parser(
        "publish",
        usage=_("jiheng publish PATH… --to OUT [选项]"),
        help=_("按官方表式印成 Word、PDF、Excel、网页或 JSON"),
        description=_(
            "读取任何能读的文件，按官方表式印成 Word、PDF、Excel、网页或 JSON。同样的内容总是得到同样的文件。"
        ),
        epilog=_("退出码：0 印成；2 用法有误，或没有一份文件能印成。"),
    )
    _add_paths(parser)
    options = parser.add_argument_group(_("选项"))
    options.add_argument(
        "--to",
        metavar="OUT",
        required=True,
        help=_("写到哪里：文件（后缀 .docx、.pdf、.xlsx、.html 或 .json 决定格式）或文件夹"),
    )
    options.add_argument("--format", choices=_PUBLISHED, help=_("写成哪种格式；写到文件夹时必须写明"))
    options.add_argument("--form", metavar="ID", help=_("改用这一种表式印；默认用各表自己的表式"))
    options.add_argument("--table", metavar="N", type=int, action="append", default=[], help=_("只印第 N 张表；可重复"))
    _add_password(options)
    _add_common(parser)


def _add_template(commands: Any) -> None:
    parser = commands.add_parser(
        "template",
        usage=_("jiheng template --form ID --to OUT.xlsx [选项]"),
        help=_("生成 Excel 填报表：带下拉列表、填写提示和自动检查"),
        description=_(
            "生成一种表式的 Excel 填报表：按表式排好，带下拉列表、填写提示和自动检查。填好后可以直接读取和检查。"
        ),
        epilog=_("退出码：0 生成；2 用法有误，或写不进文件。"),
    )
    options = parser.add_argument_group(_("选项"))
    options.add_argument("--form", metavar="ID", required=True, help=_("哪一种表式"))
    options.add_argument("--to", metavar="OUT", required=True, help=_("写到哪个文件，后缀 .xlsx"))
    options.add_argument("--tables", metavar="N", type=int, default=1, help=_("几张填报表，一个项目一张，默认 1"))
    options.add_argument("--rows", metavar="N", type=int, default=20, help=_("每张表有几行指标，默认 20"))
    _add_common(parser)


def _add_paths(parser: Parser) -> None:
    arguments = parser.add_argument_group(_("参数"))
    arguments.add_argument("paths", nargs="+", metavar="PATH", help=_("文件、文件夹、压缩包或邮件；- 表示标准输入"))


def _add_password(options: Any) -> None:
    options.add_argument(
        "--password",
        metavar="TEXT",
        action="append",
        default=[],
        help=_(
            "压缩包和文件的密码；可重复，逐个试。写 - 则在终端里输入，不显示；也可写在环境变量 JIHENG_PASSWORD 里，一行一个"
        ),
    )


def _add_common(parser: Parser) -> Any:
    # These may stand before or behind the name of the command; no defaults, lest the second undo the first.
    group = parser.add_argument_group(_("通用选项"))
    group.add_argument("-h", "--help", action="help", help=_("显示这份说明"))
    group.add_argument("--lang", choices=LANGUAGES, default=SUPPRESS, help=_("界面语言，默认按系统设置"))
    group.add_argument("--debug", action="store_true", default=SUPPRESS, help=_("程序出错时显示详情"))
    return group
