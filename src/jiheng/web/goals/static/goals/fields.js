// The fields of the head and the lists of texts (goals, sub-goals), bound to the content by their paths.

import { announce, el, fill } from "./dom.js";
import { matchRows } from "./rows.js";

/** Fit the height of a text field to its text. */
export function fit(area) {
  area.style.height = "auto";
  area.style.height = `${area.scrollHeight + 2}px`;
}

/** Bind every `[data-path]` of a form to the store. */
export function bindFields(root, store) {
  const draw = () => root.querySelectorAll("[data-path]").forEach((field) => {
    const text = store.get(field.dataset.path) ?? "";
    if (field.value !== text) field.value = text;
    if (field.matches("textarea")) fit(field);
  });
  root.addEventListener("input", (event) => {
    const { path } = event.target.dataset;
    if (!path) return;
    store.set(path, event.target.value, { mark: path, source: "field" });
    if (event.target.matches("textarea")) fit(event.target);
  });
  root.addEventListener("focusout", () => store.seal());
  store.addEventListener("change", (event) => { if (event.detail.source !== "field") draw(); });
  draw();
}

/** A list of texts, or of rows of texts: add, remove, move. `parts` are name and label of each text of a row. */
export class Rows {
  constructor(root, store, { path, parts, texts }) {
    Object.assign(this, { root, store, path, parts, texts });
    this.list = root.querySelector("ol");
    root.querySelector("[data-add]").addEventListener("click", () => this.add(this.rows.length));
    store.addEventListener("change", (event) => {
      if (event.detail.source === "field") this.shown = JSON.stringify(this.rows);
      else this.render();
    });
    root.addEventListener("keydown", (event) => this.#key(event));
    this.render();
  }

  get rows() {
    return this.store.get(this.path);
  }

  render() {
    const at = this.#focused();
    this.list.replaceChildren(...this.rows.map((_, index) => this.#row(index)));
    this.list.querySelectorAll("textarea").forEach(fit);
    this.shown = JSON.stringify(this.rows);
    const field = at && this.list.querySelector(`[data-path="${CSS.escape(at.path)}"]`);
    field?.focus();
    field?.setSelectionRange(...at.selection);
  }

  /** The text that is being typed into, wherever its row stands now. */
  #focused() {
    const field = document.activeElement;
    if (!this.list.contains(field) || !field.dataset.path) return null;
    const index = Number(field.closest("li").dataset.index);
    const now = matchRows(JSON.parse(this.shown), this.rows).indexOf(index);
    const path = field.dataset.path.replace(`[${index}]`, `[${now < 0 ? index : now}]`);
    return { path, selection: [field.selectionStart, field.selectionEnd] };
  }

  #row(index) {
    const path = (name) => `${this.path}[${index}]${name ? `.${name}` : ""}`;
    const fields = this.parts.map(({ name, label }) => {
      const area = el("textarea", { rows: 1, "data-path": path(name), "aria-label": `${label} ${index + 1}` });
      area.value = this.store.get(path(name)) ?? "";
      return name ? el("label", {}, el("span", { class: "quiet" }, label), area) : area;
    });
    const button = (text, sign, act) => el("button", { type: "button", class: "icon", title: text, "aria-label": `${text} ${index + 1}`, onclick: act }, sign);
    return el("li", { "data-index": index }, el("div", { class: "texts" }, ...fields), el("span", { class: "row-tools" },
      button(this.texts.up, "↑", () => this.move(index, -1)),
      button(this.texts.down, "↓", () => this.move(index, 1)),
      button(this.texts.remove, "×", () => this.remove(index))));
  }

  #focus(index) {
    this.list.querySelectorAll("li")[Math.max(0, Math.min(index, this.rows.length - 1))]?.querySelector("textarea")?.focus();
  }

  add(index) {
    const blank = this.parts[0].name ? Object.fromEntries(this.parts.map(({ name }) => [name, ""])) : "";
    this.store.change(() => this.rows.splice(index, 0, blank));
    this.#focus(index);
  }

  remove(index) {
    this.store.change(() => this.rows.splice(index, 1));
    announce(fill(this.texts.removed, { count: 1 }));
    this.#focus(index);
  }

  move(index, step) {
    const to = index + step;
    if (to < 0 || to >= this.rows.length) return;
    this.store.change(() => this.rows.splice(to, 0, ...this.rows.splice(index, 1)));
    this.#focus(to);
  }

  #key(event) {
    const index = Number(event.target.closest("li")?.dataset.index ?? -1);
    if (index < 0 || event.isComposing) return;
    const single = !this.parts[0].name;
    let act = null;
    if (event.altKey && event.key === "ArrowUp") act = () => this.move(index, -1);
    else if (event.altKey && event.key === "ArrowDown") act = () => this.move(index, 1);
    else if (single && event.key === "Enter" && !event.shiftKey) act = () => this.add(index + 1);
    else if (single && event.key === "Backspace" && !event.target.value && this.rows.length > 1) act = () => this.remove(index);
    if (!act) return;
    event.preventDefault();
    act();
  }
}
