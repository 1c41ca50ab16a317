"""The real documents beside the checkout; tests that need them pass by without."""

import json
from pathlib import Path

import pytest

SHARED = Path(__file__).resolve().parents[1].parent / "shared"
NAMES = ("shacheng-2024", "dingzhou-2021", "caofeidian-2022")

needs_shared = pytest.mark.skipif(not (SHARED / "seeds").is_dir(), reason="the shared documents are not here")


def text(name: str) -> Path:
    """The document as an extractor's text."""
    return SHARED / "seeds" / f"{name}.txt"


def word(name: str) -> Path:
    """The document as a Word file."""
    return SHARED / "fixtures" / f"{name}.docx"


def truth(name: str) -> dict:
    """What a correct reader finds in its project part."""
    return json.loads((SHARED / "fixtures" / f"{name}.truth.json").read_text(encoding="utf-8"))
