/**
 * Finding a category among fifty: groups, official and everyday words, short codes such as `kll mtr`, two-letter jumps. Pure.
 *
 * @typedef {{code: string, name: string, group: string, short_code: string, words: string, glyph: string, priority: number,
 *   track: string, is_confidential: boolean}} Kind
 */

const plain = (text) => text.toLowerCase().normalize("NFD").replace(/[\u0300-\u036f]/g, "");
const words = (text) => plain(text).split(/[^a-z0-9]+/).filter(Boolean);

/** @param {Kind[]} kinds @returns {{name: string, glyph: string, kinds: Kind[]}[]} in the order they first appear */
export function groupsOf(kinds) {
  const groups = new Map();
  for (const kind of kinds) {
    if (!groups.has(kind.group)) groups.set(kind.group, { name: kind.group, glyph: kind.glyph, kinds: [] });
    groups.get(kind.group).kinds.push(kind);
  }
  return [...groups.values()];
}

/** @param {Kind[]} kinds @returns {Kind[]} those that every typed word fits, the best first; all when nothing is typed */
export function matching(kinds, typed) {
  const asked = words(typed);
  if (!asked.length) return kinds;
  return kinds
    .map((kind, order) => ({ kind, order, rank: rankOf(kind, asked) }))
    .filter(({ rank }) => rank < Infinity)
    .sort((a, b) => a.rank - b.rank || a.order - b.order)
    .map(({ kind }) => kind);
}

function rankOf(kind, asked) {
  const short = words(kind.short_code);
  if (short.join(" ") === asked.join(" ")) return 0;
  if (asked.every((word, at) => short[at]?.startsWith(word))) return 1;
  const rank = Math.max(...asked.map((word) => rankOfWord(kind, short, word)));
  return asked.length > 1 && rank > 3 && isSaid(kind, asked) ? 3 : rank;
}

/** Several words exactly as callers say them are as good as the official name. */
const isSaid = (kind, asked) => kind.words.split(",").some((phrase) => words(phrase).join(" ") === asked.join(" "));

function rankOfWord(kind, short, word) {
  const starts = (list) => list.some((each) => each.startsWith(word));
  if (starts(short)) return 2;
  if (starts(words(kind.name))) return 3;
  if (starts(words(kind.group))) return 4;
  if (starts(words(kind.words))) return 5;
  return word.length > 2 && plain(kind.name).includes(word) ? 6 : Infinity;
}

/**
 * Where two quickly typed letters lead in a list: the next label that starts with them, after the present one when
 * a single letter is repeated. -1 when none does.
 */
export function jump(labels, typed, from) {
  const asked = plain(typed);
  const first = asked.length > 1 ? from : from + 1;
  for (let step = 0; step < labels.length; step += 1) {
    const at = (Math.max(first, 0) + step) % labels.length;
    if (plain(labels[at]).startsWith(asked)) return at;
  }
  return -1;
}
