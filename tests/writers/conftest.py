import os
from pathlib import Path

import pytest

GOLDEN = Path(__file__).parent / "golden"
REGENERATE = "JIHENG_GOLDEN"


@pytest.fixture
def golden():
    """Compare a text with the one in a file; with JIHENG_GOLDEN=1, write it, to be read by a person before it is kept."""

    def compare(name, text):
        path = GOLDEN / name
        if os.environ.get(REGENERATE) == "1":
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
            pytest.skip(f"wrote {name}")
        assert text == path.read_text(encoding="utf-8")

    return compare
