"""Help, wrong usage, languages."""

from argparse import _SubParsersAction

import pytest
from tests.cli.conftest import goal_table

import jiheng as library
from jiheng.cli.arguments import build_parser


@pytest.mark.parametrize("command", [[], ["read"], ["check"], ["rule"], ["publish"], ["template"]])
@pytest.mark.parametrize(("lang", "usage", "english"), [("zh", "用法：jiheng", False), ("en", "usage: jiheng", True)])
def test_help_is_in_one_language_throughout(jiheng, command, lang, usage, english):
    for arguments in ([*command, "--help", "--lang", lang], ["--lang", lang, *command, "-h"]):
        result = jiheng(*arguments)
        assert (result.code, result.err) == (0, "")
        assert result.out.startswith(usage)
        chinese = [char for char in result.out.replace("绩效目标表", "") if "\u4e00" <= char <= "\u9fff"]
        assert bool(chinese) is not english
        assert ("options" in result.out) is english


def test_the_help_names_every_command(jiheng):
    text = jiheng("--help").out
    for command in ("read", "check", "rule", "publish", "template"):
        assert f"\n    {command} " in text
    for command in ("publish", "template"):
        assert "--to OUT" in jiheng(command, "--help").out


def test_help_fits_a_terminal_of_80_columns(jiheng, monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    for command in ("read", "check", "rule", "publish", "template"):
        for line in jiheng(command, "--help").out.splitlines():
            assert sum(1 if char.isascii() else 2 for char in line) <= 80


def test_version(jiheng):
    assert jiheng("--version").out == f"jiheng {library.__version__}\n"


def test_the_bare_command_shows_its_help_but_is_no_success(jiheng):
    result = jiheng()
    assert (result.code, result.out) == (2, "")
    assert "check" in result.err


(_commands,) = (action.choices for action in build_parser()._actions if isinstance(action, _SubParsersAction))
COMMANDS = ", ".join(_commands)
MISTAKES = {
    ("read",): "jiheng read：缺少 PATH",
    ("read", "a", "--format", "xml"): "jiheng read：--format 不能是 xml。可用的有：json, jsonl, table",
    ("check", "a", "--fail-on"): "jiheng check：--fail-on 后面要写一个值",
    ("check", "a", "--fix=b"): "jiheng check：--fix 后面不能写值：b",
    ("check", "a", "--form"): "jiheng check：--form 后面要写一个值",
    ("check", "a", "--fail", "error"): "jiheng：不认得的参数：--fail error",
    ("publish", "a"): "jiheng publish：缺少 --to",
    ("publish", "a", "--to", "b", "--format", "doc"): (
        "jiheng publish：--format 不能是 doc。可用的有：docx, pdf, xlsx, html, json"
    ),
    ("publish", "a", "--to", "b.docx", "--table", "一"): "jiheng publish：--table 应当是整数，不能是 一",
    ("template",): "jiheng template：缺少 --form, --to",
    ("template", "--form", "x", "--to", "b.xlsx", "--rows", "1.5"): "jiheng template：--rows 应当是整数，不能是 1.5",
    ("chek", "a"): f"jiheng：COMMAND 不能是 chek。可用的有：{COMMANDS}",
    ("read", "a", "--lang", "fr"): "jiheng read：--lang 不能是 fr。可用的有：zh, en",
}


@pytest.mark.parametrize("arguments", MISTAKES, ids=" ".join)
def test_wrong_usage_shows_a_short_usage_and_the_mistake(jiheng, arguments):
    result = jiheng(*arguments)
    assert (result.code, result.out) == (2, "")
    assert result.lines[0].startswith("用法：jiheng")
    assert result.lines[1:] == [MISTAKES[arguments]]


@pytest.mark.parametrize("arguments", MISTAKES, ids=" ".join)
def test_wrong_usage_is_said_in_english_too(jiheng, arguments):
    result = jiheng("--lang", "en", *arguments)
    if arguments[-1] != "fr":  # which language a wrong one asks for is left to the system
        assert result.err.isascii() or "…" in result.lines[0]
        assert result.lines[0].startswith("usage: jiheng")


@pytest.mark.parametrize(
    ("variables", "english"),
    [({}, False), ({"LANG": "zh_CN.UTF-8"}, False), ({"LANG": "C.UTF-8"}, False), ({"LANG": "en_US.UTF-8"}, True),
     ({"LANG": "en_US.UTF-8", "LC_ALL": "zh_CN.UTF-8"}, False)],
)  # fmt: skip
def test_the_environment_chooses_the_language_and_the_option_overrules_it(jiheng, monkeypatch, variables, english):
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    texts = ["没有.txt: 文件不存在。请核对路径", "没有.txt: The file does not exist. Check the path"]
    assert jiheng("read", "没有.txt").lines == [texts[english]]
    assert jiheng("read", "没有.txt", "--lang", "zh").lines == [texts[0]]
    assert jiheng("--lang", "en", "read", "没有.txt").lines == [texts[1]]


def test_reports_are_english_throughout_where_asked_for(jiheng, write):
    path = write("a.txt", goal_table(total="60.00"))
    chinese, english = jiheng("check", path), jiheng("check", path, "--lang", "en")
    assert english.code == chinese.code == 1
    for word in ("错误", "第 1 张表", "没有", "改", "应"):
        assert word not in english.out
    assert "× error" in english.out
    assert "× 错误" in chinese.out
