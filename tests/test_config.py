"""Settings: what is accepted, what is refused with which words, and what they do to findings."""

from pathlib import Path

import pytest

from jiheng.config import Config, Waiver, active_rules, apply, load_config, parse_config, read_config
from jiheng.domain.finding import Finding, Severity
from jiheng.domain.goals import Document, Source
from jiheng.errors import ConfigError
from jiheng.rules.registry import RULES

SHA = "ab" * 32


def document(path="材料/2025/招商.docx"):
    return Document(2025, None, None, (), Source(path, SHA, "docx"))


def finding(rule="goal-missing", project=1, indicator=None, severity=Severity.ERROR):
    return Finding(rule, severity, project, indicator, "goals", "没有目标", "写目标", {})


def test_without_settings_everything_is_as_in_the_catalogue():
    config = parse_config({}, "jiheng.toml")
    assert [rule.slug for rule in active_rules(config)] == list(RULES)
    assert config.fail_on is Severity.ERROR
    assert apply(config, [finding()], document()) == (finding(),)


def test_every_key_is_understood(tmp_path):
    path = tmp_path / "jiheng.toml"
    path.write_text(
        """
select = ["goal-missing", "goal-duplicated", "benefit-missing"]
ignore = ["benefit-missing"]
fail-on = "warning"
[severity]
goal-duplicated = "off"
goal-missing = "info"
[[waivers]]
document = "招商.docx"
rule = "goal-missing"
reason = "  上级统一编制 "
project = 2
indicator = 3
""",
        encoding="utf-8-sig",
    )
    config = load_config(tmp_path)
    assert config == Config(
        select=frozenset({"goal-missing", "goal-duplicated", "benefit-missing"}),
        ignore=frozenset({"benefit-missing"}),
        severity={"goal-duplicated": None, "goal-missing": Severity.INFO},
        fail_on=Severity.WARNING,
        waivers=(Waiver("招商.docx", "goal-missing", "上级统一编制", 2, 3),),
        path=str(path),
    )
    assert [rule.slug for rule in active_rules(config)] == ["goal-missing"]


def test_rules_that_are_not_asked_for_do_not_run_and_their_findings_do_not_pass():
    config = parse_config({"ignore": ["goal-missing"]}, "")
    assert RULES["goal-missing"] not in active_rules(config)
    assert apply(config, [finding(), finding("benefit-missing")], document()) == (finding("benefit-missing"),)


def test_severities_are_replaced():
    config = parse_config({"severity": {"goal-missing": "info"}}, "")
    assert [f.severity for f in apply(config, [finding(), finding("benefit-missing")], document())] == ["info", "error"]


@pytest.mark.parametrize(
    ("pattern", "path", "covered"),
    [
        ("招商.docx", "材料/2025/招商.docx", True),
        ("*.docx", "材料/2025/招商.docx", True),
        ("2025/*.docx", "材料/2025/招商.docx", True),
        ("材料/2025/招商.docx", "/home/材料/2025/招商.docx", True),
        ("./材料/*", "材料/2025/招商.docx", True),
        ("025/*.docx", "材料/2025/招商.docx", False),
        ("商.docx", "材料/2025/招商.docx", False),
        ("2024/*.docx", "材料/2025/招商.docx", False),
        ("材料\\2025\\*.docx", "材料\\2025\\招商.docx", True),
        ("怀财字[2024]7号.docx", "材料/怀财字[2024]7号.docx", True),
        (SHA, "随便.docx", True),
        (SHA.upper(), "随便.docx", True),
        ("cd" * 32, "随便.docx", False),
    ],
)
def test_a_waiver_names_its_document_by_name_path_or_digest(pattern, path, covered):
    config = Config(waivers=(Waiver(pattern, "goal-missing", "已备案"),))
    [result] = apply(config, [finding()], document(path))
    assert result.waived == ("已备案" if covered else None)


