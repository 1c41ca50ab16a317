// Two people changed one sheet: what can be merged is merged, the rest is asked, mine beside theirs.

import { announce, el, fill } from "./dom.js";
import { decided, merge3 } from "./merge3.js";

const words = (row) => (typeof row === "string" ? row : Object.values(row).filter(Boolean).join(" · "));

/** Resolves to the merged content, or to null when the person wants to decide later. */
export function askMerge({ message, base, mine, theirs, label, texts }) {
  const found = merge3(base, mine, theirs);
  if (!found.conflicts.length) {
    announce(texts.merged);
    return Promise.resolve(found.merged);
  }
  const shown = (side) => (side === null ? texts.mergeDeleted : side === undefined || side === "" ? "—" : typeof side === "object" ? words(side) : String(side));
  const dialog = el("dialog", { class: "merge", "aria-labelledby": "merge-title" });
  const rows = found.conflicts.map((conflict, index) => {
    const radio = (side) => {
      const input = el("input", { type: "radio", name: `side-${index}`, value: side });
      input.checked = side === "mine";
      return el("label", {}, input, el("span", { class: "text" }, shown(conflict[side])));
    };
    return el("tr", {}, el("th", { scope: "row" }, label(conflict.path)), el("td", {}, radio("mine")), el("td", {}, radio("theirs")));
  });
  const all = (side) => el("button", { type: "button", class: "plain", onclick: () => dialog.querySelectorAll(`input[value=${side}]`).forEach((input) => { input.checked = true; }) }, texts.mergeAll);
  dialog.append(el("form", { method: "dialog" },
    el("h2", { id: "merge-title" }, texts.mergeTitle),
    el("p", {}, message), el("p", { class: "quiet" }, fill(texts.mergeHint, { count: found.conflicts.length })),
    el("div", { class: "paste-table" }, el("table", { class: "list" },
      el("thead", {}, el("tr", {}, el("th", { scope: "col" }, texts.mergeField), el("th", { scope: "col" }, texts.mergeMine, " ", all("mine")), el("th", { scope: "col" }, texts.mergeTheirs, " ", all("theirs")))),
      el("tbody", {}, ...rows))),
    el("div", { class: "tools" }, el("button", { class: "primary", value: "merge" }, texts.mergeSave), el("button", { value: "" }, texts.mergeLater))));
  document.body.append(dialog);
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => {
      const sides = found.conflicts.map((_, index) => dialog.querySelector(`input[name=side-${index}]:checked`).value);
      const chosen = dialog.returnValue === "merge" ? decided(found, sides) : null;
      dialog.remove();
      resolve(chosen);
    });
  });
}
