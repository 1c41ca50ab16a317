// Scores, sums and findings while one types: the server reckons, the page shows.

import { el, fill } from "../goals/dom.js";
import { clearMarks, listFindings, markField, numbered, tellErrors } from "../goals/findings.js";
import { askWhileTyping } from "../goals/paper.js";
import { explain } from "./sheet.js";

export class Results {
  constructor(store, { page, sheet, form, panel, bar }) {
    Object.assign(this, { page, sheet, form, panel, bar, texts: page.texts });
    askWhileTyping(store, { url: page.urls.check, bar, list: panel, show: (answer) => this.show(answer) });
  }

  show(answer) {
    const [money, ...scores] = answer.scores;
    explain(document.getElementById("execution-score"), money, this.page);
    this.sheet.show(scores);
    this.#sums(answer);
    this.#findings(answer.findings);
    tellErrors(this.bar, answer.errors, this.texts);
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

  #findings(found) {
    const findings = numbered(found);
    listFindings(this.panel, findings, { texts: this.texts, label: (finding) => finding.label, goTo: (finding) => this.#go(finding) });
    clearMarks(this.form);
    findings.forEach((finding) => markField(this.#field(finding), finding));
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
