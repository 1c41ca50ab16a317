"""Stable addresses of what is public, and names for its files."""

from __future__ import annotations

import re
import unicodedata

from jiheng.web.disclosure.models import Publication, PublishedProject, PublishedResult
from jiheng.web.organizations.models import Organization
from jiheng.web.ui.addresses import reverse

__all__ = [
    "document_path",
    "file_name",
    "file_path",
    "organization_path",
    "project_path",
    "report_name",
    "report_path",
    "result_path",
]

_NOT_IN_NAMES = re.compile(r'[\\/:*?"<>|%\s]+')
_LONGEST = 80


def organization_path(organization: Organization) -> str:
    """Of an organization's page."""
    return reverse("disclosure:organization", args=[organization.code])


def document_path(publication: Publication) -> str:
    """Of a publication's page."""
    return reverse("disclosure:document", args=_key(publication))


def project_path(publication: Publication, project: PublishedProject) -> str:
    """Of a project's page."""
    return reverse("disclosure:project", args=[*_key(publication), project.number])


def result_path(publication: Publication, result: PublishedResult) -> str:
    """Of a result's page."""
    return reverse("disclosure:result", args=[*_key(publication), result.number])


def report_path(publication: Publication, result: PublishedResult, format_name: str) -> str:
    """Of the download of an evaluation's report."""
    return reverse("disclosure:report", args=[*_key(publication), result.number, format_name])


def file_path(publication: Publication, format_name: str) -> str:
    """Of a download."""
    return reverse("disclosure:file", args=[*_key(publication), format_name])


def file_name(publication: Publication, format_name: str) -> str:
    """The name under which a file is saved; nothing in it that a system could take for something else."""
    return f"{_harmless(publication.title) or publication.year}-{publication.number}.{format_name}"


def report_name(result: PublishedResult, format_name: str) -> str:
    """The same of a report."""
    return f"{_harmless(result.name) or result.year}绩效评价报告-{result.number}.{format_name}"


def _harmless(text: str) -> str:
    kept = "".join(each for each in text if unicodedata.category(each) not in {"Cc", "Cf", "Cs", "Co"})
    return _NOT_IN_NAMES.sub("", kept)[:_LONGEST].strip(".")


def _key(publication: Publication) -> list[str | int]:
    return [publication.organization.code, publication.year, publication.number]
