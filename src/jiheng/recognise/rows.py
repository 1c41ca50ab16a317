"""What the rows of all indicator grids have in common."""

from __future__ import annotations

from collections.abc import Iterator

from jiheng.domain.grid import Cell
from jiheng.domain.target import Target, parse_target
from jiheng.domain.taxonomy import classify
from jiheng.forms import Block
from jiheng.recognise.draft import Draft, Row
from jiheng.recognise.values import item_texts

__all__ = ["indicator_rows", "target_of"]

_LEVELS = frozenset({"level1", "level2"})
_SIGNS = {"≥": "≥", "≤": "≤", "=": "=", "＝": "=", ">": ">", "＞": ">", "<": "<", "＜": "<", ">=": "≥", "<=": "≤"}
_SIGNS |= {"大于等于": "≥", "小于等于": "≤", "等于": "=", "大于": ">", "小于": "<"}
_PLAIN = frozenset({"定性", "定性指标", "定量", "定量指标", "其他", "定量（其他）", "定量(其他)", "—", "-", "/"})


def indicator_rows(draft: Draft, path: str, block: Block) -> Iterator[Row]:
    """The rows of an indicator grid, one an indicator, where a cell numbers several of them (``指标1：…``) too."""
    numbered = next((column.name for column in block.columns if column.type == "items"), None)
    for row in draft.rows.get(path, ()):
        if not _is_unused(row):
            yield from (row,) if numbered is None else _split(row, numbered)


def _is_unused(row: Row) -> bool:
    """Only the levels that the form prints: the unit has no such indicator."""
    if any(cell and cell.text for name, cell in row.cells.items() if name not in _LEVELS):
        return False
    return classify(row.text("level1"), row.text("level2")) != (None, None)


def _split(row: Row, column: str) -> Iterator[Row]:
    cell = row.cells.get(column)
    names = item_texts(cell.text) if cell else []
    if cell is None or names == [cell.text]:
        yield row
        return
    others = {name: _pieces(other, len(names)) for name, other in row.cells.items() if name not in _LEVELS}
    if any(pieces is None for name, pieces in others.items() if name != column):
        # One number for several names: nobody can tell to which of them it belongs.
        texts = "\n".join(name for name in names if name)
        yield row._replace(cells={**row.cells, column: cell._replace(text=cell.text if len(names) > 1 else texts)})
        return
    for number, name in enumerate(names):
        cells: dict[str, Cell | None] = {**row.cells, column: cell._replace(text=name)}
        for other, pieces in others.items():
            old = row.cells[other]
            if other != column and old is not None and pieces is not None:
                cells[other] = old._replace(text=pieces[number])
        made = row._replace(cells=cells)
        if any(made.text(filled) for filled in cells if filled not in _LEVELS):
            yield made


def _pieces(cell: Cell | None, count: int) -> list[str] | None:
    """The text of a cell for each of `count` indicators; None where it does not fall into as many pieces."""
    if cell is None or not cell.text:
        return [""] * count
    if count == 1:
        return [item_texts(cell.text)[0] if len(item_texts(cell.text)) == 1 else cell.text]
    items = item_texts(cell.text)
    if len(items) != count:
        items = cell.text.split("\n")
    return [item.strip() for item in items] if len(items) == count else None


def target_of(draft: Draft, row: Row, column: str = "target") -> Target | None:
    """A target value; sign, value and unit that stand in three columns are joined as forms print them."""
    value = row.text(column)
    sign, unit = row.text(f"{column}.sign"), row.text(f"{column}.unit")
    if value is None:
        return None
    text = value
    is_number = any(char.isdigit() for char in value)
    if sign and sign not in _PLAIN:
        known = _SIGNS.get("".join(sign.split()))
        if known is None:
            _say(draft, row, f"{column}.sign", sign)
        elif is_number and parse_target(text).operator is None:
            text = f"{known}{text}"
    if unit and unit not in _PLAIN and not text.endswith(unit):
        text = f"{text}{unit}"
    return parse_target(text)


def _say(draft: Draft, row: Row, column: str, text: str) -> None:
    draft.reject("unrecognised-cell", column, text, column, row.places.get(column))
