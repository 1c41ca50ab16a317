"""`jiheng check`: what is wrong with goal documents."""

from __future__ import annotations

import json
from argparse import Namespace
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TextIO

from jiheng import engine
from jiheng.cli.console import each
from jiheng.cli.fix import Original, correct, plan_corrections, require_changeable
from jiheng.cli.inputs import Input, discover, require_form
from jiheng.cli.output import destination, refuse_terminal
from jiheng.cli.passwords import passwords_of
from jiheng.config import Config, active_rules, load_config, read_config, rule_hint
from jiheng.domain.finding import Severity
from jiheng.errors import UsageError
from jiheng.reports.results import CheckedDocument, Failure
from jiheng.rules.registry import RULES

__all__ = ["run"]

_PAPERS = frozenset({"docx", "pdf"})


def run(options: Namespace) -> int:
    """Check what `options` name; the exit code."""
    require_form(options.form)
    _require_rules([*options.select, *options.ignore])
    passwords = passwords_of(options)
    items = list(discover(options.paths, passwords))
    configs = _configs(items, options)
    targets = plan_corrections(options.output, items) if options.fix else {}
    output = None if options.fix else options.output
    if options.format in _PAPERS:
        refuse_terminal(output, options.format)

    def check(item: Input) -> tuple[CheckedDocument, bool]:
        data = item.load()
        document = engine.read(data, form=options.form, name=item.path, passwords=passwords)
        if options.fix:
            require_changeable(document, data)
        run_rules = frozenset(rule.slug for rule in active_rules(configs[item]))
        checked = CheckedDocument(document, engine.check(document, configs[item]), run_rules)
        if options.fix:
            checked = correct(Original(item, data, checked), targets[item], configs[item], options.form)
        return checked, configs[item].fails(checked.findings)

    with destination(output, items) as out:
        results = list(each(items, check, debug="debug" in options))
        done = [result for result in results if not isinstance(result, Failure)]
        failures = [result for result in results if isinstance(result, Failure)]
        _print([checked for checked, _fails in done], failures, options.format, out)
    if not done:
        return 2
    return int(any(fails for _checked, fails in done))


def _require_rules(slugs: Iterable[str]) -> None:
    for slug in slugs:
        if slug not in RULES:
            raise UsageError("unknown-rule", slug=slug, hint=rule_hint(slug))


def _configs(items: Sequence[Input | Failure], options: Namespace) -> dict[Input, Config]:
    """The settings for every file, all found and understood before the first is read."""
    here = Path.cwd()
    given = read_config(Path(options.config)) if options.config else None
    by_folder: dict[Path, Config] = {}
    configs = {}
    for item in items:
        if isinstance(item, Input):
            folder = item.file.parent.absolute() if item.file else here
            if folder not in by_folder:
                by_folder[folder] = _narrowed(given or _nearest(folder, here), options)
            configs[item] = by_folder[folder]
    return configs


def _nearest(folder: Path, here: Path) -> Config:
    # Documents often lie on a shared disk; the settings may lie where one works.
    config = load_config(folder)
    return config if config.path else load_config(here)


def _narrowed(config: Config, options: Namespace) -> Config:
    config = config.narrowed(options.select, options.ignore)
    if options.fail_on:
        config = replace(config, fail_on=None if options.fail_on == "never" else Severity(options.fail_on))
    return config


def _print(checked: Sequence[CheckedDocument], failures: Sequence[Failure], format_name: str, out: TextIO) -> None:
    # Each report loads what it needs (templates, styles); only one of them is wanted.
    if format_name == "text":
        from jiheng.reports.text import print_check  # noqa: PLC0415 - see above

        print_check(checked, failures, file=out)
    elif format_name == "html":
        from jiheng.reports.html import check_html  # noqa: PLC0415 - see above

        out.write(check_html(checked, failures))
    elif format_name == "sarif":
        from jiheng.reports.sarif import check_sarif  # noqa: PLC0415 - see above

        _print_json(check_sarif(checked, failures), out)
    elif format_name in _PAPERS:
        from jiheng.publishing import write_paper  # noqa: PLC0415 - see above
        from jiheng.reports.review import review_paper  # noqa: PLC0415 - see above

        out.buffer.write(write_paper(review_paper(checked, failures), format_name))
    else:
        from jiheng.reports.json_output import check_json  # noqa: PLC0415 - see above

        _print_json(check_json(checked, failures), out)


def _print_json(data: object, out: TextIO) -> None:
    out.write(json.dumps(data, ensure_ascii=False, indent=2) + "\n")