@pytest.mark.parametrize(
    ("waiver", "covered"),
    [
        ({}, [True, True, True, False]),
        ({"project": 1}, [True, True, False, False]),
        ({"project": 1, "indicator": 2}, [False, True, False, False]),
    ],
)
def test_a_waiver_covers_no_more_than_it_says(waiver, covered):
    findings = [finding(), finding(indicator=2), finding(project=2), finding("benefit-missing")]
    config = Config(waivers=(Waiver("*", "goal-missing", "已备案", **waiver),))
    assert [result.waived is not None for result in apply(config, findings, document())] == covered


def test_waived_findings_never_fail():
    config = Config()
    assert config.fails([finding()])
    assert not config.fails([finding()._replace(waived="已备案")])
    assert not config.fails([finding(severity=Severity.WARNING)])
    assert not Config(fail_on=None).fails([finding()])


def test_what_is_selected_at_the_moment_runs_even_where_it_is_switched_off():
    config = parse_config({"ignore": ["goal-missing"], "severity": {"benefit-missing": "off"}}, "")
    narrowed = config.narrowed(["goal-missing", "benefit-missing"], [])
    assert {rule.slug for rule in active_rules(narrowed)} == {"goal-missing", "benefit-missing"}
    assert not active_rules(config.narrowed(["goal-missing"], ["goal-missing"]))


WAIVER = {"document": "*", "rule": "goal-missing", "reason": "已备案"}
MISTAKES = [
    ({"selct": []}, "jiheng.toml：不认得的设置“selct”。可用的有：select、ignore、fail-on、severity、waivers"),
    ({"select": ["goal-mising"]}, "jiheng.toml：“select”里的规则“goal-mising”不存在。是不是要写“goal-missing”？"),
    ({"ignore": ["xyz"]}, "jiheng.toml：“ignore”里的规则“xyz”不存在。全部规则见 jiheng rule"),
    ({"ignore": "goal-missing"}, "jiheng.toml：“ignore”应当是规则名的列表，例如 ['goal-missing']。请改正"),
    ({"ignore": [1]}, "jiheng.toml：“ignore”应当是规则名的列表，例如 ['goal-missing']。请改正"),
    ({"fail-on": "high"}, "jiheng.toml：“fail-on”不能是“high”。可用的有：error、warning、info、never"),
    ({"fail-on": 1}, "jiheng.toml：“fail-on”不能是“1”。可用的有：error、warning、info、never"),
    ({"severity": "error"}, "jiheng.toml：“severity”应当是一节设置，以方括号里的名称开头。请改正"),
    ({"severity": {"goal-missing": "fatal"}}, "jiheng.toml：“severity.goal-missing”不能是“fatal”。可用的有：error、warning、info、off"),
    ({"severity": {"goal_missing": "off"}}, "jiheng.toml：“severity”里的规则“goal_missing”不存在。是不是要写“goal-missing”？"),
    ({"waivers": {}}, "jiheng.toml：“waivers”应当是若干节设置，每节以 [[waivers]] 开头。请改正"),
    ({"waivers": [WAIVER, {"document": "*", "rule": "goal-missing"}]}, "jiheng.toml：第 2 条豁免缺少“reason”。豁免必须写明文件、规则和理由"),
    ({"waivers": [WAIVER | {"reason": " \n"}]}, "jiheng.toml：第 1 条豁免缺少“reason”。豁免必须写明文件、规则和理由"),
    ({"waivers": [WAIVER | {"rule": "goal-mising"}]}, "jiheng.toml：“waivers.rule”里的规则“goal-mising”不存在。是不是要写“goal-missing”？"),
    ({"waivers": [WAIVER | {"reason": 1}]}, "jiheng.toml：“waivers.reason”应当是文字。请改正"),
    ({"waivers": [WAIVER | {"project": "1"}]}, "jiheng.toml：“waivers.project”应当是从 1 起的整数。请改正"),
    ({"waivers": [WAIVER | {"project": True}]}, "jiheng.toml：“waivers.project”应当是从 1 起的整数。请改正"),
    ({"waivers": [WAIVER | {"indicator": 2}]}, "jiheng.toml：第 1 条豁免写了指标行号“indicator”，没有写表的编号“project”。请补上"),
    ({"waivers": [WAIVER | {"why": "x"}]}, "jiheng.toml：不认得的设置“waivers.why”。可用的有：document、rule、reason、project、indicator"),
]  # fmt: skip


