// What every paper that is written on has: it saves by itself, takes up what was left, merges with what a colleague
// wrote, takes steps back, and asks the server what it says of what is typed.

import { Autosave } from "./autosave.js";
import { post } from "./dom.js";
import { tell } from "./findings.js";
import { askMerge } from "./merge.js";

const PAUSE = 300;
const PLAIN = { isTyping: () => false, finish: () => {}, finished: async () => {}, follow: () => {} };

/** Keep a paper saved. `kind`: its name in this browser; `label`: what people call a path; `cells`: of grids that are typed into. */
export function keepSaved(store, page, { kind, label, cells = PLAIN }) {
  const { texts } = page;
  const take = (content) => store.change((whole) => Object.assign(whole, content));
  const ask = (message, base, mine, theirs) => askMerge({ message, base, mine, theirs, label, texts });
  const show = (id) => { document.getElementById(id).hidden = false; };

  async function merge(theirs, base) {
    await cells.finished();
    const merged = await ask(theirs.message, base, store.content, theirs.content);
    if (!merged) return false;
    cells.follow(merged);
    take(merged);
    show("merged");
    return true;
  }

  const autosave = new Autosave(store, {
    url: page.urls.save, lock: page.lock, key: `jiheng-${kind}-${page.id}-${page.person}`, texts, merge,
    status: document.getElementById("save-state"),
  });

  // What was typed and did not reach the server the last time is taken up where it was left.
  const kept = autosave.keptBefore();
  if (kept && kept.lock === page.lock) {
    take(kept.content);
    show("restored");
  } else if (kept) {
    ask(texts.keptBefore, kept.base, kept.content, page.typed).then((merged) => (merged ? take(merged) : autosave.forget()));
  }

  const acts = { s: () => { cells.finish(); autosave.save(); }, z: (event) => (event.shiftKey ? store.redo() : store.undo()), y: () => store.redo() };
  // A cell that is typed into, or a field beside the paper, takes back its own typing.
  const hasOwnHistory = (field) => cells.isTyping() || (field.matches("input, textarea") && !field.closest(".goal-form"));
  document.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || document.querySelector("dialog[open]")) return;
    const name = event.key.toLowerCase();
    if (!(name in acts) || (name !== "s" && hasOwnHistory(event.target))) return;
    event.preventDefault();
    acts[name](event);
  });

  // Links that show or hand in the paper wait until it is saved.
  document.querySelectorAll("a[data-after-save]").forEach((link) => link.addEventListener("click", async (event) => {
    cells.finish();
    if (!autosave.isDirty) return;
    event.preventDefault();
    if (await autosave.save()) window.location.assign(link.href);
  }));
  return autosave;
}

/** Ask the server a moment after each change; the last answer counts. Returns what asks at once. */
export function askWhileTyping(store, { url, bar, list, show }) {
  let timer;
  let request;
  async function ask() {
    clearTimeout(timer);
    request?.abort();
    const mine = new AbortController();
    request = mine;
    list.setAttribute("aria-busy", "true");
    try {
      const answer = await post(url, { content: store.content }, { signal: mine.signal });
      const said = await answer.json();
      if (request !== mine) return;
      if (answer.ok) show(said);
      else if (said.message) tell(bar, "error", `× ${said.message}`);
    } catch { /* typed on, no server or no session: what is shown stays */ } finally {
      if (request === mine) list.removeAttribute("aria-busy");
    }
  }
  store.addEventListener("change", () => { clearTimeout(timer); timer = setTimeout(ask, PAUSE); });
  return ask;
}
