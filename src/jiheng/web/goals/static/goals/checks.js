// The checks run while one types: marks at the cells, a list beside them, a bar that says what still blocks.

import { isBlank } from "./cells.js";
import { clearMarks, listFindings, markField, numbered, tellErrors } from "./findings.js";
import { askWhileTyping } from "./paper.js";

export class Checks {
  constructor(store, { url, texts, panel, bar, form, grids, label }) {
    Object.assign(this, { store, texts, panel, bar, form, grids, label });
    this.findings = [];
    this.run = askWhileTyping(store, { url, bar, list: panel, show: (answer) => this.show(answer) });
  }

  /** Show what the server found. */
  show(answer) {
    // Blank rows are not sent on to the checks: the third row with something in it may be the fifth of the page.
    const shownRow = (finding) => {
      if (!finding.list) return null;
      const kept = (this.store.get(finding.list) ?? []).flatMap((row, index) => (typeof row === "object" && isBlank(row) ? [] : [index]));
      return kept[finding.row] ?? null;
    };
    this.findings = numbered(answer.findings.map((finding) => ({ ...finding, row: shownRow(finding) })));
    tellErrors(this.bar, answer.errors, this.texts);
    const { texts, label } = this;
    listFindings(this.panel, this.findings, { texts, label, goTo: (finding) => this.goTo(finding), take: (finding) => this.take(finding) });
    this.#mark();
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
    clearMarks(this.form);
    const marks = new Map([...this.grids.values()].map((grid) => [grid, new Map()]));
    for (const finding of this.findings) {
      const grid = this.#grid(finding);
      if (grid) {
        const key = `${finding.row}.${grid.columnFor(finding.column)}`;
        marks.get(grid).set(key, [...(marks.get(grid).get(key) ?? []), finding]);
      } else {
        markField(this.#field(finding), finding);
      }
    }
    for (const [grid, found] of marks) {
      grid.marks = found;
      if (!grid.edit) grid.render();
    }
  }
}
