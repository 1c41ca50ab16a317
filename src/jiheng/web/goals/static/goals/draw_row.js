// A row of the grid as the page shows it.

import { cellText, span } from "./cells.js";
import { el } from "./dom.js";
import { remarkSign } from "./remarks.js";

const SIGN = { error: "×", warning: "▲", info: "○" };
const key = (text) => (text ?? "").replace(/\s/g, "");

/** The row `index` of a grid; a merged cell stands in the first of its rows only. */
export function drawRow(grid, index) {
  const { rows, columns, marks, remarks, previous, texts, table } = grid;
  const handle = el("th", { scope: "row", class: "handle", draggable: "true", title: texts.drag }, String(index + 1));
  const line = el("tr", { "data-row": index, "aria-rowindex": index + 2 }, handle);
  columns.forEach((column, c) => {
    const [first, last] = span(rows, index, column.name);
    if (first !== index) return;
    const [found, said] = [[], []];
    for (let r = first; r <= last; r += 1) {
      found.push(...(marks.get(`${r}.${column.name}`) ?? []));
      said.push(...(remarks.get(`${r}.${column.name}`) ?? []));
    }
    const cell = el("td", {
      role: "gridcell", tabindex: -1, class: column.kind, "data-row": index, "data-column": c, "aria-colindex": c + 2,
      rowspan: last > first ? last - first + 1 : null,
    }, el("span", { class: "text" }, cellText(rows[index], column)));
    if (found.length) mark(cell, found);
    if (said.length) remark(cell, said, grid);
    line.append(cell);
  });
  if (table.dataset.previous) line.append(el("td", { class: "previous" }, previous[key(rows[index].name)] ?? ""));
  return line;
}

function mark(cell, found) {
  const worst = ["error", "warning", "info"].find((severity) => found.some((finding) => finding.severity === severity));
  cell.classList.add(`hit-${worst}`);
  cell.append(el("span", { class: `sign is-${worst}`, "aria-hidden": "true" }, SIGN[worst]));
  cell.title = found.map((finding) => `${finding.message} ${finding.remedy}`).join("\n");
  cell.setAttribute("aria-describedby", found.map((finding) => finding.id).join(" "));
  if (worst === "error") cell.setAttribute("aria-invalid", "true");
}

function remark(cell, said, grid) {
  cell.append(remarkSign(said, grid.texts, () => grid.tellRemarks(said)));
  cell.title = [cell.title, ...said.map(({ author, text }) => `${author}：${text}`)].filter(Boolean).join("\n");
  const ids = [cell.getAttribute("aria-describedby"), ...said.map(({ id }) => `remark-${id}`)];
  cell.setAttribute("aria-describedby", ids.filter(Boolean).join(" "));
}
