"""weasyprint: the same layout as a web page with a print style sheet, which is made before; the printing is timed."""

import runpy
from html import escape
from pathlib import Path

from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration

PACKAGE = "weasyprint"
_PAPER = runpy.run_path(str(Path(__file__).parent / "paper.py"))
_FONTS = FontConfiguration()
_STYLE = CSS(
    string="""
@page { size: A4; margin: 30mm 25mm 25mm; @bottom-center { content: "– " counter(page) " –"; font-size: 14pt } }
body { margin: 0; font: 16pt "Noto Serif CJK SC", serif }
h1, h2, .contents { font-family: "Noto Sans CJK SC", sans-serif; font-size: 16pt; font-weight: normal }
.cover { text-align: center; font-size: 26pt; padding-top: 80mm }
.new { break-before: page }
ol { list-style: none; padding: 0; font-size: 14pt }
ol a { color: inherit; text-decoration: none }
ol a::after { content: leader(".") target-counter(attr(href), page) }
table { width: 100%; table-layout: fixed; border-collapse: collapse; font-size: 10.5pt }
td { border: 0.5pt solid; padding: 1.5pt 4pt; white-space: pre-wrap; text-align: center }
td.text { text-align: left }
td.amount { text-align: right }
tr { break-inside: avoid }
""",
    font_config=_FONTS,
)


def prepare(data: bytes) -> str:
    """The web page."""
    blocks = _PAPER["prepare"](data)
    body = "".join(_block(block, blocks) for block in blocks)
    return f"<!DOCTYPE html><html lang=zh-CN><meta charset=utf-8><title>绩效目标</title><body>{body}</body></html>"


def run(page: str) -> bytes:
    """The PDF."""
    return HTML(string=page).write_pdf(stylesheets=[_STYLE], font_config=_FONTS)


def _block(block: dict, blocks: list[dict]) -> str:
    if block["kind"] == "cover":
        return f"<div class=cover>{'<br>'.join(map(escape, block['lines']))}</div>"
    if block["kind"] == "contents":
        items = (
            f'<li><a href="#{each["key"]}">{escape(each["text"])}</a></li>'
            for each in blocks
            if each["kind"] == "heading"
        )
        return f'<p class="contents new">{block["title"]}</p><ol>{"".join(items)}</ol>'
    if block["kind"] == "heading":
        new = " class=new" if block["new_page"] else ""
        return f'<h{block["level"]} id="{block["key"]}"{new}>{escape(block["text"])}</h{block["level"]}>'
    if block["kind"] == "text":
        return f"<p><b>{escape(block['lead'])}</b>{escape(block['text'])}</p>"
    return _table(block)


def _table(block: dict) -> str:
    columns = "".join(f'<col style="width: {width}%">' for width in block["widths"])
    rows = ["".join(map(_cell, row["cells"])) for row in block["rows"]]
    head, body = rows[: block["opening"]], rows[block["opening"] :]
    lines = [
        f"<{tag}><tr>{'</tr><tr>'.join(part)}</tr></{tag}>" for tag, part in (("thead", head), ("tbody", body)) if part
    ]
    return f"<table>{columns}{''.join(lines)}</table>"


def _cell(cell: dict) -> str:
    span = f" colspan={cell['width']} rowspan={cell['height']}"
    return f"<td class={cell['kind']}{span}>{escape(cell['text'])}</td>"
