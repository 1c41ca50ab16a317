// A block from elsewhere is shown before it is taken: which column goes where, as new rows or over what is there.

import { el, fill } from "./dom.js";

const SHOWN = 12;
const key = (text) => text.replace(/[\s：:（）()、，,]/g, "");

/** The fields that columns of a block can go to: those of the grid, and the target as a whole. */
export function fieldsOf(columns, texts) {
  const fields = columns.map((column) => ({
    name: column.name, label: column.label, labels: [column.label], isPart: column.name.startsWith("target."),
  }));
  const number = fields.find((field) => field.name === "target.number");
  if (!number) return fields;
  const { label } = number;
  const at = fields.findIndex((field) => field.isPart);
  number.label = fill(texts.numberOf, { label });
  number.labels = [texts.number];
  fields.splice(at, 0, { name: "target", label: fill(texts.wholeOf, { label }), labels: [label, "指标值", "目标值", "年度指标值"], isPart: false });
  return fields;
}

/** Which field each column of the block goes to; from its heading where it has one, else from the active column on. */
export function guess(block, fields, first, byHeading) {
  const headings = block[0].map((text) => fields.find((field) => field.labels.some((label) => key(label) === key(text))));
  if (byHeading && headings.filter(Boolean).length >= 2) {
    return { isHeaded: true, mapping: headings.map((field) => field?.name ?? "") };
  }
  const names = fields.filter((field) => !field.isPart).map((field) => field.name);
  const parts = fields.filter((field) => field.isPart).map((field) => field.name);
  const start = first.startsWith("target.") ? "target" : first;
  let order = names.slice(Math.max(0, names.indexOf(start)));
  // Three columns for the target where the second of them holds bare numbers.
  const at = order.indexOf("target");
  const column = (index) => block.map((row) => row[index] ?? "").filter(Boolean);
  const isNumber = (text) => /^[\d.,]+$/.test(text);
  const isSign = (text) => /^(?:[≥≤=<>＝]|>=|<=|[^\d]{1,4})$/.test(text);
  if (at >= 0 && column(at).length && column(at).every(isSign) && column(at + 1).length && column(at + 1).every(isNumber)) {
    order = [...order.slice(0, at), ...parts, ...order.slice(at + 1)];
  }
  return { isHeaded: false, mapping: block[0].map((_, index) => order[index] ?? "") };
}

/** Ask; resolves to `{rows, mode}` with rows as objects by field, or null. */
export function preview(block, { fields, first, texts }) {
  const found = guess(block, fields, first, true);
  const dialog = el("dialog", { class: "paste", "aria-labelledby": "paste-title" });
  const headed = el("input", { type: "checkbox" });
  headed.checked = found.isHeaded;
  const choices = found.mapping.map((name, index) => {
    const select = el("select", { "aria-label": fill(texts.pasteColumn, { number: index + 1 }) },
      el("option", { value: "" }, texts.pasteIgnore),
      ...fields.map((field) => el("option", { value: field.name }, field.label)));
    select.value = name;
    return select;
  });
  const body = el("tbody");
  const draw = () => {
    const rows = headed.checked ? block.slice(1) : block;
    body.replaceChildren(
      ...rows.slice(0, SHOWN).map((row) => el("tr", {}, ...row.map((text, index) => el("td", { class: choices[index].value ? "" : "ignored" }, text)))),
      ...(rows.length > SHOWN ? [el("tr", {}, el("td", { colspan: block[0].length, class: "quiet" }, fill(texts.pasteMore, { count: rows.length - SHOWN })))] : []),
    );
  };
  headed.addEventListener("change", draw);
  choices.forEach((select) => select.addEventListener("change", draw));
  draw();
  const button = (value, text, kind) => el("button", { value, class: kind ?? "", type: "submit" }, text);
  dialog.append(
    el("form", { method: "dialog" },
      el("h2", { id: "paste-title" }, fill(texts.pasteTitle, { rows: block.length, columns: block[0].length })),
      el("p", { class: "quiet" }, texts.pasteHint),
      el("label", {}, headed, " ", texts.pasteHeaded),
      el("div", { class: "paste-table" }, el("table", { class: "list" }, el("thead", {}, el("tr", {}, ...choices.map((select) => el("th", { scope: "col" }, select)))), body)),
      el("div", { class: "tools" }, button("insert", texts.pasteInsert, "primary"), button("over", texts.pasteOver), button("", texts.cancel))),
  );
  document.body.append(dialog);
  dialog.showModal();
  dialog.querySelector("button.primary").focus();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => {
      const mode = dialog.returnValue;
      const rows = (headed.checked ? block.slice(1) : block).map((row) => {
        const made = {};
        row.forEach((text, index) => { if (choices[index].value) made[choices[index].value] = text; });
        return made;
      });
      dialog.remove();
      resolve(mode && rows.length ? { rows, mode } : null);
    });
  });
}
