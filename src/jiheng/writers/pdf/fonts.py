"""Which characters the fonts have, and the fonts as the compiler takes them."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from struct import unpack_from
from typing import TYPE_CHECKING

from jiheng.writers.pdf.unknown_font import unknown_font

if TYPE_CHECKING:
    import typst

__all__ = ["fonts_with", "missing", "usual_fonts"]


@lru_cache(maxsize=1)
def usual_fonts() -> typst.Fonts:
    """The fonts of the package `jiheng_fonts`, no others.

    Raises:
        ImportError: it is not installed.
    """
    return _load(_folder())


@contextmanager
def fonts_with(chars: frozenset[str]) -> Iterator[typst.Fonts]:
    """The same, and a box for each of `chars`, while the context lasts: fonts are read when they are needed."""
    with tempfile.TemporaryDirectory(prefix="jiheng-") as made:
        (Path(made) / "unknown.ttf").write_bytes(unknown_font(chars))
        yield _load(_folder(), Path(made))


def missing(text: str) -> frozenset[str]:
    """The characters of `text` that the fonts do not have."""
    return frozenset(text) - _known()


def _load(*folders: Path) -> typst.Fonts:
    import typst  # noqa: PLC0415  # an optional component

    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=list(folders))


def _folder() -> Path:
    import jiheng_fonts  # noqa: PLC0415  # an optional component

    return jiheng_fonts.folder()


@lru_cache(maxsize=1)
def _known() -> frozenset[str]:
    """The characters that at least one font of each weight has."""
    folder = _folder()
    weights = [
        _covered(folder / f"NotoSerifSC-{weight}.ttf") | _covered(folder / f"NotoSansSC-{weight}.ttf")
        for weight in ("Regular", "Bold")
    ]
    return frozenset(map(chr, weights[0] & weights[1]))


def _covered(path: Path) -> set[int]:
    """The code points in the character map of a font (format 12, which fonts of this size have)."""
    with path.open("rb") as file:
        head = file.read(12 + 16 * 64)
        count = unpack_from(">H", head, 4)[0]
        tables = {head[at : at + 4]: unpack_from(">II", head, at + 8) for at in range(12, 12 + 16 * count, 16)}
        offset, length = tables[b"cmap"]
        file.seek(offset)
        cmap = file.read(length)
    found: set[int] = set()
    for record in range(unpack_from(">H", cmap, 2)[0]):
        start = unpack_from(">I", cmap, 8 + 8 * record)[0]
        if unpack_from(">H", cmap, start)[0] == 12:
            groups = unpack_from(">I", cmap, start + 12)[0]
            for group in range(groups):
                first, last, _glyph = unpack_from(">III", cmap, start + 16 + 12 * group)
                found.update(range(first, last + 1))
    return found
