"""`jiheng check --fix`: corrected copies, and what was mended in them. A source is never written to."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from jiheng import engine
from jiheng.cli.console import say
from jiheng.cli.inputs import Input
from jiheng.cli.output import refuse_collisions, refuse_overwriting, write_file
from jiheng.config import Config
from jiheng.domain.finding import Finding
from jiheng.domain.goals import Document
from jiheng.errors import UsageError
from jiheng.i18n import _
from jiheng.readers import CHANGEABLE
from jiheng.readers.detect import detect
from jiheng.reports.labels import field_label, table_label
from jiheng.reports.results import CheckedDocument, Failure, shown_path

__all__ = ["Original", "correct", "plan_corrections", "require_changeable"]


class Original(NamedTuple):
    """A file to be corrected: its content and what was found in it."""

    item: Input
    data: bytes
    checked: CheckedDocument


def plan_corrections(output: str | None, items: Sequence[Input | Failure]) -> dict[Input, Path]:
    """Where the corrected copy of each file goes: to the file `output`, or into it where it is a folder.

    Raises:
        UsageError: there is no `output`, or it does not fit the files.
    """
    if output is None or output == "-":
        raise UsageError("fix-needs-output")
    files = [item for item in items if isinstance(item, Input)]
    is_folder = output.endswith(("/", os.sep)) or Path(output).is_dir()
    if len(files) > 1 and not is_folder:
        raise UsageError("fix-one-file")
    targets = {item: Path(output, item.name) if is_folder else Path(output) for item in files}
    refuse_collisions(targets)
    refuse_overwriting(targets.values(), items)
    return targets


def require_changeable(document: Document, data: bytes) -> None:
    """Make sure that a document can be corrected: a copy without a change would look as if nothing was wrong.

    Raises:
        UsageError: it is in a format that cannot be changed, or locked, which its copy would not be.
    """
    if detect(data) == "encrypted":
        raise UsageError("fix-locked")
    if document.source.format not in CHANGEABLE:
        raise UsageError("fix-format", format=document.source.format)


def correct(original: Original, target: Path, config: Config, form: str | None) -> CheckedDocument:
    """Write the corrected copy to `target`, say what was mended, and return what is still wrong with it."""
    document = original.checked.document
    data, mended = engine.fix(original.data, document, original.checked.findings)
    write_file(target, data)
    corrected = engine.read(data, form=form, name=str(target))
    # Waivers name the document by its path or digest: the copy is judged as what it was made from.
    findings = engine.check(replace(corrected, source=document.source), config)
    result = replace(original.checked, document=corrected, findings=findings)
    _report(original.item, target, mended, len(result.counted))
    return result


def _report(item: Input, target: Path, mended: Sequence[Finding], remaining: int) -> None:
    say(
        _("{source} → {target}：改正 {mended} 处，还有 {remaining} 处要人工处理").format(
            source=shown_path(item.path), target=shown_path(str(target)), mended=len(mended), remaining=remaining
        )
    )
    for finding in mended:
        if finding.fix:
            say(
                _("  {place}：“{before}”改为“{after}”（{rule}）").format(
                    place=_place(finding), before=finding.fix.before, after=finding.fix.after, rule=finding.rule
                )
            )


def _place(finding: Finding) -> str:
    parts = [] if finding.project is None else [table_label(finding.project)]
    if finding.indicator is not None:
        parts.append(_("指标 {numbers}").format(numbers=finding.indicator))
    return " · ".join([*parts, field_label(finding.field, in_indicator=finding.indicator is not None)])
