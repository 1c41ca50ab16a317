// Scores, sums and findings while one types: the server reckons, the page shows.

import { el, fill, post } from "../goals/dom.js";
import { explain } from "./sheet.js";

const PAUSE = 300;
const SIGN = { error: "×", warning: "▲", info: "○" };

export class Results {
  constructor(store, { page, sheet, form, panel, bar }) {
    Object.assign(this, { store, page, sheet, form, panel, bar, texts: page.texts, asked: 0 });
    store.addEventListener("change", () => {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.run(), PAUSE);
    });
  }

  async run() {
    this.asked += 1;
    const number = this.asked;
    this.request?.abort();
    this.request = new AbortController();
    try {
      const answer = await post(this.page.urls.check, { content: this.store.content }, { signal: this.request.signal });
      const body = await answer.json();
      if (number !== this.asked) return;
      if (answer.ok) this.show(body);
      else if (answer.status === 422) this.#bar(true, `× ${body.message}`);
    } catch { /* typed on, or no server: what is shown stays */ }
  }

  show(answer) {
    const [money, ...scores] = answer.scores;
    explain(document.getElementById("execution-score"), money, this.page);
    this.sheet.show(scores);
    this.#sums(answer);
    this.#findings(answer.findings);
    this.#bar(answer.errors > 0, answer.errors ? `● ${fill(this.texts.blocking, { count: answer.errors })}` : `✓ ${this.texts.ready}`);
    document.documentElement.dataset.shown = this.asked;
  }

  #sums({ total, grade, groups, weight, expected, isWhole, note }) {
    document.getElementById("total").textContent = total || "—";
    document.getElementById("grade").textContent = total ? grade : this.texts.noTotal;
    document.getElementById("grade").className = `grade grade-${grade}`;
    const parts = groups.map((group) => el("span", { class: group.ok ? "chip" : "chip is-warning" }, `${group.ok ? "" : "▲ "}${fill(group.ok ? this.texts.groupSum : this.texts.groupOff, group)}`));
    if (!isWhole) parts.push(el("span", { class: "chip is-error" }, `× ${fill(this.texts.allSum, { weight, expected })}`));
    if (note) parts.push(el("span", { class: "quiet" }, note));
    document.getElementById("sums").replaceChildren(...parts);
  }

  #bar(isWrong, text) {
    this.bar.className = `check-bar ${isWrong ? "is-error" : "is-good"}`;
    this.bar.textContent = text;
  }

  #findings(findings) {
    this.form.querySelectorAll("[data-found]").forEach((field) => {
      field.removeAttribute("data-found");
      field.removeAttribute("aria-invalid");
      field.removeAttribute("aria-describedby");
    });
    const parts = Object.keys(SIGN).flatMap((severity) => {
      const found = findings.filter((finding) => finding.severity === severity);
      if (!found.length) return [];
      const heading = el("h3", { class: `is-${severity}` }, `${SIGN[severity]} ${fill(this.texts[severity], { count: found.length })}`);
      return [heading, el("ul", { class: "findings" }, ...found.map((finding, index) => this.#entry(finding, `${severity}-${index}`)))];
    });
    this.panel.replaceChildren(...(parts.length ? parts : [el("p", { class: "quiet" }, this.texts.nothing)]));
  }

  #entry(finding, id) {
    const field = this.#field(finding);
    if (field && !field.dataset.found) {
      field.dataset.found = finding.severity;
      field.setAttribute("aria-describedby", `finding-${id}`);
      if (finding.severity === "error") field.setAttribute("aria-invalid", "true");
    }
    const place = el("button", { type: "button", class: "plain where", onclick: () => this.#go(finding) }, finding.label);
    const rule = finding.url ? el("a", { href: finding.url, target: "_blank", rel: "noopener" }, this.texts.rule) : null;
    return el("li", { id: `finding-${id}`, class: `hit-${finding.severity}` }, place, el("div", {}, finding.message), el("div", { class: "quiet" }, finding.remedy, " ", rule));
  }

  #field({ row, column }) {
    if (row !== null) return this.sheet.field(row, column);
    if (column.startsWith("funding")) return this.form.querySelector("[data-path=execution_reason]");
    return this.form.querySelector(`[data-path="${CSS.escape(column)}"]`);
  }

  #go(finding) {
    const field = this.#field(finding);
    field?.closest("details:not([open])")?.setAttribute("open", "");
    field?.focus();
    field?.scrollIntoView({ block: "center" });
  }
}
