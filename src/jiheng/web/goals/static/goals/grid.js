// The indicators as a spreadsheet. One text field travels from cell to cell: it takes the keys, the clipboard and the
// input method (an unseen one in a cell that is only chosen), so that Chinese is typed straight into a cell.

import { blankRow, cellText, group, isBlank, setCell, span } from "./cells.js";
import { blockOf, putBlock } from "./clipboard.js";
import { announce, el, fill, post } from "./dom.js";
import { bindDrags } from "./drags.js";
import { drawRow } from "./draw_row.js";
import { chosenTexts, pasteBlock } from "./grid_paste.js";
import { matchRows } from "./rows.js";
import { setAt } from "./store.js";
import { needsServer } from "./target.js";
import { Words, wordsFor } from "./words.js";

const SOURCE = "grid";

/** Tells `remarks` when somebody wants to read those of a cell, and `finish` when a cell was typed into. */
export class Grid extends EventTarget {
  /** `path` leads to the rows in the store's content. */
  constructor(table, store, { path, columns, levels, texts, parseUrl, previous = {} }) {
    super();
    Object.assign(this, { table, store, path, columns, levels, texts, parseUrl, previous });
    this.body = table.tBodies[0];
    this.active = { row: 0, column: 0 };
    this.anchor = { row: 0, column: 0 };
    this.edit = null; // {row, column, before, text, number}: what is being typed into
    this.edits = 0;
    this.marks = new Map(); // "row.column name" → findings
    this.remarks = new Map(); // the same → remarks of the review
    this.field = el("textarea", { class: "cell-field", rows: 1, spellcheck: "false", autocomplete: "off" });
    this.words = new Words();
    this.#listen();
    store.addEventListener("change", () => { if (!this.edit) this.render(); });
    this.render();
  }

  get rows() {
    return this.store.get(this.path);
  }

  /** The column that shows a field; of a field without one the first that holds words. */
  columnFor(field) {
    const name = field === "target" ? "target.number" : field;
    return this.columns.some((column) => column.name === name) ? name : "name";
  }

  /** Change the rows, as one step to take back. */
  change(mutate, options = {}) {
    return this.store.change(() => mutate(this.rows), { source: SOURCE, ...options });
  }

  /** Stay in the chosen row wherever it stands among the rows that are about to come. */
  follow(rows) {
    const row = matchRows(this.rows, rows).indexOf(this.active.row);
    if (row >= 0) this.active.row = this.anchor.row = row;
  }

  tellRemarks(said) {
    this.dispatchEvent(new CustomEvent("remarks", { detail: said }));
  }

  // ── Drawing ──────────────────────────────────────────────────────────────────────────────────────────────────────

  render() {
    if (!this.rows.length) this.rows.push(blankRow(this.columns));
    const focused = this.body.contains(document.activeElement);
    this.#clamp();
    this.body.replaceChildren(...this.rows.map((_, index) => drawRow(this, index)));
    this.#show(focused);
  }

