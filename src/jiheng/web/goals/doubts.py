"""Values of a scan that were read without being sure: shown at their cells, to be compared with the original."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from jiheng.domain.finding import Finding, Severity
from jiheng.recognise.seen import SURE

__all__ = ["doubts_of"]

_ROW = re.compile(r"indicators\[(\d+)\]\.(.+)")
_RULE = "doubtful-reading"  # no rule: what was written may be faultless


def doubts_of(project: Mapping[str, Any]) -> Iterator[Finding]:
    """One for each value of a table (as JSON of `jiheng.interchange`) that was hardly read; they count as no mistake."""
    for path, sure in (project.get("confidence") or {}).items():
        if sure < SURE:
            row = _ROW.fullmatch(path)
            yield Finding(
                rule=_RULE, severity=Severity.INFO, project=1, indicator=int(row[1]) + 1 if row else None,
                field=row[2] if row else path, template=_("识别没有把握（可信度 {confidence}）"), remedy_template=_("请与原件核对"),
                values={"confidence": f"{sure:.2f}"},
            )  # fmt: skip
