// The grid of a self-evaluation: a row of fields for each indicator, its score with rule and arithmetic beside it.

import { announce, el, fill } from "../goals/dom.js";

const LEVELS = ["level1", "level2"];
const BLANK = { level1: "", level2: "", name: "", target: "", source: null, weight: "", actual: "", method: "", floor: "", achievement: "", given: "", target_was_low: false, is_void: false, void_reason: "", reason: "" };

/** What explains a score; filled by `explain`. */
export function scoreBox(texts) {
  return el("details", { class: "score" }, el("summary", { title: texts.why }, el("b", {}, "—")), el("div", { class: "why" }));
}

/** Show a score in its box: the points, and behind a click how they came about. */
export function explain(box, score, { texts, urls }) {
  const sign = score.problem ? "×" : score.isFull ? "✓" : "▽";
  box.querySelector("summary").replaceChildren(el("b", {}, score.points), el("span", { class: score.problem ? "is-error" : score.isFull ? "is-good" : "is-warning" }, ` ${sign}`));
  const line = (name, text, kind = "") => (text ? el("p", { class: kind }, el("b", {}, `${name} `), text) : null);
  const parts = [
    line("", fill(texts.points, score)), line(texts.rule, score.rule), line(texts.sum, score.arithmetic),
    line(texts.wanting, score.problem, "is-error"), score.needs_reason && !score.reason ? line("▲", texts.needsReason, "is-warning") : null,
    el("p", {}, el("a", { href: urls.rules, target: "_blank", rel: "noopener" }, texts.ruleLink)),
  ];
  box.querySelector(".why").replaceChildren(...parts.filter(Boolean));
}

