// What a grid does with the clipboard: blocks of cells, its own ones and those from elsewhere.

import { blankRow, cellText, isBlank, putTexts } from "./cells.js";
import { blockOf, isOwn } from "./clipboard.js";
import { announce, fill } from "./dom.js";
import { fieldsOf, preview } from "./paste.js";

/** The texts of the chosen cells. */
export function chosenTexts(grid) {
  const { top, bottom, left, right } = grid.selection();
  return grid.rows.slice(top, bottom + 1).map((row) => grid.columns.slice(left, right + 1).map((column) => cellText(row, column)));
}

/** One text goes into the chosen cell, a block of our own over the cells, any other one is shown first. */
export async function pasteBlock(grid, data) {
  const block = blockOf(data);
  if (!block) return;
  if (block.length === 1 && block[0].length === 1) {
    grid.type(block[0][0]);
  } else if (isOwn(data)) {
    const { left } = grid.selection();
    over(grid, block.map((row) => Object.fromEntries(row.map((text, c) => [grid.columns[left + c]?.name ?? "", text]))));
  } else {
    const first = grid.columns[grid.active.column].name;
    const taken = await preview(block, { fields: fieldsOf(grid.columns, grid.texts), first, texts: grid.texts });
    if (taken) (taken.mode === "over" ? over : insert)(grid, taken.rows);
  }
}

function over(grid, blocks) {
  const { top } = grid.selection();
  grid.change((rows) => {
    blocks.forEach((texts, index) => {
      rows[top + index] ??= blankRow(grid.columns);
      putTexts(rows[top + index], texts);
    });
  });
  announce(fill(grid.texts.pasted, { count: blocks.length }));
}

function insert(grid, blocks) {
  const { row } = grid.active;
  const made = blocks.map((texts) => putTexts(blankRow(grid.columns, "level1" in texts ? {} : grid.rows[row]), texts));
  const at = isBlank(grid.rows[row]) ? row : row + 1;
  grid.change((rows) => rows.splice(at, at === row ? 1 : 0, ...made));
  grid.active = { row: at, column: grid.active.column };
  grid.anchor = { ...grid.active };
  announce(fill(grid.texts.pasted, { count: blocks.length }));
}
