"""Stable addresses of what is public, and names for its files."""

from __future__ import annotations

import re
import unicodedata

from django.urls import reverse

from jiheng.web.disclosure.models import Publication, PublishedProject
from jiheng.web.organizations.models import Organization

__all__ = ["document_path", "file_name", "file_path", "organization_path", "project_path"]

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


def file_path(publication: Publication, format_name: str) -> str:
    """Of a download."""
    return reverse("disclosure:file", args=[*_key(publication), format_name])


def file_name(publication: Publication, format_name: str) -> str:
    """The name under which a file is saved; nothing in it that a system could take for something else."""
    title = "".join(each for each in publication.title if unicodedata.category(each) not in {"Cc", "Cf", "Cs", "Co"})
    name = _NOT_IN_NAMES.sub("", title)[:_LONGEST].strip(".") or f"{publication.year}"
    return f"{name}-{publication.number}.{format_name}"


def _key(publication: Publication) -> list[str | int]:
    return [publication.organization.code, publication.year, publication.number]
