"""Which rules run, how much they matter and what an organization has accepted: ``jiheng.toml`` or ``pyproject.toml``."""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from fnmatch import fnmatchcase
from pathlib import Path, PurePath
from typing import Any, NamedTuple

from jiheng.domain.finding import Finding, Severity
from jiheng.domain.goals import Document, Source
from jiheng.errors import ConfigError, os_reason
from jiheng.i18n import N_, _
from jiheng.rules.base import Rule
from jiheng.rules.registry import RULES

__all__ = ["Config", "Waiver", "active_rules", "apply", "load_config", "parse_config", "read_config", "rule_hint"]

FILE = "jiheng.toml"
SHARED_FILE = "pyproject.toml"
KEYS = ("select", "ignore", "fail-on", "severity", "waivers")
WAIVER_KEYS = ("document", "rule", "reason", "project", "indicator")
OFF = "off"
NEVER = "never"

_SHA256 = re.compile(r"[0-9a-fA-F]{64}")
_PARSER_SAYS_WHERE = re.compile(r"at line (\d+), column (\d+)")

_RULE_LIST = N_("规则名的列表，例如 ['goal-missing']")
_TABLE = N_("一节设置，以方括号里的名称开头")
_TABLES = N_("若干节设置，每节以 [[waivers]] 开头")
_TEXT = N_("文字")
_COUNT = N_("从 1 起的整数")


class Waiver(NamedTuple):
    """A defect that an organization knows of and accepts.

    Attributes:
        document: the SHA-256 of a file, or a pattern on its path or its name (``*``, ``?``).
        rule: the slug of the rule.
        reason: why the defect is accepted; shown wherever the finding is.
        project: only this table of the document, where it is not None.
        indicator: only this row of that table, where it is not None.
    """

    document: str
    rule: str
    reason: str
    project: int | None = None
    indicator: int | None = None

    def covers(self, finding: Finding, source: Source) -> bool:
        """Whether `finding` in the file `source` is accepted."""
        return (
            finding.rule == self.rule
            and self.project in (None, finding.project)
            and self.indicator in (None, finding.indicator)
            and self._names(source)
        )

    def _names(self, source: Source) -> bool:
        if _SHA256.fullmatch(self.document):
            return self.document.lower() == source.sha256
        path = source.path.replace("\\", "/")
        pattern = self.document.replace("\\", "/").removeprefix("./")
        # Names of official documents hold brackets ([2024]7号); such a name means itself, too.
        return PurePath(path).name == pattern or fnmatchcase(f"/{path}", f"*/{pattern.removeprefix('/')}")


@dataclass(frozen=True, slots=True)
class Config:
    """Settings of the checks.

    Attributes:
        select: the rules that run, None for all.
        ignore: rules that do not run.
        severity: slug → severity instead of the rule's own; None turns the rule off.
        fail_on: findings at or above make the command fail; None: they never do.
        waivers: accepted defects.
        path: the file it comes from, None for the defaults.
    """

    select: frozenset[str] | None = None
    ignore: frozenset[str] = frozenset()
    severity: Mapping[str, Severity | None] = field(default_factory=dict)
    fail_on: Severity | None = Severity.ERROR
    waivers: tuple[Waiver, ...] = ()
    path: str | None = None

    def runs(self, slug: str) -> bool:
        """Whether the rule is asked for."""
        return (
            (self.select is None or slug in self.select)
            and slug not in self.ignore
            and not (slug in self.severity and self.severity[slug] is None)
        )

    def narrowed(self, select: Collection[str], ignore: Collection[str]) -> Config:
        """These settings under a selection of the moment: what `select` names runs even if it is switched off here."""
        config = self
        if select:
            kept = {slug: level for slug, level in self.severity.items() if level is not None or slug not in select}
            config = replace(self, select=frozenset(select), ignore=frozenset(), severity=kept)
        return replace(config, ignore=config.ignore | frozenset(ignore))

    def fails(self, findings: Iterable[Finding]) -> bool:
        """Whether one of `findings` is grave enough to fail and not waived."""
        limit = self.fail_on
        return limit is not None and any(not f.waived and f.severity.rank >= limit.rank for f in findings)


def active_rules(config: Config) -> tuple[type[Rule], ...]:
    """The rules to run, in the order of the catalogue."""
    return tuple(rule for slug, rule in RULES.items() if config.runs(slug))


def apply(config: Config, findings: Iterable[Finding], document: Document) -> tuple[Finding, ...]:
    """`findings` of `document` as the settings want them: selected, at their severity, waived where accepted."""
    return tuple(_applied(config, finding, document.source) for finding in findings if config.runs(finding.rule))


def _applied(config: Config, finding: Finding, source: Source) -> Finding:
    severity = config.severity.get(finding.rule)
    if severity is not None and severity is not finding.severity:
        finding = finding._replace(severity=severity)
    reason = next((waiver.reason for waiver in config.waivers if waiver.covers(finding, source)), None)
    return finding if reason is None else finding._replace(waived=reason)


def load_config(start: Path) -> Config:
    """The settings for what lies in `start`: of the nearest folder upward that has some, else the defaults.

    Raises:
        ConfigError: the file found cannot be used.
    """
    folder = start.absolute()
    for candidate in (folder, *folder.parents):
        if (own := candidate / FILE).is_file():
            return read_config(own)
        if (shared := candidate / SHARED_FILE).is_file() and (config := _read_shared(shared)) is not None:
            return config
    return Config()


