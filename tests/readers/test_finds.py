"""What fuzzing found once: each file is read, or refused with a reason."""

from pathlib import Path

import pytest
from tests.readers.fuzz import outcome

FINDS = sorted(path for path in (Path(__file__).parent / "finds").iterdir() if path.suffix != ".md")


@pytest.mark.parametrize("path", FINDS, ids=lambda path: path.name)
def test_a_find_is_read_or_refused(path):
    what, why = outcome(path.read_bytes())
    assert what != "failed", why


def test_the_folder_of_finds_is_there():
    assert (Path(__file__).parent / "finds" / "README.md").exists()
