// What the grid knows of its rows without a page: texts of cells, merged cells, groups of a level.

import { split, withPart } from "./target.js";

const MERGED = ["level1", "level2"];
const part = (name) => name.split(".")[1];

/** The text of a cell. */
export function cellText(row, column) {
  return column.name.startsWith("target.") ? split(row.target)[part(column.name)] : row[column.name] ?? "";
}

/** Put a text into a cell; `before` is the target that the typing began with. */
export function setCell(row, name, text, before = row.target) {
  if (name === "target") row.target = text;
  else if (name.startsWith("target.")) row.target = withPart(before ?? "", part(name), text);
  else row[name] = text;
}

/** Put texts by field into a row; of the target all three parts at once, or the whole. */
export function putTexts(row, texts) {
  const parts = Object.keys(texts).filter((name) => name.startsWith("target."));
  const isWhole = parts.length > 1;
  if (isWhole) row.target = ["sign", "number", "unit"].map((each) => texts[`target.${each}`] ?? "").join("");
  for (const [name, text] of Object.entries(texts)) if (name && !(isWhole && parts.includes(name))) setCell(row, name, text);
  return row;
}

/** A row without words, in the same level as another one. */
export const blankRow = (columns, like = {}) => {
  const names = columns.map((column) => column.name.split(".")[0]);
  return Object.fromEntries(names.map((name) => [name, MERGED.includes(name) ? like[name] ?? "" : ""]));
};

export const isBlank = (row) => !Object.values(row).some((text) => text && text.trim());

const sameDownTo = (name, a, b) => MERGED.slice(0, MERGED.indexOf(name) + 1).every((level) => (a[level] ?? "") === (b[level] ?? ""));

/** First and last row of the merged cell that covers a row; blanks stay apart, as on paper. */
export function span(rows, index, name) {
  if (!MERGED.includes(name) || !rows[index]?.[name]) return [index, index];
  let [first, last] = [index, index];
  while (first > 0 && rows[first - 1][name] && sameDownTo(name, rows[first - 1], rows[index])) first -= 1;
  while (last + 1 < rows.length && rows[last + 1][name] && sameDownTo(name, rows[last + 1], rows[index])) last += 1;
  return [first, last];
}

/** First and last row of the level group within which a row may move. */
export function group(rows, index) {
  let [first, last] = [index, index];
  while (first > 0 && sameDownTo("level2", rows[first - 1], rows[index])) first -= 1;
  while (last + 1 < rows.length && sameDownTo("level2", rows[last + 1], rows[index])) last += 1;
  return [first, last];
}
