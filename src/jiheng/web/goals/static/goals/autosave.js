// Saves by itself, keeps what was typed in this browser until it is saved, and never overwrites a colleague's work.

import { fill, post } from "./dom.js";

const PAUSE = 1000;
const RETRY = 5000;
const clock = () => new Date().toTimeString().slice(0, 5);

export class Autosave {
  /** `merge(theirs, base)` asks the person and resolves to true when the content was merged. */
  constructor(store, { url, lock, key, texts, status, merge }) {
    Object.assign(this, { store, url, lock, key, texts, status, merge });
    this.base = JSON.stringify(store.content); // what the server has, as far as we know
    this.kept = this.base; // what this browser keeps
    this.working = null;
    this.timer = null;
    this.blocked = false;
    store.addEventListener("change", () => this.#changed());
    window.addEventListener("online", () => this.save());
    window.addEventListener("pagehide", () => this.#leave());
    document.addEventListener("visibilitychange", () => { if (document.hidden) this.save(); });
    document.addEventListener("focusout", () => { if (this.isDirty) this.#later(0); });
    window.addEventListener("beforeunload", (event) => { if (this.isDirty && this.blocked) event.preventDefault(); });
  }

  get isDirty() {
    return JSON.stringify(this.store.content) !== this.base;
  }

  /** What an earlier visit typed and could not save: `{lock, base, content}`, or null. */
  keptBefore() {
    try {
      const kept = JSON.parse(localStorage.getItem(this.key));
      return kept && JSON.stringify(kept.content) !== this.base ? kept : null;
    } catch { return null; }
  }

  forget() {
    try { localStorage.removeItem(this.key); } catch { /* a browser may forbid it */ }
  }

  #changed() {
    if (!this.isDirty) {
      clearTimeout(this.timer);
      this.forget();
      this.#say("saved", this.texts.saved, "good");
      return;
    }
    this.#keep();
    if (!this.blocked) this.#say("typing", this.texts.typing);
    this.#later(PAUSE);
  }

  #keep() {
    try {
      localStorage.setItem(this.key, JSON.stringify({ lock: this.lock, base: JSON.parse(this.base), content: this.store.content, at: Date.now() }));
    } catch { /* full or forbidden: the server is still there */ }
  }

  #later(pause) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), pause);
  }

  #say(state, text, kind = "") {
    this.status.textContent = text;
    this.status.className = `save-state ${kind ? `is-${kind}` : ""}`;
    this.status.dataset.state = state;
  }

  /** Save now; resolves to whether the server has what is typed. */
  async save() {
    clearTimeout(this.timer);
    if (this.working) {
      await this.working;
      return this.isDirty ? this.save() : true;
    }
    if (!this.isDirty) return true;
    if (this.blocked) return false;
    this.working = this.#send();
    const done = await this.working;
    this.working = null;
    if (done && this.isDirty) this.#later(PAUSE);
    return done && !this.isDirty;
  }

  async #send() {
    const sent = JSON.stringify(this.store.content);
    let answer;
    try {
      answer = await post(this.url, { lock: this.lock, content: this.store.content });
    } catch {
      this.#say("offline", this.texts.offline, "warning");
      this.#later(RETRY);
      return false;
    }
    if (answer.type === "opaqueredirect" || answer.status === 401) return this.#refused("session", this.texts.session);
    const body = await answer.json().catch(() => ({}));
    if (answer.status === 409) return this.#conflict(body);
    if (!answer.ok) return this.#failed(answer.status, body);
    this.lock = body.lock;
    this.base = sent;
    if (this.isDirty) { // typed on in the meantime
      this.#keep();
    } else {
      this.forget();
      this.#say("saved", fill(this.texts.savedAt, { time: clock() }), "good");
    }
    return true;
  }

  #failed(status, body) {
    if (status >= 500) {
      this.#say("offline", this.texts.serverDown, "warning");
      this.#later(RETRY);
      return false;
    }
    this.#say("refused", body.message ?? this.texts.refused, "error");
    return false;
  }

  #refused(state, text) {
    this.blocked = true;
    this.#say(state, text, "error");
    // Somebody who signs in again in another window goes on here.
    setTimeout(() => { this.blocked = false; this.save(); }, RETRY);
    return false;
  }

  async #conflict(theirs) {
    if (!theirs.content) return this.#refused("conflict", theirs.message);
    this.blocked = true;
    this.#say("conflict", theirs.message, "error");
    const merged = await this.merge(theirs, JSON.parse(this.base));
    this.blocked = false;
    if (!merged) return false;
    this.lock = theirs.lock;
    this.base = JSON.stringify(theirs.content);
    if (!this.isDirty) {
      this.forget();
      this.#say("saved", fill(this.texts.savedAt, { time: clock() }), "good");
      return true;
    }
    return this.#send();
  }

  #leave() {
    if (!this.isDirty || this.blocked) return;
    // Small enough to outlive the page; what is larger waits in this browser.
    post(this.url, { lock: this.lock, content: this.store.content }, { keepalive: true }).catch(() => {});
  }
}
