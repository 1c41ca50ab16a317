// The remarks of the review at their cells: a mark, the words on pointing at it, from the list to the cell and back.

import { el, fill } from "./dom.js";
import { matchRows } from "./rows.js";

export class Remarks {
  /** `rows`: version → path of a list → its rows when they were remarked upon; `list`: the list beside the sheet. */
  constructor(store, { remarks, rows, grids, form, list, texts, label }) {
    Object.assign(this, { store, remarks, rows, grids, form, list, texts, label });
    if (!remarks.length || !list) return;
    for (const grid of grids.values()) grid.addEventListener("remarks", (event) => this.#toList(event.detail));
    store.addEventListener("change", () => this.#place());
    this.#place();
  }

  /** Where each remark stands now: rows are known by what they said, wherever they went. */
  #place() {
    const found = new Map();
    const rowNow = ({ version, list, row }) => {
      const key = `${version} ${list}`;
      if (!found.has(key)) found.set(key, matchRows(this.rows[version]?.[list] ?? [], this.store.get(list) ?? []));
      return found.get(key).indexOf(row);
    };
    this.placed = this.remarks.map((remark) => (remark.list ? { ...remark, now: rowNow(remark) } : remark));
    for (const [path, grid] of this.grids) {
      const marks = new Map();
      for (const remark of this.placed.filter((each) => each.list === path && each.now >= 0)) {
        const key = `${remark.now}.${grid.columnFor(remark.column)}`;
        marks.set(key, [...(marks.get(key) ?? []), remark]);
      }
      grid.remarks = marks;
      if (!grid.edit) grid.render();
    }
    this.#fields();
    this.#entries();
  }

  #path(remark) {
    return remark.list ? `${remark.list}[${remark.now}].${remark.column}` : remark.path;
  }

  #field(remark) {
    if (!remark.path || this.grids.has(remark.list)) return null;
    const path = CSS.escape(this.#path(remark));
    return this.form.querySelector(`[data-path="${path}"]`) ?? this.form.querySelector(`[data-rows="${path}"]`) ?? this.form.querySelector(`[data-part="${path}"]`);
  }

  #fields() {
    this.form.querySelectorAll(".remark-sign:not(td *)").forEach((sign) => sign.remove());
    for (const remark of this.placed) {
      const field = this.#field(remark);
      if (!field) continue;
      const sign = remarkSign([remark], this.texts, () => this.#toList([remark]));
      if (field.matches("input, textarea, select")) field.after(sign);
      else field.querySelector(".label, legend, strong").append(sign);
    }
  }

  #entries() {
    for (const remark of this.placed) {
      const place = this.list.querySelector(`#remark-${remark.id} .place`);
      if (!place || !remark.path) continue;
      const isGone = remark.list && remark.now < 0;
      const words = isGone ? this.texts.remarkGone : this.label(this.#path(remark));
      place.replaceChildren(isGone ? words : el("button", { type: "button", class: "plain", title: this.texts.remarkGo, onclick: () => this.#toCell(remark) }, words));
    }
  }

  #toCell(remark) {
    const grid = this.grids.get(remark.list);
    if (grid) grid.go(remark.now, grid.columns.findIndex((column) => column.name === grid.columnFor(remark.column)));
    else {
      const field = this.#field(remark);
      (field?.matches("input, textarea, select") ? field : field?.querySelector("input, textarea, button"))?.focus();
    }
  }

  #toList(remarks) {
    const entry = this.list.querySelector(`#remark-${remarks[0].id}`);
    document.body.classList.remove("folded");
    entry?.scrollIntoView({ block: "nearest" });
    (entry?.querySelector(".place button") ?? entry)?.focus();
  }
}

/** The mark of one or several remarks; `act` brings their list into view. */
export function remarkSign(remarks, texts, act) {
  const words = remarks.map(({ author, text }) => `${author}：${text}`).join("\n");
  const isDone = remarks.every((remark) => remark.resolved);
  const label = `${fill(texts.remark, { count: remarks.length })}${isDone ? texts.remarkDone : ""} ${words}`;
  const press = (event) => { event.preventDefault(); event.stopPropagation(); act(); };
  return el("button", { type: "button", tabindex: -1, class: `remark-sign${isDone ? " is-done" : ""}`, title: words, "aria-label": label, onpointerdown: (event) => event.stopPropagation(), onclick: press }, texts.remarkSign);
}
