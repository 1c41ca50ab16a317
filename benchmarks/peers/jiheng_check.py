"""jiheng: every rule on a document that was read just before, so that nothing is remembered from an earlier check."""

from jiheng import engine
from jiheng.domain.finding import Finding
from jiheng.domain.goals import Document

PACKAGE = "jiheng"


def prepare(data: bytes) -> Document:
    """A newly read document."""
    return engine.read(data, name="x.docx")


def run(document: Document) -> tuple[Finding, ...]:
    """The findings."""
    return engine.check(document)


def text(findings: tuple[Finding, ...]) -> str:
    """The findings as they come."""
    return repr(findings)
