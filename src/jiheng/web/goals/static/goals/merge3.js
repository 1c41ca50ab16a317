// Two people changed one content: what only one of them touched is taken as it is, of both only the rest is asked about.

import { matchRows } from "./rows.js";

const same = (a, b) => JSON.stringify(a) === JSON.stringify(b);
const isObject = (value) => value !== null && typeof value === "object" && !Array.isArray(value);

/**
 * Merge two changes of `base`. Gives `{merged, conflicts}`: in `merged` every conflict holds mine (of a row that one
 * deleted and the other changed, the changed one). A conflict is `{path, base, mine, theirs}`, its path leads into
 * `merged`; with `isRow` one of the sides is null: there the row was deleted.
 */
export function merge3(base, mine, theirs) {
  const conflicts = [];
  return { merged: copy(value(base, mine, theirs, "", conflicts)), conflicts };
}

const copy = (content) => (content === undefined ? undefined : JSON.parse(JSON.stringify(content)));

function value(base, mine, theirs, path, conflicts) {
  if (same(mine, theirs) || same(base, theirs)) return mine;
  if (same(base, mine)) return theirs;
  if (Array.isArray(mine) && Array.isArray(theirs)) return list(Array.isArray(base) ? base : [], mine, theirs, path, conflicts);
  if (isObject(mine) && isObject(theirs)) {
    const names = new Set([...Object.keys(mine), ...Object.keys(theirs)]);
    const parts = [...names].map((name) => [name, value(base?.[name], mine[name], theirs[name], path ? `${path}.${name}` : name, conflicts)]);
    return Object.fromEntries(parts.filter(([, part]) => part !== undefined));
  }
  conflicts.push({ path, base, mine, theirs });
  return mine;
}

/** Rows: each with what it was in the base, in mine and in theirs (undefined where it was not there). */
function list(base, mine, theirs, path, conflicts) {
  const known = base.map((row) => ({ base: row }));
  const [own, other] = [sequence(known, base, mine, "mine"), sequence(known, base, theirs, "theirs")];
  joinEqualNews(own, other);
  const isKept = (row) => row.base === undefined || (row.mine !== undefined ? row.theirs !== undefined || !same(row.base, row.mine) : row.theirs !== undefined && !same(row.base, row.theirs));
  const rows = order(known, own.filter(isKept), other.filter(isKept));
  return rows.map((row, index) => merged(row, `${path}[${index}]`, conflicts));
}

/** One side's rows in its order; those that the base has are the base's. */
function sequence(known, base, rows, side) {
  const match = matchRows(base, rows);
  return rows.map((row, index) => {
    const entry = match[index] < 0 ? {} : known[match[index]];
    entry[side] = row;
    return entry;
  });
}

/** A row that both added in the same words is one row. */
function joinEqualNews(own, other) {
  const isNew = (row) => row.base === undefined;
  for (const row of own.filter(isNew)) {
    const at = other.findIndex((each) => isNew(each) && each.mine === undefined && same(each.theirs, row.mine));
    if (at >= 0) {
      row.theirs = other[at].theirs;
      other[at] = row;
    }
  }
}

/** The order of whoever moved rows (where both did, mine); the other's rows stand behind the one they followed. */
function order(known, own, other) {
  const shared = (rows) => rows.filter((row) => row.base !== undefined && row.mine !== undefined && row.theirs !== undefined);
  const places = shared(own).map((row) => known.indexOf(row));
  const isMoved = places.some((place, index) => index > 0 && place < places[index - 1]);
  const [rows, guests] = isMoved ? [[...own], other] : [[...other], own];
  guests.forEach((guest, index) => {
    if (rows.includes(guest)) return;
    const before = guests.slice(0, index).reverse().find((row) => rows.includes(row));
    rows.splice(before ? rows.indexOf(before) + 1 : 0, 0, guest);
  });
  return rows;
}

function merged(row, path, conflicts) {
  if (row.mine !== undefined && row.theirs !== undefined) return value(row.base, row.mine, row.theirs, path, conflicts);
  if (row.base !== undefined) conflicts.push({ path, base: row.base, mine: row.mine ?? null, theirs: row.theirs ?? null, isRow: true });
  return row.mine ?? row.theirs;
}

/** The merged content after the person's choice: `sides[i]` is `"mine"` or `"theirs"` for the conflict `i`. */
export function decided({ merged: content, conflicts }, sides) {
  const made = copy(content);
  const gone = [];
  conflicts.forEach((conflict, index) => {
    const chosen = conflict[sides[index]];
    if (conflict.isRow && chosen === null) gone.push(conflict.path);
    else put(made, conflict.path, chosen);
  });
  // From the last row to the first: the places of the others hold until they are taken.
  for (const path of gone.reverse()) {
    const [, owner, index] = /^(.*)\[(\d+)\]$/.exec(path);
    keys(owner).reduce((at, name) => at[name], made).splice(Number(index), 1);
  }
  return made;
}

const keys = (path) => path.split(/[.[\]]+/).filter((name) => name !== "");

function put(content, path, chosen) {
  const names = keys(path);
  const last = names.pop();
  const owner = names.reduce((at, name) => at[name], content);
  if (chosen === undefined) delete owner[last];
  else owner[last] = copy(chosen);
}
