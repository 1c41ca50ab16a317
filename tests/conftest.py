"""How much of the suite runs: `make test` takes a sample of what goes through long tables of like cases."""

from __future__ import annotations

import os
from collections import Counter

import pytest

_THOROUGH = os.environ.get("JIHENG_THOROUGH") == "1"


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line(
        "markers", "sampled(every): of the cases of such a test every so-manieth runs; all with JIHENG_THOROUGH=1"
    )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what is not in the sample; a test that is named on the command line by its case always runs."""
    if _THOROUGH or any("::" in argument for argument in config.args):
        return
    seen: Counter[str] = Counter()
    kept, left = [], []
    for item in items:
        marker = item.get_closest_marker("sampled")
        if marker is None:
            kept.append(item)
            continue
        name = item.nodeid.partition("[")[0]
        (left if seen[name] % marker.args[0] else kept).append(item)
        seen[name] += 1
    if left:
        config.hook.pytest_deselected(items=left)
        items[:] = kept
