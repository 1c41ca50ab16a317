// Two people changed one sheet: field by field, mine beside theirs.

import { el, fill } from "./dom.js";

const same = (a, b) => JSON.stringify(a) === JSON.stringify(b);

/** Paths that differ. Lists of unlike length are compared as a whole: which row is which cannot be known. */
export function differences(base, mine, theirs, path = "") {
  if (same(mine, theirs)) return [];
  const lists = [base, mine, theirs].map(Array.isArray);
  if (lists.some(Boolean)) {
    const alike = lists.every(Boolean) && base.length === mine.length && base.length === theirs.length;
    if (!alike) return [{ path, base, mine, theirs }];
    return mine.flatMap((_, index) => differences(base[index], mine[index], theirs[index], `${path}[${index}]`));
  }
  if (mine && theirs && typeof mine === "object" && typeof theirs === "object") {
    const names = new Set([...Object.keys(mine), ...Object.keys(theirs)]);
    return [...names].flatMap((name) => differences(base?.[name], mine[name], theirs[name], path ? `${path}.${name}` : name));
  }
  return [{ path, base, mine, theirs }];
}

/** Whose wording is the better guess: of whoever changed it; where both did, mine. */
export const preferred = ({ base, mine, theirs }) => (same(mine, base) && !same(theirs, base) ? "theirs" : "mine");

const shown = (value) => {
  if (value === null || value === undefined || value === "") return "—";
  if (Array.isArray(value)) return value.map((row, index) => `${index + 1}. ${typeof row === "string" ? row : [row.name ?? row.title, row.target ?? row.goal].filter(Boolean).join(" ")}`).join("\n");
  return String(value);
};

/** Ask; resolves to the merged content, or null when the person wants to decide later. */
export function askMerge({ message, base, mine, theirs, label, texts }) {
  const found = differences(base, mine, theirs);
  if (!found.length) return Promise.resolve(theirs);
  const dialog = el("dialog", { class: "merge", "aria-labelledby": "merge-title" });
  const rows = found.map((each, index) => {
    const radio = (side) => {
      const input = el("input", { type: "radio", name: `side-${index}`, value: side });
      input.checked = preferred(each) === side;
      return el("label", {}, input, el("span", { class: "text" }, shown(each[side])));
    };
    return el("tr", {}, el("th", { scope: "row" }, label(each.path)), el("td", {}, radio("mine")), el("td", {}, radio("theirs")));
  });
  const all = (side) => el("button", { type: "button", class: "plain", onclick: () => dialog.querySelectorAll(`input[value=${side}]`).forEach((input) => { input.checked = true; }) }, texts.mergeAll);
  dialog.append(el("form", { method: "dialog" },
    el("h2", { id: "merge-title" }, texts.mergeTitle),
    el("p", {}, message), el("p", { class: "quiet" }, fill(texts.mergeHint, { count: found.length })),
    el("div", { class: "paste-table" }, el("table", { class: "list" },
      el("thead", {}, el("tr", {}, el("th", { scope: "col" }, texts.mergeField), el("th", { scope: "col" }, texts.mergeMine, " ", all("mine")), el("th", { scope: "col" }, texts.mergeTheirs, " ", all("theirs")))),
      el("tbody", {}, ...rows))),
    el("div", { class: "tools" }, el("button", { class: "primary", value: "merge" }, texts.mergeSave), el("button", { value: "" }, texts.mergeLater))));
  document.body.append(dialog);
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => {
      const merged = dialog.returnValue === "merge" ? JSON.parse(JSON.stringify(mine)) : null;
      if (merged) found.forEach((each, index) => {
        if (dialog.querySelector(`input[name=side-${index}]:checked`).value === "theirs") place(merged, each.path, each.theirs);
      });
      dialog.remove();
      resolve(merged);
    });
  });
}

function place(content, path, value) {
  const names = path.split(/[.[\]]+/).filter((name) => name !== "");
  const last = names.pop();
  const owner = names.reduce((at, name) => (at[name] ??= {}), content);
  if (value === undefined) delete owner[last];
  else owner[last] = value;
}