@pytest.mark.parametrize(("data", "message"), MISTAKES, ids=[message for _, message in MISTAKES])
def test_a_mistake_is_named_with_file_key_cause_and_remedy(data, message):
    with pytest.raises(ConfigError) as caught:
        parse_config(data, "jiheng.toml")
    assert str(caught.value) == message


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("ignore = “goal-missing”".encode(), "syntax"),
        (b'fail-on = "never"\nfail-on = "error"', "syntax"),
        (b"ignore = [", "syntax"),
        ('# 豁免\nfail-on = "never"'.encode("gbk"), "encoding"),
        (None, "not-found"),
    ],
)
def test_a_file_that_cannot_be_understood_is_refused(tmp_path, content, code):
    path = tmp_path / "设置.toml"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(ConfigError) as caught:
        read_config(path)
    assert caught.value.code == code
    assert str(caught.value).startswith(f"{path}：")


def test_a_syntax_error_names_the_line(tmp_path):
    path = tmp_path / "jiheng.toml"
    path.write_text('fail-on = "error"\nignore = “goal-missing”\n', encoding="utf-8")
    with pytest.raises(ConfigError, match="第 2 行第 10 列"):
        load_config(tmp_path)


class TestDiscovery:
    """The nearest file upward, jiheng.toml first."""

    @pytest.fixture
    def top(self, tmp_path):
        (tmp_path / "单位" / "2025").mkdir(parents=True)
        (tmp_path / "jiheng.toml").write_text('fail-on = "info"', encoding="utf-8")
        return tmp_path

    def found(self, top: Path):
        config = load_config(top / "单位" / "2025")
        return Path(config.path).relative_to(top).as_posix(), config.fail_on

    def test_it_goes_upward(self, top):
        assert self.found(top) == ("jiheng.toml", Severity.INFO)

    def test_the_nearest_wins_and_is_not_merged(self, top):
        (top / "单位" / "pyproject.toml").write_text("[tool.jiheng]\n", encoding="utf-8")
        assert self.found(top) == ("单位/pyproject.toml", Severity.ERROR)

    def test_jiheng_toml_wins_in_one_folder(self, top):
        (top / "单位" / "pyproject.toml").write_text("[tool.jiheng]\n", encoding="utf-8")
        (top / "单位" / "jiheng.toml").write_text('fail-on = "never"', encoding="utf-8")
        assert self.found(top) == ("单位/jiheng.toml", None)

    @pytest.mark.parametrize(
        "other", ["[tool.ruff]\n", '[project]\nname = "jiheng"\n', "this is no TOML", "tool = 1 # jiheng\n"]
    )
    def test_a_pyproject_of_somebody_else_is_passed_by(self, top, other):
        (top / "单位" / "pyproject.toml").write_text(other, encoding="utf-8")
        assert self.found(top) == ("jiheng.toml", Severity.INFO)

    def test_a_pyproject_that_is_named_must_hold_settings(self, top):
        path = top / "pyproject.toml"
        path.write_text("[tool.ruff]\n", encoding="utf-8")
        with pytest.raises(ConfigError) as caught:
            read_config(path)
        assert caught.value.code == "no-settings"
        path.write_text("[tool]\njiheng = 1\n", encoding="utf-8")
        with pytest.raises(ConfigError) as caught:
            read_config(path)
        assert caught.value.code == "wrong-type"


def test_without_any_file_the_defaults_hold(tmp_path):
    assert load_config(tmp_path / "没有这个文件夹") == Config()
