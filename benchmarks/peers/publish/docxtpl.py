"""docxtpl: a template, made once from the first table, whose tags a document fills: loops over tables, groups and rows.

Its template prints tables of this one form only, with a group's first column merged down; the tool makes no contents with
page numbers, so the titles must do.
"""

import io
import runpy
from itertools import groupby
from pathlib import Path

from docxtpl import DocxTemplate

PACKAGE = "docxtpl"
_HERE = Path(__file__).parent
_PAPER = runpy.run_path(str(_HERE / "paper.py"))
_WORD = runpy.run_path(str(_HERE / "word.py"))
_TEMPLATE: list[bytes] = []  # made at the first call; every table serves for it alike


def prepare(data: bytes) -> tuple[bytes, dict]:
    """The template, and what it is filled with."""
    blocks = _PAPER["prepare"](data)
    tables = [block for block in blocks if block["kind"] == "table"]
    headings = [block for block in blocks if block["kind"] == "heading"]
    titles = [heading["text"] for heading in headings[-len(tables) :]]
    if not _TEMPLATE:
        _TEMPLATE.append(_template(tables[0]))
    return _TEMPLATE[0], {
        "cover": [line for block in blocks if block["kind"] == "cover" for line in block["lines"]],
        "titles": [heading["text"] for heading in headings],
        "before": [(block.get("lead") or "") + block["text"] for block in blocks if block["kind"] == "text"],
        "parts": [heading["text"] for heading in headings[: -len(tables)]],
        "tables": [_values(table, title) for table, title in zip(tables, titles, strict=True)],
    }


def run(prepared: tuple[bytes, dict]) -> bytes:
    """The .docx."""
    template, values = prepared
    document = DocxTemplate(io.BytesIO(template))
    document.render(values, autoescape=True)  # what comes from outside may hold < and &
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _rows(table: dict, *kinds: str) -> list[list[dict]]:
    return [row["cells"] for row in table["rows"] if row["kind"] in kinds]


def _values(table: dict, title: str) -> dict:
    groups = []
    for row in _rows(table, "block"):
        texts = [cell["text"] for cell in row]
        if row[0]["column"] == 0:
            groups.append([])
            first = texts[0]
        else:
            texts.insert(0, first)  # what the merged cell above covers
        groups[-1].append(texts)
    head = [cell["text"] for row in _rows(table, "head") for cell in row]
    return {"title": title, "head": head, "groups": groups}


def _template(table: dict) -> bytes:
    document = _WORD["new_document"](_PAPER)

    def add(text: str, font: str = "仿宋", size: float = 16, **settings: object) -> None:
        _WORD["add_paragraph"](document, text, font, size, **settings)

    def loop(name: str, *settings: object, **more: object) -> None:
        add(f"{{%p for each in {name} %}}")
        add("{{ each }}", *settings, **more)
        add("{%p endfor %}")

    loop("cover", "方正小标宋简体", 26, centred=True)
    add("目录", "黑体", 22, centred=True, new_page=True)
    loop("titles", "仿宋", 14)
    loop("parts", "黑体", 16, style="Heading 1")
    loop("before")
    add("{%p for table in tables %}")
    add("{{ table.title }}", "黑体", 16, style="Heading 2", new_page=True)
    _WORD["add_table"](document, _tagged(table), _PAPER)
    add("{%p endfor %}")
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _tagged(table: dict) -> dict:
    """The table with tags where a project's texts are to stand, and one row for all of the grid."""
    rows, number = [], 0
    for kind, group in groupby(table["rows"], key=lambda row: row["kind"]):
        if kind == "block":
            rows += _loop_rows(next(group)["cells"], len(table["widths"]))
            continue
        for row in group:
            cells = []
            for cell in row["cells"]:
                is_value = kind == "head" and cell["kind"] != "label"
                cells.append(cell | {"text": f"{{{{ table.head[{number}] }}}}"} if is_value else cell)
                number += kind == "head"
            rows.append({"kind": kind, "cells": cells})
    return table | {"rows": rows}


def _loop_rows(cells: list[dict], columns: int) -> list[dict]:
    def tag(text: str) -> dict:
        return {"kind": "block", "cells": [{"column": 0, "width": columns, "height": 1, "kind": "text", "text": text}]}

    values = [cell | {"height": 1, "text": f"{{{{ row[{number}] }}}}"} for number, cell in enumerate(cells)]
    values[0]["text"] = "{% vm %}" + values[0]["text"]
    begin = [tag("{%tr for group in table.groups %}"), tag("{%tr for row in group %}")]
    return [*begin, {"kind": "block", "cells": values}, tag("{%tr endfor %}"), tag("{%tr endfor %}")]
