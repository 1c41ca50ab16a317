// The page of a sheet (or of a department part): puts the pieces together.

import { Checks } from "./checks.js";
import { fill, given } from "./dom.js";
import { bindFields, Rows } from "./fields.js";
import { Grid } from "./grid.js";
import { keepSaved } from "./paper.js";
import { Remarks } from "./remarks.js";
import { Store, valueAt } from "./store.js";

const page = given("goal-page");
const texts = page.texts;
const form = document.getElementById("goal-form");
const store = new Store(page.typed);

bindFields(form, store);
for (const root of form.querySelectorAll("[data-rows]")) {
  new Rows(root, store, { path: root.dataset.rows, parts: page.rows[root.dataset.rows], texts });
}

const grids = new Map(page.grids.map(({ path, id, columns, levels }) => {
  const previous = path === "indicators" ? page.previous : {};
  return [path, new Grid(document.getElementById(id), store, { path, columns, levels, previous, texts, parseUrl: page.urls.parse })];
}));

/** What people call a path: the label of its field, or row and column. */
function label(path) {
  const match = /^([\w.]+)\[(\d+)\](?:\.(.+))?$/.exec(path);
  if (!match) return page.labels[path] ?? path;
  const [, list, index, part] = match;
  const name = part && (page.labels[`${list}.${part}`] ?? part);
  return [fill(texts.rowOf, { list: page.labels[list] ?? list, row: Number(index) + 1 }), name].filter(Boolean).join(" · ");
}

const checks = new Checks(store, {
  url: page.urls.check, texts, form, grids,
  panel: document.getElementById("findings"), bar: document.getElementById("check-bar"),
  label: (finding) => (finding.row === null ? finding.label : label(`${finding.list}[${finding.row}].${finding.column}`)),
});

/** Resolves when no cell is being typed into: rows may move then. */
async function finished() {
  const grid = [...grids.values()].find((each) => each.edit);
  if (!grid) return;
  await new Promise((resolve) => { grid.addEventListener("finish", resolve, { once: true }); });
  await finished();
}

keepSaved(store, page, {
  kind: "goal", label, cells: {
    finished,
    finish: () => grids.forEach((grid) => grid.finish()),
    isTyping: () => [...grids.values()].some((grid) => grid.edit),
    follow: (merged) => grids.forEach((grid, path) => grid.follow(valueAt(merged, path))),
  },
});
checks.show(page.checked);
new Remarks(store, {
  remarks: page.remarks, rows: page.rows_then, grids, form, texts, label, list: document.getElementById("remarks"),
});

const acts = {
  undo: () => store.undo(), redo: () => store.redo(), insert: (grid) => grid.insert(), duplicate: (grid) => grid.duplicate(),
  remove: (grid) => grid.remove(), up: (grid) => grid.move(-1), down: (grid) => grid.move(1),
};
document.querySelectorAll("[data-act]").forEach((button) => {
  const grid = grids.get(button.closest("[data-grid]")?.dataset.grid);
  // The cell keeps the focus: the button acts on it.
  button.addEventListener("pointerdown", (event) => event.preventDefault());
  button.addEventListener("click", () => acts[button.dataset.act](grid));
});

const fold = document.getElementById("fold");
fold?.addEventListener("click", () => {
  const folded = document.body.classList.toggle("folded");
  fold.setAttribute("aria-expanded", String(!folded));
  try { localStorage.setItem("jiheng-folded", folded ? "1" : ""); } catch { /* then it is not remembered */ }
});
try { if (localStorage.getItem("jiheng-folded")) fold?.click(); } catch { /* as above */ }
document.documentElement.dataset.ready = "1";
