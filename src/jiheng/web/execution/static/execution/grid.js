// Typing amounts: arrows and Enter move, a block from a spreadsheet fills cells, what was changed saves itself.
"use strict";

const grids = [...document.querySelectorAll("[data-money]")];
const words = grids[0]?.dataset ?? {};
const state = document.getElementById("grid-state");
const waiting = new Map(); // cell → its name
const AMOUNT = /^(-?(\d{1,12}(\.\d{0,6})?|\.\d{1,6}))?$/; // while it is typed, too
const PAUSE = 500;
let timer = 0;
let sending = false;

const say = (text, isWrong = false) => {
  state.textContent = text;
  state.className = isWrong ? "is-error" : "is-good";
};
// What was refused stays said, also when other cells are saved meanwhile.
const tell = (text) => { if (!document.querySelector("[data-money] td.wrong")) say(text); };
const inputs = (row) => [...row.querySelectorAll("td")].map((cell) => cell.querySelector("input"));
const plain = (text) => text.replace(/[,，\s￥¥]/g, "");

function move(input, down, right) {
  const row = input.closest("tr");
  const column = inputs(row).indexOf(input);
  const rows = [...input.closest("tbody").rows];
  let at = rows.indexOf(row);
  let to = column;
  for (;;) { // past cells that a file has filled
    at += down;
    to += right;
    if (!rows[at] || to < 0 || to >= inputs(rows[at]).length) return;
    const next = inputs(rows[at])[to];
    if (next) { next.focus(); next.select(); return; }
  }
}

function change(input) {
  const cell = input.closest("td");
  cell.classList.remove("wrong");
  cell.removeAttribute("title");
  if (plain(input.value) === input.dataset.before) {
    waiting.delete(input);
    cell.classList.remove("saving");
    tell("");
    return;
  }
  if (!AMOUNT.test(plain(input.value))) {
    waiting.delete(input);
    cell.classList.remove("saving");
    cell.classList.add("wrong");
    say(`× ${words.wrong}`, true);
    return;
  }
  waiting.set(input, true);
  cell.classList.add("saving");
  clearTimeout(timer);
  timer = setTimeout(send, PAUSE);
}

async function send() {
  if (sending || !waiting.size) return;
  sending = true;
  const batch = [...waiting.keys()].map((input) => ({ input, amount: plain(input.value) }));
  waiting.clear();
  tell(words.saving);
  let isDone = false;
  try {
    const answer = await fetch(words.money, {
      method: "POST",
      headers: { "Content-Type": "application/json", Accept: "application/json", ...JSON.parse(document.body.getAttribute("hx-headers")) },
      body: JSON.stringify({ cells: batch.map(({ input, amount }) => ({ kind: input.dataset.kind, source: input.dataset.source, month: Number(input.dataset.month), amount, before: input.dataset.before })) }),
    });
    const said = await answer.json();
    if (answer.ok) saved(batch, said);
    else refused(batch, said);
    isDone = true;
  } catch {
    batch.forEach(({ input }) => waiting.set(input, true)); // still unsaved: the next change or the next try takes it along
    say(words.failed, true);
    timer = setTimeout(send, 20 * PAUSE);
  }
  sending = false;
  if (isDone && waiting.size) send();
}

function saved(batch, said) {
  for (const { input, amount } of batch) {
    input.dataset.before = amount;
    if (!waiting.has(input)) input.closest("td").classList.remove("saving");
  }
  document.getElementById("sums").innerHTML = said.sums;
  tell(words.saved);
}

function refused(batch, said) {
  for (const { input } of batch) {
    const cell = input.closest("td");
    const other = (said.cells ?? []).find((each) => each.kind === input.dataset.kind && each.source === input.dataset.source && each.month === Number(input.dataset.month));
    cell.classList.remove("saving");
    if (other) {
      input.dataset.before = other.amount ?? "";
      cell.title = `${words.now}${other.amount ?? "—"}`;
    }
    if (other || !said.cells) cell.classList.add("wrong");
    else { waiting.set(input, true); cell.classList.add("saving"); } // it was only refused along with the others
  }
  say(`× ${said.message}`, true);
}

function paste(event, input) {
  const block = event.clipboardData.getData("text/plain").replace(/\r/g, "").replace(/\n$/, "").split("\n").map((line) => line.split("\t"));
  if (block.length === 1 && block[0].length === 1) return;
  event.preventDefault();
  const rows = [...input.closest("tbody").rows];
  const top = rows.indexOf(input.closest("tr"));
  const left = inputs(rows[top]).indexOf(input);
  block.forEach((line, down) => line.forEach((text, right) => {
    const cell = rows[top + down] && inputs(rows[top + down])[left + right];
    if (cell) { cell.value = plain(text); change(cell); }
  }));
}

const KEYS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], Enter: [1, 0] };
for (const grid of grids) {
  grid.addEventListener("input", ({ target }) => change(target));
  grid.addEventListener("paste", (event) => { if (event.target.matches("input")) paste(event, event.target); });
  grid.addEventListener("focusout", () => { if (waiting.size) { clearTimeout(timer); send(); } });
  grid.addEventListener("keydown", (event) => {
    const { target: input, key } = event;
    if (!input.matches("input")) return;
    const isAtEdge = key === "ArrowLeft" ? input.selectionEnd === 0 : input.selectionStart === input.value.length;
    const way = KEYS[key] ?? (isAtEdge ? { ArrowLeft: [0, -1], ArrowRight: [0, 1] }[key] : null);
    if (key === "Escape") { input.value = input.dataset.before; change(input); }
    if (!way) return;
    event.preventDefault();
    move(input, ...way);
  });
}
window.addEventListener("beforeunload", (event) => { if (waiting.size || sending) event.preventDefault(); });
