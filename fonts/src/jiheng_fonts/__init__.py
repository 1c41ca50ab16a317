"""Noto Serif SC and Noto Sans SC, regular and bold, under the SIL Open Font License 1.1."""

from pathlib import Path

__all__ = ["folder"]


def folder() -> Path:
    """The folder of the font files (.ttf) and of their licences."""
    return Path(__file__).parent / "files"
