// What the checks found: a bar that says what still blocks, a list beside the paper, marks at its fields.

import { el, fill } from "./dom.js";

const SIGN = { error: "×", warning: "▲", info: "○" };
const ORDER = Object.keys(SIGN);

/** Say something in the bar. */
export function tell(bar, kind, text) {
  bar.className = `check-bar is-${kind}`;
  bar.textContent = text;
}

/** Say in the bar what still blocks. */
export function tellErrors(bar, errors, texts) {
  if (errors) tell(bar, "error", `● ${fill(texts.blocking, { count: errors })}`);
  else tell(bar, "good", `✓ ${texts.ready}`);
}

/** With an id each, the worst first. */
export const numbered = (findings) => findings
  .map((finding, index) => ({ ...finding, id: `finding-${index}` }))
  .sort((one, other) => ORDER.indexOf(one.severity) - ORDER.indexOf(other.severity));

/** Links to the tables that a finding names. */
function others({ others: named = [] }, texts) {
  if (!named.length) return null;
  const links = named.map((other) => el("a", { href: other.url, target: "_blank", rel: "noopener" }, fill(texts.otherTable, other)));
  return el("div", { class: "others" }, ...links.flatMap((link, index) => (index ? [" ", link] : [link])));
}

/** Fill the list; a click on a place leads there (`goTo`), one on a mechanical mend does it (`take`). */
export function listFindings(panel, findings, { texts, label, goTo, take }) {
  const entry = (finding) => {
    const place = el("button", { type: "button", class: "plain where", onclick: () => goTo(finding) }, label(finding));
    const mend = finding.fix ? el("div", { class: "fix" }, el("span", {}, fill(texts.change, finding.fix)), " ",
      el("button", { type: "button", class: "take", onclick: () => take(finding) }, texts.take)) : null;
    const rule = finding.url ? el("a", { href: finding.url, target: "_blank", rel: "noopener", class: "quiet" }, texts.rule) : null;
    return el("li", { id: finding.id, class: `hit-${finding.severity}` }, place, el("div", {}, finding.message), others(finding, texts), el("div", { class: "quiet" }, finding.remedy, " ", rule), mend);
  };
  const parts = ORDER.flatMap((severity) => {
    const found = findings.filter((finding) => finding.severity === severity);
    if (!found.length) return [];
    const heading = el("h3", { class: `is-${severity}` }, `${SIGN[severity]} ${fill(texts[severity], { count: found.length })}`);
    return [heading, el("ul", { class: "findings" }, ...found.map(entry))];
  });
  panel.replaceChildren(...(parts.length ? parts : [el("p", { class: "quiet" }, texts.nothing)]));
}

/** Take all marks away. */
export function clearMarks(form) {
  form.querySelectorAll(".found-sign").forEach((sign) => sign.remove());
  form.querySelectorAll("[data-found]").forEach((field) => {
    ["data-found", "aria-describedby", "aria-invalid", "title"].forEach((name) => field.removeAttribute(name));
  });
}

/** Mark a field; the first finding, which is the worst, stays. */
export function markField(field, { id, severity, message, remedy }) {
  if (!field || field.dataset.found) return;
  field.dataset.found = severity;
  field.setAttribute("aria-describedby", id);
  if (severity === "error") field.setAttribute("aria-invalid", "true");
  field.title = `${message} ${remedy}`;
  const sign = el("span", { class: `sign found-sign is-${severity}`, "aria-hidden": "true" }, SIGN[severity]);
  if (field.dataset.part) field.querySelector(".label, strong, legend").append(" ", sign);
  else field.after(sign);
}
