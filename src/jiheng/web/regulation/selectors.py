"""Reading the regulation of a year."""

from __future__ import annotations

import json
from functools import lru_cache

from jiheng.regulations import Regulation, load_regulation
from jiheng.web.regulation.models import YearRegulation

__all__ = ["regulation_of"]


def regulation_of(year: int) -> Regulation:
    """What holds in a budget year: the office's values over the region's over the nation's."""
    row = YearRegulation.objects.filter(cycle__year=year).values_list("region", "changes").first()
    region, changes = row or ("00", {})
    return _loaded(region, year, json.dumps(changes, sort_keys=True))


@lru_cache(maxsize=64)
def _loaded(region: str, year: int, changes: str) -> Regulation:
    return load_regulation(region, year, json.loads(changes))
