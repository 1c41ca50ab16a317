// The page of a self-evaluation: puts the pieces together.

import { given } from "../goals/dom.js";
import { bindFields, fit } from "../goals/fields.js";
import { keepSaved } from "../goals/paper.js";
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

keepSaved(store, page, { kind: "self-evaluation", label });
results.show(page.checked);

document.getElementById("add-row")?.addEventListener("click", () => sheet.add());
document.documentElement.dataset.ready = "1";
