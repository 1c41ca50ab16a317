// Blocks of cells on the clipboard: what Excel, Word and WPS put there, and what we put there.

import { el } from "./dom.js";

const MOST_ROWS = 200;
const MOST_COLUMNS = 30;
const clean = (text) => text.replace(/\u00a0/g, " ").replace(/\r\n?/g, "\n").replace(/[ \t]+\n/g, "\n").trim();

/** Rows of texts: of a table in HTML, else of text with tabs; null where there is neither. */
export function blockOf(data) {
  const html = data.getData("text/html");
  const rows = (html && tableRows(html)) || textRows(data.getData("text/plain") ?? "");
  const kept = rows.slice(0, MOST_ROWS).map((row) => row.slice(0, MOST_COLUMNS).map(clean)).filter((row) => row.some(Boolean));
  if (!kept.length) return null;
  const width = Math.max(...kept.map((row) => row.length));
  return kept.map((row) => [...row, ...Array(width - row.length).fill("")]);
}

/** Whether the block was copied from one of our own grids. */
export const isOwn = (data) => data.getData("text/html").includes("data-jiheng-grid");

function tableRows(html) {
  // A parsed document runs nothing and loads nothing.
  const table = new DOMParser().parseFromString(html, "text/html").querySelector("table");
  if (!table) return null;
  const rows = [];
  [...table.rows].slice(0, MOST_ROWS).forEach((row, r) => {
    rows[r] ??= [];
    let c = 0;
    for (const cell of row.cells) {
      while (rows[r][c] !== undefined) c += 1;
      cell.querySelectorAll("br").forEach((line) => line.replaceWith("\n"));
      const paragraphs = [...cell.querySelectorAll("p")];
      const text = paragraphs.length ? paragraphs.map((each) => flat(each.textContent)).join("\n") : flat(cell.textContent);
      for (let y = r; y < Math.min(r + cell.rowSpan, MOST_ROWS); y += 1) {
        rows[y] ??= [];
        for (let x = c; x < Math.min(c + cell.colSpan, MOST_COLUMNS); x += 1) {
          rows[y][x] = x === c ? text : ""; // a merged cell says the same in each of its rows
        }
      }
      c += cell.colSpan;
    }
  });
  return Array.from({ length: Math.min(table.rows.length, MOST_ROWS) }, (_, r) => Array.from(rows[r] ?? [], (text) => text ?? ""));
}

const flat = (text) => text.split("\n").map((line) => line.replace(/\s+/g, " ").trim()).filter(Boolean).join("\n");

function textRows(text) {
  if (!/[\t\n]/.test(text.trimEnd())) return text.trim() ? [[text]] : [];
  const rows = [[]];
  let cell = "";
  let quoted = false;
  const source = text.replace(/\r\n?/g, "\n").replace(/\n$/, "");
  for (let at = 0; at < source.length; at += 1) {
    const char = source[at];
    if (quoted) {
      if (char === '"' && source[at + 1] === '"') { cell += '"'; at += 1; }
      else if (char === '"') quoted = false;
      else cell += char;
    } else if (char === '"' && cell === "" && /"(?:[\t\n]|$)/.test(source.slice(at + 1))) quoted = true;
    else if (char === "\t") { rows.at(-1).push(cell); cell = ""; }
    else if (char === "\n") { rows.at(-1).push(cell); cell = ""; rows.push([]); }
    else cell += char;
  }
  rows.at(-1).push(cell);
  return rows;
}

/** Put a block on the clipboard, as text and as a table. */
export function putBlock(data, rows) {
  const quote = (text) => (/[\t\n"]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  data.setData("text/plain", rows.map((row) => row.map(quote).join("\t")).join("\n"));
  const table = el("table", { "data-jiheng-grid": "1" }, ...rows.map((row) => el("tr", {}, ...row.map((text) => el("td", {}, text)))));
  data.setData("text/html", table.outerHTML);
}
