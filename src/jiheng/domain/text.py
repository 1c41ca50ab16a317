"""How texts are compared in this field."""

from __future__ import annotations

import re
from functools import lru_cache

__all__ = ["label_key", "normalise", "to_half_width"]

_NOISE = re.compile(r"[\s\u200b\ufeff，。、；：,.;:（）()“”\"]+")
_LABEL_NOISE = re.compile(r"[\s\u200b\ufeff：:，,、（）()\[\]【】％%*＊]+")
_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}


@lru_cache(maxsize=8192)
def normalise(text: str) -> str:
    """`text` without white space and the marks ``，。、；：,.;:（）()“”"``: two wordings are the same if these are equal."""
    return _NOISE.sub("", text)


@lru_cache(maxsize=8192)
def label_key(text: str) -> str:
    """A printed label reduced to what identifies it: ``其中：财政    资金`` and ``其中:财政资金`` are one label."""
    return _LABEL_NOISE.sub("", text)


def to_half_width(text: str) -> str:
    """Full-width signs, digits and letters as their ASCII counterparts; one character stays one character."""
    return text.translate(_FULL_WIDTH)
