// The checks run while one types: marks at the cells, a list beside them, a bar that says what still blocks.

import { isBlank } from "./cells.js";
import { el, fill, post } from "./dom.js";

const PAUSE = 400;
const SIGN = { error: "×", warning: "▲", info: "○" };
const ORDER = ["error", "warning", "info"];

export class Checks {
  constructor(store, { url, texts, panel, bar, form, grid, label }) {
    Object.assign(this, { store, url, texts, panel, bar, form, grid, label });
    this.findings = [];
    this.asked = 0;
    store.addEventListener("change", () => this.#later());
  }

  /** Show what the server found, as it came with the page. */
  show(answer) {
    // Blank rows are not sent on to the checks: the third row with something in it may be the fifth of the page.
    const rows = (this.store.content.indicators ?? []).map((row, index) => (isBlank(row) ? -1 : index)).filter((index) => index >= 0);
    this.findings = answer.findings.map((finding, index) => ({ ...finding, id: `finding-${index}`, row: finding.indicator === null ? null : rows[finding.indicator - 1] ?? null }));
    this.#bar(answer);
    this.#panel();
    this.#mark();
  }

  #later() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.run(), PAUSE);
  }

  async run() {
    clearTimeout(this.timer);
    this.asked += 1;
    const number = this.asked;
    this.request?.abort();
    this.request = new AbortController();
    this.panel.setAttribute("aria-busy", "true");
    try {
      const answer = await post(this.url, { content: this.store.content }, { signal: this.request.signal });
      if (number === this.asked && answer.ok) this.show(await answer.json());
      else if (answer.status === 422 && number === this.asked) this.#refused(await answer.json());
    } catch { /* typed on, or no server: the last findings stay */ } finally {
      if (number === this.asked) this.panel.removeAttribute("aria-busy");
    }
  }

  #refused({ message }) {
    this.bar.className = "check-bar is-error";
    this.bar.textContent = `× ${message}`;
  }

  #bar({ errors }) {
    this.bar.className = `check-bar ${errors ? "is-error" : "is-good"}`;
    this.bar.textContent = errors ? `● ${fill(this.texts.blocking, { count: errors })}` : `✓ ${this.texts.ready}`;
  }

  #panel() {
    const parts = ORDER.flatMap((severity) => {
      const found = this.findings.filter((finding) => finding.severity === severity);
      if (!found.length) return [];
      const heading = el("h3", { class: `is-${severity}` }, `${SIGN[severity]} ${fill(this.texts[severity], { count: found.length })}`);
      return [heading, el("ul", { class: "findings" }, ...found.map((finding) => this.#entry(finding)))];
    });
    this.panel.replaceChildren(...(parts.length ? parts : [el("p", { class: "quiet" }, this.texts.nothing)]));
  }

  #entry(finding) {
    const place = el("button", { type: "button", class: "plain where", onclick: () => this.goTo(finding) }, this.label(finding));
    const take = finding.fix ? el("div", { class: "fix" }, el("span", {}, fill(this.texts.change, finding.fix)), " ",
      el("button", { type: "button", class: "take", onclick: () => this.take(finding) }, this.texts.take)) : null;
    const rule = finding.url ? el("a", { href: finding.url, target: "_blank", rel: "noopener", class: "quiet" }, this.texts.rule) : null;
    return el("li", { id: finding.id, class: `hit-${finding.severity}` }, place, el("div", {}, finding.message), el("div", { class: "quiet" }, finding.remedy, " ", rule), take);
  }

  /** The mechanical mend. */
  take(finding) {
    const path = finding.row === null ? finding.path : `indicators[${finding.row}].${finding.fix.field.split(".")[0]}`;
    this.store.set(path, finding.fix.after);
    this.store.seal();
    this.run();
  }

  goTo(finding) {
    if (finding.row !== null && this.grid) {
      const column = this.grid.columns.findIndex((each) => each.name === this.#column(finding));
      this.grid.go(finding.row, Math.max(column, 0));
      return;
    }
    this.#field(finding)?.focus();
  }

  #column(finding) {
    const name = finding.column === "target" ? "target.number" : finding.column;
    return this.grid.columns.some((column) => column.name === name) ? name : "name";
  }

  #field(finding) {
    return this.form.querySelector(`[data-path="${CSS.escape(finding.path)}"]`)
      ?? this.form.querySelector(`[data-path^="${CSS.escape(finding.path)}"]`)
      ?? this.form.querySelector(`[data-part="${CSS.escape(finding.path)}"]`);
  }

  #mark() {
    this.form.querySelectorAll(".found-sign").forEach((sign) => sign.remove());
    this.form.querySelectorAll("[data-found]").forEach((field) => {
      field.removeAttribute("data-found");
      field.removeAttribute("aria-describedby");
      field.removeAttribute("aria-invalid");
      field.title = "";
    });
    const marks = new Map();
    for (const finding of this.findings) {
      if (finding.row !== null && this.grid) {
        const key = `${finding.row}.${this.#column(finding)}`;
        marks.set(key, [...(marks.get(key) ?? []), finding]);
      } else {
        this.#markField(finding);
      }
    }
    if (this.grid) {
      this.grid.marks = marks;
      if (!this.grid.edit) this.grid.render();
    }
  }

  #markField(finding) {
    const field = this.#field(finding);
    if (!field || (field.dataset.found && ORDER.indexOf(field.dataset.found) <= ORDER.indexOf(finding.severity))) return;
    field.dataset.found = finding.severity;
    field.setAttribute("aria-describedby", finding.id);
    if (finding.severity === "error") field.setAttribute("aria-invalid", "true");
    field.title = `${finding.message} ${finding.remedy}`;
    this.form.querySelector(`[data-sign-of="${CSS.escape(finding.path)}"]`)?.remove();
    const sign = el("span", { class: `sign found-sign is-${finding.severity}`, "data-sign-of": finding.path, "aria-hidden": "true" }, SIGN[finding.severity]);
    if (field.dataset.part) field.querySelector(".label, strong, legend").append(" ", sign);
    else field.after(sign);
  }
}
