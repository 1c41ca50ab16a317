"""jiheng: every rule on a document that was read just before, so that nothing is remembered from an earlier check."""

import runpy
from pathlib import Path

from jiheng import engine
from jiheng.domain.finding import Finding
from jiheng.domain.goals import Document

PACKAGE = "jiheng"
_READING = runpy.run_path(str(Path(__file__).with_name("jiheng.py")))


def prepare(data: bytes) -> Document:
    """A newly read document."""
    return _READING["run"](_READING["prepare"](data))


def run(document: Document) -> tuple[Finding, ...]:
    """The findings."""
    return engine.check(document)


def text(findings: tuple[Finding, ...]) -> str:
    """The findings as they come."""
    return repr(findings)
