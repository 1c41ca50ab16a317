"""Something published."""

from __future__ import annotations

import pytest
from tests.web.disclosure.approved import approve, make_sheet
from tests.web.factories import World

from jiheng.web.disclosure.models import Publication
from jiheng.web.disclosure.services import publish


@pytest.fixture
def published(world: World) -> Publication:
    """One project of the first unit, published."""
    approve(world, make_sheet(world.units[0]))
    return publish(organization=world.units[0], year=world.year, actor=world.people["unit_leader"])