  #cellAt({ row, column }) {
    const [first] = span(this.rows, row, this.columns[column].name);
    return this.body.querySelector(`td[data-row="${first}"][data-column="${column}"]`);
  }

  /** The chosen cell and the selection; with `focus`, the field goes into the cell. */
  #show(focus = true) {
    this.body.querySelectorAll("td.active, td.selected").forEach((cell) => {
      cell.classList.remove("active", "selected");
      cell.tabIndex = -1;
      cell.removeAttribute("aria-selected");
    });
    const { top, bottom, left, right } = this.selection();
    for (let r = top; r <= bottom; r += 1) {
      for (let c = left; c <= right; c += 1) {
        const cell = this.#cellAt({ row: r, column: c });
        cell?.classList.add("selected");
        cell?.setAttribute("aria-selected", "true");
      }
    }
    const cell = this.#cellAt(this.active);
    cell.classList.add("active");
    if (!focus) {
      cell.tabIndex = 0;
      return;
    }
    const column = this.columns[this.active.column];
    const found = cell.title ? `，${cell.title}` : "";
    this.field.value = "";
    this.field.classList.remove("editing");
    this.field.setAttribute("aria-label", `${fill(this.texts.cell, { column: column.label, row: this.active.row + 1 })}：${this.#activeText() || this.texts.blank}${found}`);
    cell.append(this.field);
    this.field.focus({ preventScroll: true });
    cell.scrollIntoView({ block: "nearest", inline: "nearest" });
  }

  #activeText() {
    return cellText(this.rows[this.active.row], this.columns[this.active.column]);
  }

  selection() {
    const [a, b] = [this.anchor, this.active];
    return {
      top: Math.min(a.row, b.row), bottom: Math.max(a.row, b.row),
      left: Math.min(a.column, b.column), right: Math.max(a.column, b.column),
    };
  }

  // ── Moving ───────────────────────────────────────────────────────────────────────────────────────────────────────

  #clamp() {
    for (const at of [this.active, this.anchor]) {
      at.row = Math.max(0, Math.min(at.row, this.rows.length - 1));
      at.column = Math.max(0, Math.min(at.column, this.columns.length - 1));
    }
  }

  /** Choose a cell; `extend` keeps the other corner of the selection. */
  go(row, column, { extend = false } = {}) {
    this.active = { row, column };
    this.#clamp();
    if (!extend) this.anchor = { ...this.active };
    this.#show();
  }

  #step(down, right, extend) {
    const [first, last] = span(this.rows, this.active.row, this.columns[this.active.column].name);
    const row = down > 0 ? last + 1 : down < 0 ? first - 1 : this.active.row;
    this.go(row < 0 || row >= this.rows.length ? this.active.row : row, this.active.column + right, { extend });
  }

  // ── Typing ───────────────────────────────────────────────────────────────────────────────────────────────────────

  #begin(text) {
    const { row, column } = this.active;
    this.edits += 1;
    const [first] = span(this.rows, row, this.columns[column].name);
    this.edit = {
      row, column, rows: span(this.rows, row, this.columns[column].name), target: this.rows[first].target,
      before: JSON.stringify(this.rows), mark: `edit-${this.edits}`,
    };
    const field = this.field;
    if (text !== null) field.value = text;
    field.classList.add("editing");
    field.parentElement.classList.add("editing");
    this.#fit();
    this.#suggest(this.columns[column]);
    if (text !== null) field.setSelectionRange(field.value.length, field.value.length);
  }

  #typed() {
    const { rows: [first, last], column, target, mark } = this.edit;
    const name = this.columns[column].name;
    this.change((rows) => {
      for (let row = first; row <= last; row += 1) setCell(rows[row], name, this.field.value, target);
    }, { mark });
    this.#fit();
  }

  #fit() {
    this.field.style.height = "auto";
    // In a merged cell the words to choose from stand right below the text.
    const least = this.field.parentElement.rowSpan > 1 ? 0 : this.field.parentElement.clientHeight;
    this.field.style.height = `${Math.max(least, this.field.scrollHeight)}px`;
    this.words.place(this.field.style.height);
  }

  /** End the typing; keep what was typed or put back what stood there. */
  finish(keep = true) {
    if (!this.edit) return;
    const { before, mark, row, column } = this.edit;
    if (!keep) this.store.change((content) => setAt(content, this.path, JSON.parse(before)), { mark, source: SOURCE });
    this.edit = null;
    this.store.seal();
    this.words.hide();
    if (keep && this.columns[column].name === "target.number") this.#ask(row);
    this.render();
    this.dispatchEvent(new Event("finish"));
  }

  /** Words such as 不少于1200人次 are taken apart by the grammar of the server. */
  async #ask(index) {
    const row = this.rows[index];
    const text = row.target;
    if (!needsServer(text)) return;
    try {
      const answer = await post(this.parseUrl, { text });
      if (!answer.ok) return;
      const target = await answer.json();
      if (target.kind === "quantitative" && this.rows[index]?.target === text) {
        this.store.set(`${this.path}[${index}].target`, target.text, { source: SOURCE });
      }
    } catch { /* without the server it stays as it was typed */ }
  }

  #suggest(column) {
    const words = wordsFor(column, this.levels, this.rows[this.active.row].level1);
    this.words.show(this.field.parentElement, words, (word) => {
      this.field.value = word;
      this.#typed();
    }, () => this.finish());
    this.#fit();
  }

  // ── Rows ─────────────────────────────────────────────────────────────────────────────────────────────────────────

  insert(below = true) {
    this.finish();
    const { row } = this.active;
    const at = below ? row + 1 : row;
    this.change((rows) => rows.splice(at, 0, blankRow(this.columns, rows[row])));
    this.go(at, this.columns.findIndex((column) => column.name === "name"));
  }

  duplicate() {
    this.finish();
    const { row } = this.active;
    this.change((rows) => rows.splice(row + 1, 0, { ...rows[row] }));
    this.go(row + 1, this.active.column);
  }

  remove() {
    this.finish();
    const { top, bottom } = this.selection();
    this.change((rows) => rows.splice(top, bottom - top + 1));
    announce(fill(this.texts.removed, { count: bottom - top + 1 }));
    this.go(top, this.active.column);
  }

  /** Move the chosen row within its level. */
  move(step) {
    this.finish();
    const { row, column } = this.active;
    if (this.moveTo(row, row + step)) this.go(row + step, column);
    else announce(this.texts.onlyInLevel);
  }

  moveTo(from, to) {
    const [first, last] = group(this.rows, from);
    if (to < first || to > last || to === from) return false;
    return this.change((rows) => rows.splice(to, 0, ...rows.splice(from, 1)));
  }

  clear() {
    const { top, bottom, left, right } = this.selection();
    this.change((rows) => {
      for (let r = top; r <= bottom; r += 1) for (let c = left; c <= right; c += 1) setCell(rows[r], this.columns[c].name, "");
    });
  }

  /** Put one text into the chosen cell. */
  type(text) {
    this.#begin(text);
    this.#typed();
    this.finish();
  }

  async paste(data) {
    await pasteBlock(this, data);
    this.#show();
  }

  // ── Listening ────────────────────────────────────────────────────────────────────────────────────────────────────

  #listen() {
    const field = this.field;
    field.addEventListener("input", (event) => {
      if (!this.edit) this.#begin(null);
      if (!event.isComposing) this.#typed();
    });
    field.addEventListener("compositionstart", () => { if (!this.edit) this.#begin(null); });
    field.addEventListener("compositionend", () => this.#typed());
    field.addEventListener("keydown", (event) => this.#key(event));
    field.addEventListener("blur", () => {
      if (this.edit) this.finish();
      const cell = field.closest("td");
      if (cell) cell.tabIndex = 0; // where the next Tab comes back to
    });
    field.addEventListener("copy", (event) => this.#copy(event));
    field.addEventListener("cut", (event) => { if (this.#copy(event)) this.clear(); });
    field.addEventListener("paste", (event) => {
      const block = blockOf(event.clipboardData);
      if (this.edit && (!block || (block.length === 1 && block[0].length === 1))) return;
      event.preventDefault();
      this.finish();
      this.paste(event.clipboardData);
    });
    this.body.addEventListener("focusin", (event) => { if (event.target.matches("td")) this.go(Number(event.target.dataset.row), Number(event.target.dataset.column)); });
    this.body.addEventListener("pointerdown", (event) => this.#point(event));
    this.body.addEventListener("pointerover", (event) => {
      const cell = event.target.closest("td[data-row]");
      if (cell && event.buttons === 1 && this.dragging) this.go(Number(cell.dataset.row), Number(cell.dataset.column), { extend: true });
    });
    document.addEventListener("pointerup", () => { this.dragging = false; });
    this.body.addEventListener("dblclick", (event) => {
      if (event.target.closest("td[data-row]") && !this.edit) this.#begin(this.#activeText());
    });
    bindDrags(this.body, {
      allowed: (from, to) => group(this.rows, from)[0] <= to && to <= group(this.rows, from)[1],
      move: (from, to) => { if (this.moveTo(from, to)) this.go(to, this.active.column); },
    });
  }

  #copy(event) {
    if (this.edit) return false;
    event.preventDefault();
    putBlock(event.clipboardData, chosenTexts(this));
    return true;
  }

  #point(event) {
    const cell = event.target.closest("td[data-row]");
    if (!cell || event.target === this.field && this.edit) return;
    event.preventDefault();
    this.finish();
    this.dragging = true;
    this.go(Number(cell.dataset.row), Number(cell.dataset.column), { extend: event.shiftKey });
  }

  #key(event) {
    if (event.isComposing) return;
    const handler = this.edit ? this.#editKey(event) : this.#chooseKey(event);
    if (!handler) return;
    event.preventDefault();
    event.stopPropagation();
    handler();
  }

  /** What a key does while a cell is being typed into; null leaves it to the field. */
  #editKey({ key, shiftKey, altKey }) {
    if (key === "Escape") return () => this.finish(false);
    if (key === "Enter" && altKey) return () => { this.field.setRangeText("\n", this.field.selectionStart, this.field.selectionEnd, "end"); this.#typed(); };
    if (key === "Enter") return () => { this.finish(); this.#enter(shiftKey ? -1 : 1); };
    if (key === "Tab") return () => { this.finish(); this.#tab(shiftKey ? -1 : 1); };
    if (altKey && (key === "ArrowDown" || key === "ArrowUp")) return () => this.words.step(this.field.value, key === "ArrowDown" ? 1 : -1);
    return null;
  }

  #chooseKey({ key, shiftKey, altKey, ctrlKey, metaKey }) {
    const control = ctrlKey || metaKey;
    const last = { row: this.rows.length - 1, column: this.columns.length - 1 };
    if (altKey && key === "ArrowUp") return () => this.move(-1);
    if (altKey && key === "ArrowDown") return () => this.move(1);
    if (shiftKey && key === "F2") return () => this.#readRemarks();
    if (control && key === "Enter") return () => this.insert(!shiftKey);
    if (control && key === "d") return () => this.duplicate();
    if (control && key === "Delete") return () => this.remove();
    if (control && key === "a") return () => { this.anchor = { row: 0, column: 0 }; this.go(last.row, last.column, { extend: true }); };
    if (control && key === "Home") return () => this.go(0, 0, { extend: shiftKey });
    if (control && key === "End") return () => this.go(last.row, last.column, { extend: shiftKey });
    if (control || altKey) return null;
    switch (key) {
      case "ArrowUp": return () => this.#step(-1, 0, shiftKey);
      case "ArrowDown": return () => this.#step(1, 0, shiftKey);
      case "ArrowLeft": return () => this.#step(0, -1, shiftKey);
      case "ArrowRight": return () => this.#step(0, 1, shiftKey);
      case "Home": return () => this.go(this.active.row, 0, { extend: shiftKey });
      case "End": return () => this.go(this.active.row, last.column, { extend: shiftKey });
      case "Enter": case "F2": return () => this.#begin(this.#activeText());
      case "Delete": case "Backspace": return () => this.clear();
      case "Escape": return () => this.go(this.active.row, this.active.column);
      case "Tab": return this.#atEdge(shiftKey) ? null : () => this.#tab(shiftKey ? -1 : 1);
      default: return null;
    }
  }

  #readRemarks() {
    const { name } = this.columns[this.active.column];
    const [first, last] = span(this.rows, this.active.row, name); // a merged cell carries those of all its rows
    const said = this.rows.flatMap((_, row) => (row < first || row > last ? [] : this.remarks.get(`${row}.${name}`) ?? []));
    return said.length ? this.tellRemarks(said) : announce(this.texts.remarkNone);
  }

  #atEdge(back) {
    const { row, column } = this.active;
    return back ? row === 0 && column === 0 : row === this.rows.length - 1 && column === this.columns.length - 1;
  }

  #tab(step) {
    const at = this.active.row * this.columns.length + this.active.column + step;
    if (at >= 0 && at < this.rows.length * this.columns.length) this.go(Math.floor(at / this.columns.length), at % this.columns.length);
  }

  #enter(step) {
    const { row, column } = this.active;
    if (step > 0 && row === this.rows.length - 1 && !isBlank(this.rows[row])) this.insert();
    this.go(span(this.rows, row, this.columns[column].name)[step > 0 ? 1 : 0] + step, column);
  }
}
