import os
from pathlib import Path

import pytest

from jiheng.i18n import LOCALE, use_language

GOLDEN = Path(__file__).parent / "golden"
REGENERATE = "JIHENG_GOLDEN"


@pytest.fixture
def in_english():
    assert (LOCALE / "en" / "LC_MESSAGES" / "jiheng.mo").exists(), "run `make messages`"
    use_language("en")
    yield
    use_language("zh")


@pytest.fixture
def golden():
    """Compare a text with the one in a file; with JIHENG_GOLDEN=1, write it, to be read by a person before it is kept."""

    def compare(name, text):
        path = GOLDEN / name
        if os.environ.get(REGENERATE) == "1":
            path.write_text(text, encoding="utf-8")
            pytest.skip(f"wrote {name}")
        assert text == path.read_text(encoding="utf-8")

    return compare
