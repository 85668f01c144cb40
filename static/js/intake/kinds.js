/**
 * Finding a category among fifty: groups, official and everyday words, short codes such as `kll mtr`, two-letter jumps. Pure.
 *
 * @typedef {{code: string, name: string, group: string, short_code: string, words: string, glyph: string, priority: number,
 *   track: string, is_confidential: boolean}} Kind
 */

const plain = (text) => text.toLowerCase().normalize("NFD").replace(/[\u0300-\u036f]/g, "");
const words = (text) => plain(text).split(/[^a-z0-9]+/).filter(Boolean);

/**
 * @param {Kind[]} kinds
 * @returns {{name: string, glyph: string, kinds: Kind[], lead: [number, number]}[]} in the order they first appear; lead:
 *   where in the name the two letters stand that are this group's alone
 */
export function groupsOf(kinds) {
  const groups = new Map();
  for (const kind of kinds) {
    if (!groups.has(kind.group)) groups.set(kind.group, { name: kind.group, glyph: kind.glyph, kinds: [] });
    groups.get(kind.group).kinds.push(kind);
  }
  const seconds = secondLetters([...groups.keys()].map(plain));
  return [...groups.values()].map((group, at) => ({ ...group, lead: [0, seconds[at]] }));
}

/** The second letter; where others begin with the same two, a later one that sets the name apart, a consonant if there is one. */
function secondLetters(names) {
  const begins = names.map((name) => name.slice(0, 2));
  const taken = new Set(begins);
  return names.map((name, at) => {
    if (begins.filter((two) => two === begins[at]).length === 1) return 1;
    const later = [...name].map((letter, place) => ({ letter, place })).filter(({ letter, place }) => place > 1 && /[a-z]/.test(letter));
    const free = later.filter(({ letter }) => !taken.has(name[0] + letter));
    const { place } = free.find(({ letter }) => !"aeiou".includes(letter)) ?? free[0] ?? { place: 1 };
    taken.add(name[0] + name[place]);
    return place;
  });
}

/**
 * Which two letters of its short code's last word lead to each kind within its group.
 * @returns {Map<string, [number, number]>} where they stand in the short code, by the kind's code
 */
export function leadsWithin(groups) {
  const leads = groups.flatMap(({ kinds }) => {
    const starts = kinds.map((kind) => kind.short_code.lastIndexOf(" ") + 1);
    const seconds = secondLetters(kinds.map((kind, at) => plain(kind.short_code.slice(starts[at]))));
    return kinds.map((kind, at) => [kind.code, [starts[at], starts[at] + seconds[at]]]);
  });
  return new Map(leads);
}

/** @param {[number, number]} [at] where they stand @returns {string} the letters of a text */
export const lettersOf = (text, at = []) => plain(at.map((place) => text[place]).join(""));

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
 * Where quickly typed letters lead in a list: to what has these two for its own, else to the next label that starts with
 * them, after the present one when a single letter is repeated. -1 when none does.
 */
export function jump(labels, typed, from, letters = []) {
  const asked = plain(typed);
  if (asked.length === 2 && letters.includes(asked)) return letters.indexOf(asked);
  const first = asked.length > 1 ? from : from + 1;
  for (let step = 0; step < labels.length; step += 1) {
    const at = (Math.max(first, 0) + step) % labels.length;
    if (plain(labels[at]).startsWith(asked)) return at;
  }
  return -1;
}
