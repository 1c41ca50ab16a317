"""Disclosure of results in the demo: what is approved of the year is public, so that visitors see what became of it."""

from __future__ import annotations

from jiheng.web.disclosure.models import Part
from jiheng.web.disclosure.results import approved_results
from jiheng.web.disclosure.services import publish
from jiheng.web.organizations.models import Organization, Role
from jiheng.web.organizations.policies import holders

__all__ = ["publish_results"]


def publish_results(year: int) -> None:
    """Publish the results of every organization that has any."""
    for organization in Organization.objects.select_related("parent").order_by("code"):
        leader = holders(organization, year, Role.UNIT_LEADER).first()
        if leader is not None and approved_results(organization, year):
            publish(organization=organization, year=year, actor=leader, part=Part.RESULTS)
