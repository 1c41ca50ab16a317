"""Texts that hold several lines, where the format does not tell lines from paragraphs."""

from __future__ import annotations

import re

__all__ = ["CAPTION", "paragraphs_of"]

CAPTION = re.compile(r"表\s*(?:[（(][^（）()]*[）)])?\s*$|^\s*第[一二三四五六七八九十]+(?:部分|章|节)|^\s*附[件表]")
"""What stands above a table or a part as its heading."""
_CAPTION_LENGTH = 60


def paragraphs_of(lines: list[str]) -> list[str]:
    """Each line is a paragraph, but a caption that was broken to fit (``2.招商经费⏎绩效目标表``) stays one."""
    kept = [line.strip() for line in lines]
    kept = [line for line in kept if line]
    if (
        len(kept) > 1
        and kept[-1].endswith("表")
        and sum(map(len, kept)) <= _CAPTION_LENGTH
        and not any(CAPTION.search(line) for line in kept[:-1])
    ):
        return ["\n".join(kept)]
    return kept
