"""python-docx: the same layout through its own objects. Its contents are the bare titles: it knows no page numbers."""

import io
import runpy
from pathlib import Path

PACKAGE = "python-docx"
_HERE = Path(__file__).parent
_PAPER = runpy.run_path(str(_HERE / "paper.py"))
_WORD = runpy.run_path(str(_HERE / "word.py"))
prepare = _PAPER["prepare"]


def run(blocks: list[dict]) -> bytes:
    """The .docx."""
    document = _WORD["new_document"](_PAPER)
    add = _WORD["add_paragraph"]
    for block in blocks:
        if block["kind"] == "cover":
            for line in block["lines"]:
                add(document, line, "方正小标宋简体", 26, centred=True)
        elif block["kind"] == "contents":
            add(document, block["title"], "黑体", 22, centred=True, new_page=True)
            for heading in (each for each in blocks if each["kind"] == "heading"):
                add(document, heading["text"], "仿宋", 14)
        elif block["kind"] == "heading":
            style = f"Heading {block['level']}"
            add(document, block["text"], "黑体", 16, style=style, new_page=block["new_page"])
        elif block["kind"] == "text":
            add(document, block["lead"] + block["text"], "仿宋", 16)
        else:
            _WORD["add_table"](document, block, _PAPER)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()
