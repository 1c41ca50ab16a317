// What is being typed: one object that changes step by step; every step can be taken back.

const DEPTH = 300;

const keys = (path) => path.split(/[.[\]]+/).filter((key) => key !== "");

/** The value at a path such as `budget.total` or `indicators[2].name`. */
export const valueAt = (content, path) => keys(path).reduce((owner, key) => owner?.[key], content);

/** Set the value at a path; what leads to it must be there. */
export function setAt(content, path, value) {
  const names = keys(path);
  const last = names.pop();
  names.reduce((owner, key) => owner[key], content)[last] = value;
}

/** Holds the content; tells `change` after each step with `detail.source`, so that who made it need not redraw. */
export class Store extends EventTarget {
  #past = [];
  #future = [];
  #mark = null;

  constructor(content) {
    super();
    this.content = content;
  }

  get(path) {
    return valueAt(this.content, path);
  }

  /** Change the content by a function. Steps with the same mark, one after the other, are one step to take back. */
  change(mutate, { mark = null, source = null } = {}) {
    const before = JSON.stringify(this.content);
    mutate(this.content);
    if (JSON.stringify(this.content) === before) return false;
    if (mark === null || mark !== this.#mark) {
      this.#past.push(before);
      if (this.#past.length > DEPTH) this.#past.shift();
    }
    this.#mark = mark;
    this.#future = [];
    this.#tell(source);
    return true;
  }

  set(path, value, options) {
    return this.change((content) => setAt(content, path, value), options);
  }

  /** What follows is a step of its own. */
  seal() {
    this.#mark = null;
  }

  undo() {
    return this.#travel(this.#past, this.#future);
  }

  redo() {
    return this.#travel(this.#future, this.#past);
  }

  #travel(from, to) {
    if (!from.length) return false;
    to.push(JSON.stringify(this.content));
    this.content = JSON.parse(from.pop());
    this.#mark = null;
    this.#tell("history");
    return true;
  }

  #tell(source) {
    this.dispatchEvent(new CustomEvent("change", { detail: { source } }));
  }
}
