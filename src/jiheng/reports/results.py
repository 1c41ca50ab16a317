"""What a report is made of: the documents that were checked, and the files that gave none."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from jiheng.domain.finding import Finding, Severity
from jiheng.domain.goals import Document
from jiheng.errors import JihengError
from jiheng.interchange.texts import shown_path

__all__ = ["CheckedDocument", "Failure", "Tally", "shown_path", "tally"]


@dataclass(frozen=True, slots=True)
class Failure:
    """A file that gave no document."""

    path: str
    error: JihengError


@dataclass(frozen=True, slots=True)
class CheckedDocument:
    """A document and everything found in it; of a waived finding, `Finding.waived` is the reason.

    Attributes:
        rules: slugs of the rules that were run: what found nothing and what was not looked for are not the same.
            None: all of them.
    """

    document: Document
    findings: tuple[Finding, ...]
    rules: frozenset[str] | None = None

    @property
    def counted(self) -> list[Finding]:
        """The findings that nobody has waived."""
        return [finding for finding in self.findings if finding.waived is None]

    @property
    def waived(self) -> list[Finding]:
        """The findings that are accepted, with a reason."""
        return [finding for finding in self.findings if finding.waived is not None]


@dataclass(frozen=True, slots=True)
class Tally:
    """The figures of a report; waived findings are in `waived` only.

    Attributes:
        rules: rule and severity → findings, what matters most first.
    """

    files: int
    failed: int
    projects: int
    findings: int
    waived: int
    fixable: int
    severities: dict[Severity, int]
    rules: dict[tuple[str, Severity], int]


def tally(checked: Sequence[CheckedDocument], failures: Sequence[Failure]) -> Tally:
    """Count once what every report states."""
    rules = Counter((finding.rule, finding.severity) for document in checked for finding in document.counted)
    severities = dict.fromkeys(sorted(Severity, key=lambda severity: -severity.rank), 0)
    for (_rule, severity), count in rules.items():
        severities[severity] += count
    return Tally(
        files=len(checked) + len(failures),
        failed=len(failures),
        projects=sum(len(document.document.sheets) for document in checked),
        findings=rules.total(),
        waived=sum(len(document.waived) for document in checked),
        fixable=sum(finding.fix is not None for document in checked for finding in document.counted),
        severities=severities,
        rules=dict(sorted(rules.items(), key=lambda item: (-item[0][1].rank, -item[1], item[0][0]))),
    )
