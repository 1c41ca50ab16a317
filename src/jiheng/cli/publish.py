"""`jiheng publish`: official documents out."""

from __future__ import annotations

import os
from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path, PurePath

from jiheng import engine
from jiheng.cli.console import each, say
from jiheng.cli.inputs import STANDARD_INPUT, Input, discover, require_form
from jiheng.cli.output import refuse_collisions, refuse_overwriting, write_file
from jiheng.cli.passwords import passwords_of
from jiheng.domain.goals import Document
from jiheng.errors import UsageError
from jiheng.i18n import _
from jiheng.publishing import FORMATS, format_of, publish, published_form, remarks_on
from jiheng.reports.labels import field_label, number_ranges
from jiheng.reports.results import Failure, shown_path

__all__ = ["run"]


def run(options: Namespace) -> int:
    """Publish what `options` name; the exit code."""
    require_form(options.form)
    passwords = passwords_of(options)
    items = list(discover(options.paths, passwords))
    targets = _targets(options.to, options.format, items)

    def make(item: Input) -> Path:
        document = engine.read(item.load(), name=item.path, passwords=passwords)
        target, format_name = targets[item]
        data = publish(document, format_name, form=options.form, tables=set(options.table) or None)
        write_file(target, data)
        _tell(document, target, format_name, options)
        return target

    results = list(each(items, make, debug="debug" in options))
    return 2 if all(isinstance(result, Failure) for result in results) else 0


def _targets(to: str, format_name: str | None, items: Sequence[Input | Failure]) -> dict[Input, tuple[Path, str]]:
    """Where each file goes, and in which format.

    Raises:
        UsageError: `to` does not fit the files or names no format.
    """
    files = [item for item in items if isinstance(item, Input)]
    if to in {"", STANDARD_INPUT}:  # elsewhere - is standard output; a file of that name nobody wants
        raise UsageError("publish-no-file", path=to or '""')
    is_folder = to.endswith(("/", os.sep)) or os.path.isdir(to)  # noqa: PTH112 - Path.is_dir raises for bad names
    if len(files) > 1 and not is_folder:
        raise UsageError("publish-one-file")
    if is_folder and format_name is None:
        raise UsageError("publish-needs-format", known="、".join(FORMATS))
    if is_folder:
        targets = {item: Path(to, PurePath(item.name).with_suffix(f".{format_name}")) for item in files}
    else:
        format_name = _agreed(Path(to), format_name)
        targets = dict.fromkeys(files, Path(to))
    refuse_collisions(targets)
    refuse_overwriting(targets.values(), items, "--to")
    return {item: (target, format_name or format_of(target)) for item, target in targets.items()}


def _agreed(target: Path, format_name: str | None) -> str:
    """The format of a file, which its suffix names where it names any.

    Raises:
        UsageError: the suffix names another one than `format_name`, or none where that is not given.
    """
    if format_name is None:
        return format_of(target)
    try:
        named = format_of(target)
    except UsageError:  # a device, or a suffix that the format's own programs need not know
        return format_name
    if named != format_name:
        raise UsageError("publish-suffix", path=shown_path(str(target)), format=format_name)
    return format_name


def _tell(document: Document, target: Path, format_name: str, options: Namespace) -> None:
    """Say what was written, and what is not as one might expect it."""
    tables = {
        number: said
        for number, said in remarks_on(document, published_form(document, options.form)).items()
        if not options.table or number in options.table
    }
    source, shown = shown_path(document.source.path), shown_path(str(target))
    say(_("{source} → {target}：{count} 张表").format(source=source, target=shown, count=len(tables)))
    blank = {number: said.blanks for number, said in tables.items() if said.blanks}
    if blank:
        say(
            _("  第 {numbers} 张表共有 {count} 处该填的没有填，照空白印出；缺什么请看 jiheng check").format(
                numbers=number_ranges(blank), count=sum(blank.values())
            )
        )
    lost = list(dict.fromkeys(path for said in tables.values() for path in said.lost))
    if lost and format_name != "json":
        labels = _("、").join(
            field_label(path.removeprefix("indicators."), in_indicator=path.startswith("indicators.")) for path in lost
        )
        say(_("  表式里没有地方印：{fields}，没有印出").format(fields=labels))