export class Sheet {
  constructor(root, store, page) {
    Object.assign(this, { root, store, page, texts: page.texts });
    this.body = root.querySelector("tbody");
    this.shape = "";
    this.body.addEventListener("change", (event) => this.#flag(event.target));
    store.addEventListener("change", () => this.render());
    this.render();
  }

  get rows() {
    return this.store.get("indicators");
  }

  /** Draw the rows anew where rows came or went; else what is ticked and what it opens. */
  render() {
    const shape = JSON.stringify(this.rows.map((row) => (this.page.isWhole ? row.source : LEVELS.map((name) => row[name]))));
    if (shape !== this.shape) {
      this.shape = shape;
      this.body.replaceChildren(...this.rows.map((_, index) => this.#row(index)));
    }
    this.rows.forEach((row, index) => this.#follow(row, this.body.children[index]));
  }

  /** The scores of the rows, in their order. */
  show(scores) {
    scores.forEach((score, index) => {
      const row = this.body.children[index];
      if (!row) return;
      explain(row.querySelector(".score"), score, this.page);
      row.querySelector(".verdict").hidden = !score.in_words;
      row.querySelector(".band").textContent = score.band ? fill(this.texts.band, score) : "";
      row.querySelector(".low").hidden = !(score.is_beyond || this.rows[index].target_was_low);
    });
  }

  #follow(row, element) {
    element.classList.toggle("is-void", row.is_void);
    for (const name of ["is_void", "target_was_low"]) element.querySelector(`[data-flag="${name}"]`).checked = row[name];
    element.querySelector(".void-reason").hidden = !row.is_void;
    const summary = element.querySelector(".row-more > summary");
    const count = this.page.evidence[element.dataset.index] ?? 0;
    const said = [row.is_void ? this.texts.isVoid : "", count ? fill(this.texts.files, { count }) : ""].filter(Boolean);
    summary.textContent = said.length ? said.join(" · ") : this.texts.more;
  }

  #row(index) {
    const row = this.rows[index];
    const levels = this.page.isWhole ? LEVELS.map((name) => el("td", {}, this.#text(index, name, 1))) : LEVELS.map((name, depth) => this.#level(index, name, depth)).filter(Boolean);
    const name = this.page.isWhole ? this.#text(index, "name") : el("span", {}, row.name);
    const target = this.page.isWhole ? this.#text(index, "target") : row.target;
    return el("tr", { "data-index": index }, ...levels,
      el("td", { class: "c-name" }, name, this.#more(index)),
      el("td", { class: "c-target" }, target),
      el("td", { class: "c-actual" }, this.#text(index, "actual"), this.#verdict(index)),
      el("td", { class: "c-weight" }, this.#number(index, "weight")),
      el("td", { class: "c-score" }, scoreBox(this.texts)),
      el("td", { class: "c-reason" }, this.#text(index, "reason"), this.#tick(index, "target_was_low", this.texts.tooLow, "low")));
  }

  #level(index, name, depth) {
    const key = (at) => JSON.stringify(LEVELS.slice(0, depth + 1).map((each) => this.rows[at]?.[each]));
    if (index && key(index) === key(index - 1)) return null;
    let end = index + 1;
    while (end < this.rows.length && key(end) === key(index)) end += 1;
    return el("th", { scope: "rowgroup", rowspan: end - index, class: "level" }, this.rows[index][name]);
  }

  #label(index, name) {
    return `${this.page.labels[name] ?? name} ${index + 1}`;
  }

  #text(index, name, rows = 1) {
    return el("textarea", { rows, "data-path": `indicators[${index}].${name}`, "aria-label": this.#label(index, name) });
  }

  #number(index, name) {
    return el("input", { inputmode: "decimal", "data-path": `indicators[${index}].${name}`, "aria-label": this.#label(index, name) });
  }

  #choice(index, name, options, label) {
    return el("label", {}, el("span", { class: "quiet" }, label), el("select", { "data-path": `indicators[${index}].${name}` },
      ...options.map(([value, text]) => el("option", { value }, text))));
  }

  #tick(index, name, label, kind = "") {
    return el("label", { class: `tick ${kind}` }, el("input", { type: "checkbox", "data-flag": name, "data-row": index }), label);
  }

  #verdict(index) {
    return el("div", { class: "verdict", hidden: true }, this.#choice(index, "achievement", this.page.achievements, this.texts.verdict),
      el("label", {}, el("span", { class: "quiet" }, this.texts.given), this.#number(index, "given"), el("span", { class: "quiet band" })));
  }

  #more(index) {
    const reason = el("label", { class: "void-reason", hidden: true }, el("span", { class: "quiet" }, this.texts.voidReason), this.#text(index, "void_reason"));
    const parts = [
      this.#choice(index, "method", this.page.methods, this.texts.method),
      el("label", {}, el("span", { class: "quiet" }, this.texts.floor), this.#number(index, "floor")),
      this.#tick(index, "is_void", this.texts.isVoid), reason,
    ];
    if (this.page.isWhole) parts.push(el("button", { type: "button", class: "small", onclick: () => this.remove(index) }, this.texts.removeRow));
    else parts.push(el("div", {}, el("span", { class: "quiet" }, this.texts.evidence), el("div", { class: "evidence" })));
    return el("details", { class: "row-more", ontoggle: (event) => this.#open(event.target, index) }, el("summary", {}, this.texts.more), ...parts);
  }

  /** The files of a row are fetched when somebody wants to see them. */
  #open(details, index) {
    const place = details.querySelector(".evidence");
    details.querySelectorAll("textarea").forEach((area) => { area.style.height = "auto"; area.style.height = `${area.scrollHeight + 2}px`; });
    if (!details.open || !place || place.firstChild) return;
    const anchor = encodeURIComponent(`indicators[${index}]`);
    window.htmx.ajax("GET", `${this.page.urls.files}?anchor=${anchor}`, { target: place, swap: "innerHTML" });
  }

  #flag(field) {
    if (!field.dataset.flag) return;
    this.store.set(`indicators[${field.dataset.row}].${field.dataset.flag}`, field.checked, { source: "field" });
    this.store.seal();
  }

  add() {
    const last = this.rows.at(-1);
    this.store.change(() => this.rows.push({ ...BLANK, level1: last?.level1 ?? this.page.firstLevel, level2: last?.level2 ?? "" }));
    this.body.lastElementChild.querySelector("[data-path$=name]").focus();
  }

  remove(index) {
    this.store.change(() => this.rows.splice(index, 1));
    announce(fill(this.texts.removed, { count: 1 }));
  }

  /** The field of a finding. */
  field(row, column) {
    const name = { score: "weight", target: "actual", level1: "actual", level2: "actual" }[column] ?? column;
    return this.root.querySelector(`[data-path="indicators[${row}].${name}"]`) ?? this.root.querySelector(`[data-path="indicators[${row}].actual"]`);
  }
}
