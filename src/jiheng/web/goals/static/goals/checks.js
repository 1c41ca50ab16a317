// The checks run while one types: marks at the cells, a list beside them, a bar that says what still blocks.

import { isBlank } from "./cells.js";
import { el, fill, post } from "./dom.js";

const PAUSE = 400;
const SIGN = { error: "×", warning: "▲", info: "○" };
const ORDER = ["error", "warning", "info"];

/** Links to the tables that a finding names. */
function others({ others: named = [] }, texts) {
  if (!named.length) return null;
  const links = named.map((other) => el("a", { href: other.url, target: "_blank", rel: "noopener" }, fill(texts.otherTable, other)));
  return el("div", { class: "others" }, ...links.flatMap((link, index) => (index ? [" ", link] : [link])));
}

export class Checks {
  constructor(store, { url, texts, panel, bar, form, grids, label }) {
    Object.assign(this, { store, url, texts, panel, bar, form, grids, label });
    this.findings = [];
    this.asked = 0;
    store.addEventListener("change", () => this.#later());
  }

  /** Show what the server found, as it came with the page. */
  show(answer) {
    // Blank rows are not sent on to the checks: the third row with something in it may be the fifth of the page.
    const shownRow = (finding) => {
      if (!finding.list) return null;
      const kept = (this.store.get(finding.list) ?? []).flatMap((row, index) => (typeof row === "object" && isBlank(row) ? [] : [index]));
      return kept[finding.row] ?? null;
    };
    this.findings = answer.findings.map((finding, index) => ({ ...finding, id: `finding-${index}`, row: shownRow(finding) }));
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
    return el("li", { id: finding.id, class: `hit-${finding.severity}` }, place, el("div", {}, finding.message), others(finding, this.texts), el("div", { class: "quiet" }, finding.remedy, " ", rule), take);
  }

  /** The mechanical mend. */
  take(finding) {
    const path = finding.row === null ? finding.path : `${finding.list}[${finding.row}].${finding.fix.field.split(".")[0]}`;
    this.store.set(path, finding.fix.after);
    this.store.seal();
    this.run();
  }

  #grid(finding) {
    return finding.row === null ? null : this.grids.get(finding.list);
  }

  goTo(finding) {
    const grid = this.#grid(finding);
    if (grid) grid.go(finding.row, Math.max(grid.columns.findIndex((each) => each.name === grid.columnFor(finding.column)), 0));
    else this.#field(finding)?.focus();
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
    const marks = new Map([...this.grids.values()].map((grid) => [grid, new Map()]));
    for (const finding of this.findings) {
      const grid = this.#grid(finding);
      if (grid) {
        const key = `${finding.row}.${grid.columnFor(finding.column)}`;
        marks.get(grid).set(key, [...(marks.get(grid).get(key) ?? []), finding]);
      } else {
        this.#markField(finding);
      }
    }
    for (const [grid, found] of marks) {
      grid.marks = found;
      if (!grid.edit) grid.render();
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
