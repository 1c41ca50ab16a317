// The page of a report that is being written: saves by itself, lights while one types, shows what is still missing.

import { el, fill, given } from "../goals/dom.js";
import { bindFields, fit } from "../goals/fields.js";
import { tell } from "../goals/findings.js";
import { askWhileTyping, keepSaved } from "../goals/paper.js";
import { Store } from "../goals/store.js";

const TICK = "、";
const page = given("report-page");
const { texts, labels } = page;
const form = document.getElementById("report-form");
const store = new Store(page.typed);
const label = (path) => labels[path] ?? path;

bindFields(form, store);

// ── Ticks ────────────────────────────────────────────────────────────────────────────────────────────────────────────

const ticks = (path) => [...form.querySelectorAll(`[data-ticks="${CSS.escape(path)}"]`)];

function drawTicks() {
  form.querySelectorAll("[data-ticks]").forEach((box) => { box.checked = (store.get(box.dataset.ticks) ?? "").split(TICK).includes(box.value); });
  form.querySelectorAll(".reason").forEach((reason) => {
    const finer = reason.querySelector(".finer");
    if (finer) finer.hidden = !reason.querySelector("input").checked && !finer.querySelector(":checked");
  });
}
form.addEventListener("change", ({ target }) => {
  const path = target.dataset.ticks;
  if (!path) return;
  store.set(path, ticks(path).filter((box) => box.checked).map((box) => box.value).join(TICK), { source: "field" });
  drawTicks();
});
store.addEventListener("change", ({ detail }) => { if (detail.source !== "field") drawTicks(); });
drawTicks();

// ── The second line of an indicator ──────────────────────────────────────────────────────────────────────────────────

const rows = [...form.querySelectorAll("tbody[data-row]")].map((body, number) => ({
  body, path: `indicators[${number}]`, why: body.querySelector(".why"), button: body.querySelector("[data-why]"),
  inWords: "words" in body.dataset,
}));

function open(row, isOpen) {
  if (row.why.hidden === !isOpen) return;
  row.why.hidden = !isOpen;
  row.button.setAttribute("aria-expanded", String(isOpen));
  row.button.textContent = isOpen ? "▴" : "▾";
  if (isOpen) row.why.querySelectorAll("textarea").forEach(fit);
}
rows.forEach((row) => row.button.addEventListener("click", () => open(row, row.why.hidden)));

function drawWords() {
  rows.forEach(({ body, path, inWords }) => {
    const course = store.get(`${path}.course`);
    body.toggleAttribute("data-words", course ? course === "quality" : inWords);
  });
}
store.addEventListener("change", drawWords);
drawWords();

// ── Lights and what is missing ───────────────────────────────────────────────────────────────────────────────────────

const bar = document.getElementById("check-bar");
const list = document.getElementById("missing");

function drawLight(place, light, withSentence = true) {
  const wasOpen = place.querySelector("details")?.open ?? false;
  const chip = el("span", { class: `light light-${light.colour}` }, `${light.sign} ${light.label}`);
  const rule = light.rule ? el("p", { class: "quiet" }, light.rule, " ", el("a", { href: page.urls.rules, target: "_blank", rel: "noopener" }, texts.rule)) : null;
  const details = el("details", { class: "light-why" }, el("summary", { title: light.sentence }, chip), rule);
  details.open = wasOpen;
  place.replaceChildren(details, ...(withSentence ? [el("div", { class: "sentence" }, light.sentence)] : []));
}

const fieldOf = (anchor) => form.querySelector(`[data-path="${CSS.escape(anchor)}"]`)
  ?? form.querySelector(`[data-part="${CSS.escape(anchor)}"]`) ?? form.querySelector(`[data-path^="${CSS.escape(anchor)}."]`);

function goTo(anchor) {
  const row = rows.find(({ path }) => anchor.startsWith(`${path}.`));
  if (row && row.why.contains(fieldOf(anchor))) open(row, true);
  const field = fieldOf(anchor);
  (field?.matches("fieldset") ? field.querySelector("input") : field)?.focus();
}

/** What is missing of a row by the name of its column, of anything else by what has to be done; a click leads there. */
function entry(key, { anchor, message }) {
  const text = key === anchor ? message : label(anchor).split(" · ").pop();
  return el("button", { type: "button", class: "plain where", title: message, onclick: () => goTo(anchor) }, text);
}

function drawMissing(missing) {
  if (missing.length) tell(bar, "warning", `▲ ${fill(texts.missing, { count: missing.length })}`);
  else tell(bar, "good", `✓ ${texts.complete}`);
  form.querySelectorAll("[data-missing]").forEach((field) => field.removeAttribute("data-missing"));
  missing.forEach(({ anchor }) => fieldOf(anchor)?.setAttribute("data-missing", ""));
  const rowsOf = new Map();
  missing.forEach((each) => {
    const key = /^indicators\[\d+\]/.exec(each.anchor)?.[0] ?? each.anchor;
    rowsOf.set(key, [...(rowsOf.get(key) ?? []), each]);
  });
  list.replaceChildren(...[...rowsOf].map(([key, found]) => el("li", {}, el("div", {}, label(key)), ...found.map((each) => entry(key, each)))));
}

function show(answer) {
  drawLight(document.getElementById("worst"), answer.worst);
  drawLight(form.querySelector('[data-light="spending"]'), answer.spending);
  answer.indicators.forEach((light, number) => drawLight(rows[number].body.querySelector("[data-light]"), light));
  drawMissing(answer.missing);
  rows.forEach((row) => {
    const needed = answer.missing.some(({ anchor }) => anchor.startsWith(`${row.path}.`) && row.why.contains(fieldOf(anchor)));
    const written = ["reasons", "explanation", "remark"].some((name) => store.get(`${row.path}.${name}`));
    if (needed || (written && !row.seen)) open(row, true);
    row.seen = true;
  });
}

// The total of what is expected is the sum of its sources.
const total = document.getElementById("expected-total");
function drawTotal() {
  if (!total) return;
  const amounts = Object.values(store.get("funding")).filter((text) => text.trim()).map((text) => Number(text.replaceAll(",", "")));
  total.textContent = amounts.length && amounts.every(Number.isFinite)
    ? amounts.reduce((sum, amount) => sum + amount, 0).toLocaleString("en", { minimumFractionDigits: 2, maximumFractionDigits: 2 }) : "—";
}
store.addEventListener("change", drawTotal);
askWhileTyping(store, { url: page.urls.check, bar, list, show });
show(page.checked);

// ── Saving ───────────────────────────────────────────────────────────────────────────────────────────────────────────

const autosave = keepSaved(store, page, { kind: "monitoring", label });
const submit = document.getElementById("submit-form");
submit.addEventListener("submit", async (event) => {
  event.preventDefault();
  if (list.children.length) { list.querySelector("button").click(); return; }
  if (!window.confirm(texts.confirmSubmit)) return;
  if (await autosave.save()) submit.submit();
});
document.documentElement.dataset.ready = "1";
