// Which row of a list became which row of another: rows carry no number of their own, only what they say.

const text = (row) => (typeof row === "string" ? row : Object.values(row).join("\u0000"));
const named = (row) => (typeof row === "string" ? "" : row.name ?? row.title ?? "");
const placed = (row) => (named(row) ? JSON.stringify([row.level1 ?? "", row.level2 ?? "", named(row)]) : "");
const ALIKE = 0.5;

/** Pairs of neighbouring characters, with how often each occurs. */
function pairs(line) {
  const found = new Map();
  for (let at = 0; at < line.length - 1; at += 1) {
    const pair = line.slice(at, at + 2);
    found.set(pair, (found.get(pair) ?? 0) + 1);
  }
  return found;
}

/** How much two texts have in common: 0 to 1. */
function likeness(a, b) {
  if (a === b) return 1;
  const [left, right] = [pairs(a), pairs(b)];
  let common = 0;
  for (const [pair, count] of left) common += Math.min(count, right.get(pair) ?? 0);
  const all = Math.max(a.length - 1, 0) + Math.max(b.length - 1, 0);
  return all ? (2 * common) / all : 0;
}

/** For each row of `to` the index of the row of `from` that it was, or -1: equal rows first, then those of the same
 *  level and name, of the same name, and at last the most alike. */
export function matchRows(from, to) {
  const match = Array(to.length).fill(-1);
  const free = new Set(from.keys());
  const take = (target, source) => { match[target] = source; free.delete(source); };
  for (const key of [JSON.stringify, placed, named]) {
    const waiting = new Map();
    for (const index of free) {
      const name = key(from[index]);
      if (name) waiting.set(name, [...(waiting.get(name) ?? []), index]);
    }
    to.forEach((row, index) => {
      const source = match[index] < 0 && waiting.get(key(row))?.shift();
      if (source >= 0 && source !== false) take(index, source);
    });
  }
  const left = to.flatMap((row, index) => (match[index] < 0 ? [...free].map((source) => [likeness(text(from[source]), text(row)), index, source]) : []));
  for (const [score, index, source] of left.sort((a, b) => b[0] - a[0])) {
    if (score >= ALIKE && match[index] < 0 && free.has(source)) take(index, source);
  }
  return match;
}