def read_config(path: Path) -> Config:
    """The settings in the file `path`.

    Raises:
        ConfigError: it cannot be used.
    """
    if path.name == SHARED_FILE:
        config = _read_shared(path)
        if config is None:
            raise ConfigError("no-settings", path=path)
        return config
    return parse_config(_parse_toml(_text(path), path), str(path))


def _read_shared(path: Path) -> Config | None:
    text = _text(path)
    # A file that does not even hold the word is somebody else's: whether it is good TOML is not our business.
    if "jiheng" not in text:
        return None
    tool = _parse_toml(text, path).get("tool")
    if not isinstance(tool, dict) or "jiheng" not in tool:
        return None
    data = tool["jiheng"]
    if not isinstance(data, dict):
        raise ConfigError("wrong-type", path=path, key="tool.jiheng", expected=_(_TABLE))
    return parse_config(data, str(path))


def _text(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8-sig")  # Notepad likes to write a byte order mark
    except FileNotFoundError as error:
        raise ConfigError("not-found", path=path) from error
    except OSError as error:
        raise ConfigError("not-readable", path=path, reason=os_reason(error)) from error
    except UnicodeDecodeError as error:
        raise ConfigError("encoding", path=path) from error


def _parse_toml(text: str, path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = _PARSER_SAYS_WHERE.search(str(error))
        where = _("第 {line} 行第 {column} 列").format(line=found[1], column=found[2]) if found else _("文件末尾")
        raise ConfigError("syntax", path=path, where=where) from error


def parse_config(data: Mapping[str, Any], path: str) -> Config:
    """The settings that `data` holds; `path` is only named in messages.

    Raises:
        ConfigError: a key, a rule or a value is unknown, or a waiver has no reason.
    """
    return _Parser(path).config(data)


def rule_hint(slug: str) -> str:
    """What to say behind the name of a rule that does not exist: the one that was probably meant."""
    close = difflib.get_close_matches(slug.lower().replace("_", "-"), RULES, n=1)
    if close:
        return _("。是不是要写“{guess}”？").format(guess=close[0])
    return _("。全部规则见 jiheng rule")


class _Parser:
    """Turns plain data into `Config`; knows the file's name, for its complaints."""

    def __init__(self, path: str) -> None:
        self.path = path

    def config(self, data: Mapping[str, Any]) -> Config:
        self._known_keys(data, KEYS)
        select = data.get("select")
        levels = self._typed(data.get("severity", {}), dict, "severity", _TABLE)
        return Config(
            select=None if select is None else self._rules(select, "select"),
            ignore=self._rules(data.get("ignore", []), "ignore"),
            severity={
                self._rule(slug, "severity"): self._severity(level, f"severity.{slug}", OFF)
                for slug, level in levels.items()
            },
            fail_on=self._severity(data.get("fail-on", Severity.ERROR.value), "fail-on", NEVER),
            waivers=self._waivers(data.get("waivers", [])),
            path=self.path,
        )

    def _rules(self, value: object, key: str) -> frozenset[str]:
        slugs = self._typed(value, list, key, _RULE_LIST)
        return frozenset(self._rule(self._typed(slug, str, key, _RULE_LIST), key) for slug in slugs)

    def _rule(self, slug: str, key: str) -> str:
        if slug not in RULES:
            raise ConfigError("unknown-rule", path=self.path, key=key, slug=slug, hint=rule_hint(slug))
        return slug

    def _severity(self, value: object, key: str, nothing: str) -> Severity | None:
        known = {level.value: level for level in reversed(Severity)} | {nothing: None}
        if not isinstance(value, str) or value not in known:
            raise ConfigError("unknown-value", path=self.path, key=key, value=value, known=_("、").join(known))
        return known[value]

    def _waivers(self, value: object) -> tuple[Waiver, ...]:
        entries = self._typed(value, list, "waivers", _TABLES)
        return tuple(
            self._waiver(number, self._typed(entry, dict, "waivers", _TABLES))
            for number, entry in enumerate(entries, 1)
        )

    def _waiver(self, number: int, entry: dict[str, Any]) -> Waiver:
        self._known_keys(entry, WAIVER_KEYS, "waivers.")
        texts = {}
        for key in ("document", "rule", "reason"):
            texts[key] = self._typed(entry.get(key, ""), str, f"waivers.{key}", _TEXT).strip()
            if not texts[key]:
                raise ConfigError("waiver-incomplete", path=self.path, number=number, key=key)
        self._rule(texts["rule"], "waivers.rule")
        project, indicator = (self._count(entry.get(key), f"waivers.{key}") for key in ("project", "indicator"))
        if indicator is not None and project is None:
            raise ConfigError("waiver-row-alone", path=self.path, number=number)
        return Waiver(**texts, project=project, indicator=indicator)

    def _count(self, value: object, key: str) -> int | None:
        if value is None:
            return None
        if not isinstance(value, int) or isinstance(value, bool) or value < 1:
            raise ConfigError("wrong-type", path=self.path, key=key, expected=_(_COUNT))
        return value

    def _known_keys(self, data: Mapping[str, Any], known: tuple[str, ...], prefix: str = "") -> None:
        for key in data:
            if key not in known:
                raise ConfigError("unknown-key", path=self.path, key=f"{prefix}{key}", known=_("、").join(known))

    def _typed(self, value: Any, kind: type[Any], key: str, expected: str) -> Any:
        if not isinstance(value, kind):
            raise ConfigError("wrong-type", path=self.path, key=key, expected=_(expected))
        return value
