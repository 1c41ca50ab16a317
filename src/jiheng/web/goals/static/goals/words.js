// The words that a level or a sign may be, to choose from while a cell is typed into.

import { el } from "./dom.js";

const SIGNS = ["≥", "≤", "=", ">", "<"];

/** The words for a column; of the second level those below the row's first one. */
export function wordsFor(column, levels, level1) {
  if (column.name === "level1") return Object.keys(levels);
  if (column.name === "level2") return levels[level1] ?? [];
  return column.kind === "sign" ? SIGNS : [];
}

export class Words {
  #list = null;
  #words = [];
  #take = () => {};

  /** Show words below a cell; `take(word)` puts one into the cell, `done()` ends the typing after a click. */
  show(cell, words, take, done) {
    this.hide();
    this.#words = words;
    this.#take = take;
    if (!words.length) return;
    const items = words.map((word) => el("li", { onpointerdown: (event) => {
      event.preventDefault();
      take(word);
      done();
    } }, word));
    this.#list = el("ul", { class: "words", "aria-hidden": "true" }, ...items);
    cell.append(this.#list);
  }

  place(top) {
    this.#list?.style.setProperty("top", top);
  }

  hide() {
    this.#list?.remove();
    this.#list = null;
    this.#words = [];
  }

  /** The next or the one before. */
  step(current, by) {
    const count = this.#words.length;
    if (count) this.#take(this.#words[(this.#words.indexOf(current) + by + count) % count]);
  }
}
