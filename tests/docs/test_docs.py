"""The documentation knows every rule, option, setting and key, and what it tells people to run does run."""

import re
import shlex
import shutil
import typing
from argparse import _SubParsersAction
from pathlib import Path

import pytest

from jiheng.cli.arguments import build_parser
from jiheng.cli.main import main
from jiheng.config import KEYS, WAIVER_KEYS
from jiheng.i18n import use_language
from jiheng.interchange import evaluation, results_shapes, shapes
from jiheng.reports import json_shapes
from jiheng.rules.registry import RULES

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
READMES = ("README.md", "README.zh-CN.md")
EXAMPLE = "examples/云溪经济开发区2025年绩效目标.docx"


def text(name):
    return (DOCS / name).read_text(encoding="utf-8")


def blocks(path, language):
    return re.findall(rf"^```{language}\n(.*?)^```", path.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)


@pytest.fixture
def workplace(tmp_path, monkeypatch):
    """A folder with the examples in it, in which what the documentation says can be run."""
    shutil.copytree(ROOT / "examples", tmp_path / "examples", ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.chdir(tmp_path)
    yield tmp_path
    use_language("zh")


def commands():
    actions = build_parser()._actions
    (subparsers,) = (action for action in actions if isinstance(action, _SubParsersAction))
    return subparsers.choices


def options(parser):
    return {option for action in parser._actions for option in action.option_strings if option.startswith("--")}


@pytest.mark.parametrize("command", commands())
def test_reference_of_the_command_line_has_every_option_and_no_other(command):
    common, own = {"--help", "--lang", "--debug"}, options(commands()[command])
    _before, found, after = text("reference/cli.md").partition(f"## jiheng {command}\n")
    assert found
    documented = set(re.findall(r"^\| `(--[a-z-]+)`", after.partition("\n## ")[0], re.MULTILINE))
    assert documented == own - common


def test_reference_of_the_command_line_has_the_common_options():
    section = text("reference/cli.md").partition("## 通用选项\n")[2]
    assert set(re.findall(r"`(--[a-z-]+)`", section)) == options(build_parser())


def test_every_setting_is_documented():
    page = text("guide/configuration.md")
    rows = set(re.findall(r"^\| `\[*([a-z-]+)\]*`", page, re.MULTILINE))
    assert rows == {*KEYS, *WAIVER_KEYS}


def test_every_key_of_the_json_is_documented():
    page = text("guide/reading-output.md")
    modules = (shapes, results_shapes, evaluation, json_shapes)
    keys = {
        key
        for module in modules
        for name in module.__all__
        if isinstance(shape := getattr(module, name), type)
        for key in typing.get_type_hints(shape)
    }
    assert not {key for key in keys if f"`{key}`" not in page}


def test_number_of_rules_that_the_texts_name_is_right():
    for path in (*(ROOT / name for name in READMES), DOCS / "index.md", ROOT / "changelog.d" / "2.added.md"):
        numbers = re.findall(r"(\d+)(?: rules| 条规则)", path.read_text(encoding="utf-8"))
        assert set(numbers) == {str(len(RULES))}, path.name


@pytest.mark.usefixtures("workplace")
@pytest.mark.parametrize("name", ["docs/guide/library.md", *READMES])
def test_python_examples_run(name):
    namespace = {}
    found = blocks(ROOT / name, "python")
    assert found
    for number, block in enumerate(found, 1):
        exec(compile(block, f"{name}, block {number}", "exec"), namespace)


@pytest.mark.usefixtures("workplace")
@pytest.mark.parametrize("name", [*READMES, "docs/guide/quick-start.md"])
def test_commands_that_the_texts_name_work(name, capsys):
    lines = [line for block in blocks(ROOT / name, "sh") for line in block.splitlines()]
    calls = [line for line in lines if line.startswith(("jiheng ", ".venv/bin/jiheng "))]
    assert len(calls) >= 5
    for call in calls:
        arguments = shlex.split(call)[1:]
        code = main(arguments)
        shown = capsys.readouterr()
        assert code == (1 if arguments[0] == "check" else 0), (call, shown.err)
        assert shown.out or {"--output", "--to"} & {*arguments}, call


@pytest.mark.usefixtures("workplace")
@pytest.mark.parametrize("name", [*READMES, "docs/guide/quick-start.md"])
def test_output_that_the_texts_show_is_what_comes_out(name, capsys):
    main(["--lang", "zh", "check", EXAMPLE])
    output = capsys.readouterr().out
    (shown,) = blocks(ROOT / name, "text")
    assert shown in output


def test_json_matches_the_schemas_as_the_reference_shows(workplace):
    for schema in (DOCS / "reference" / "schemas").glob("*.json"):
        shutil.copy(schema, workplace)
    assert main(["read", EXAMPLE, "--output", "云溪.json"]) == 0
    (example,) = blocks(DOCS / "reference" / "json-schemas.md", "python")
    exec(example, {})


@pytest.mark.usefixtures("workplace")
def test_settings_shown_in_the_guide_are_accepted(capsys):
    (example,) = re.findall(r'```toml title="jiheng.toml"\n(.*?)```', text("guide/configuration.md"), re.DOTALL)
    Path("jiheng.toml").write_text(example, encoding="utf-8")
    assert main(["check", EXAMPLE, "--format", "json"]) == 1
    assert '"waived": 1' in capsys.readouterr().out
