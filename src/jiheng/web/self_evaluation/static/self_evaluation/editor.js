// The page of a self-evaluation: puts the pieces together.

import { Autosave } from "../goals/autosave.js";
import { given } from "../goals/dom.js";
import { bindFields, fit } from "../goals/fields.js";
import { askMerge } from "../goals/merge.js";
import { Store } from "../goals/store.js";
import { Results } from "./results.js";
import { Sheet } from "./sheet.js";

const page = given("page");
const { texts } = page;
const form = document.getElementById("se-form");
const store = new Store(page.typed);
const sheet = new Sheet(document.getElementById("grid"), store, page);
bindFields(form, store);
// Tall texts are measured once the page is laid out.
requestAnimationFrame(() => form.querySelectorAll("textarea").forEach(fit));

const results = new Results(store, {
  page, sheet, form, panel: document.getElementById("findings"), bar: document.getElementById("check-bar"),
});

/** What people call a path. */
function label(path) {
  const [, index, part] = /^indicators\[(\d+)\](?:\.(.+))?$/.exec(path) ?? [];
  if (index === undefined) return page.labels[path] ?? path;
  return [store.get(`indicators[${index}].name`), page.labels[part] ?? part].filter(Boolean).join(" · ");
}

async function merge(theirs, base) {
  const merged = await askMerge({ message: theirs.message, base, mine: store.content, theirs: theirs.content, label, texts });
  if (!merged) return false;
  store.change((content) => Object.assign(content, merged));
  document.getElementById("merged").hidden = false;
  return true;
}

const autosave = new Autosave(store, {
  url: page.urls.save, lock: page.lock, key: `jiheng-self-evaluation-${page.id}-${page.person}`, texts, merge,
  status: document.getElementById("save-state"),
});

const kept = autosave.keptBefore();
if (kept && kept.lock === page.lock) {
  store.change((content) => Object.assign(content, kept.content));
  document.getElementById("restored").hidden = false;
} else if (kept) {
  askMerge({ message: texts.keptBefore, base: kept.base, mine: kept.content, theirs: page.typed, label, texts }).then((merged) => {
    if (merged) store.change((content) => Object.assign(content, merged));
    else autosave.forget();
  });
}
results.show(page.checked);

document.getElementById("add-row")?.addEventListener("click", () => sheet.add());
document.addEventListener("keydown", (event) => {
  if (!(event.ctrlKey || event.metaKey) || document.querySelector("dialog[open]")) return;
  if (event.key.toLowerCase() === "s") { event.preventDefault(); autosave.save(); }
});
document.querySelectorAll("a[data-after-save]").forEach((link) => link.addEventListener("click", async (event) => {
  if (!autosave.isDirty) return;
  event.preventDefault();
  if (await autosave.save()) window.location.assign(link.href);
}));
document.documentElement.dataset.ready = "1";
