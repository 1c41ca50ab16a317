// The page of a sheet (or of a department part): puts the pieces together.

import { Autosave } from "./autosave.js";
import { Checks } from "./checks.js";
import { el, fill, given } from "./dom.js";
import { bindFields, Rows } from "./fields.js";
import { Grid } from "./grid.js";
import { askMerge } from "./merge.js";
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
const finish = () => grids.forEach((grid) => grid.finish());
const isEditing = () => [...grids.values()].some((grid) => grid.edit);

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
async function untilFinished() {
  const grid = [...grids.values()].find((each) => each.edit);
  if (!grid) return;
  await new Promise((resolve) => { grid.addEventListener("finish", resolve, { once: true }); });
  await untilFinished();
}

async function merge(theirs, base) {
  await untilFinished();
  const merged = await askMerge({ message: theirs.message, base, mine: store.content, theirs: theirs.content, label, texts });
  if (!merged) return false;
  grids.forEach((grid, path) => grid.follow(valueAt(merged, path)));
  store.change((content) => Object.assign(content, merged));
  document.getElementById("merged").hidden = false;
  return true;
}

const autosave = new Autosave(store, {
  url: page.urls.save, lock: page.lock, key: `jiheng-goal-${page.id}-${page.person}`, texts, merge,
  status: document.getElementById("save-state"),
});

// What was typed and did not reach the server the last time is taken up where it was left.
const kept = autosave.keptBefore();
if (kept && kept.lock === page.lock) {
  store.change((content) => Object.assign(content, kept.content));
  document.getElementById("restored").hidden = false;
} else if (kept) {
  const message = texts.keptBefore;
  askMerge({ message, base: kept.base, mine: kept.content, theirs: page.typed, label, texts }).then((merged) => {
    if (merged) store.change((content) => Object.assign(content, merged));
    else autosave.forget();
  });
}
checks.show(page.checked);
const remarks = new Remarks(store, {
  remarks: page.remarks, rows: page.rows_then, grids, form, texts, label, list: document.getElementById("remarks"),
});

document.addEventListener("keydown", (event) => {
  if (!(event.ctrlKey || event.metaKey) || document.querySelector("dialog[open]")) return;
  const name = event.key.toLowerCase();
  if (name === "s") { event.preventDefault(); finish(); autosave.save(); }
  if (isEditing() || !["z", "y"].includes(name)) return;
  event.preventDefault();
  if (name === "y" || event.shiftKey) store.redo();
  else store.undo();
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

// Links that show or hand in the sheet wait until it is saved.
document.querySelectorAll("a[data-after-save]").forEach((link) => link.addEventListener("click", async (event) => {
  finish();
  if (!autosave.isDirty) return;
  event.preventDefault();
  if (await autosave.save()) window.location.assign(link.href);
}));

const fold = document.getElementById("fold");
fold?.addEventListener("click", () => {
  const folded = document.body.classList.toggle("folded");
  fold.setAttribute("aria-expanded", String(!folded));
  try { localStorage.setItem("jiheng-folded", folded ? "1" : ""); } catch { /* then it is not remembered */ }
});
try { if (localStorage.getItem("jiheng-folded")) fold?.click(); } catch { /* as above */ }
document.documentElement.dataset.ready = "1";
export { autosave, checks, el, grids, remarks, store };
