/** Which letters of a name are those that somebody typed, also where the two are only nearly the same. Pure. */

/** So many letters in a row are no accident. */
const SHORTEST_RUN = 2;
/** Of two words that are spelt otherwise so much must be the same; the search is no stricter. */
const ENOUGH = 0.6;
const SHORTEST_LIKENESS = 3;

/** One sign as it is compared; as many signs come out as went in. */
const plain = (sign) => sign.toLowerCase().normalize("NFD").charAt(0);
const folded = (text) => Array.from({ length: text.length }, (_, at) => plain(text[at])).join("");

/**
 * A name cut into what was typed and what was not, in order.
 * @param {string} name @param {string} typed @returns {{text: string, isTyped: boolean}[]}
 */
export function parts(name, typed) {
  const plainName = folded(name);
  const asked = folded(typed).replace(/([a-z]{3,})2\b/g, "$1").match(/[a-z0-9]+/g) ?? [];
  const isTyped = new Array(name.length).fill(false);
  for (const { 0: word, index } of plainName.matchAll(/[a-z0-9]+/g)) {
    for (const [from, to] of runsIn(word, asked)) isTyped.fill(true, index + from, index + to);
  }
  return joined(name, isTyped);
}

/** Where a word of the name is the same as one of those asked for: its beginning, all of it, or the longest pieces. */
function runsIn(word, asked) {
  const begun = asked.filter((one) => word.startsWith(one)).map((one) => one.length);
  if (begun.length) return [[0, Math.max(...begun)]];
  if (word.length >= SHORTEST_LIKENESS && asked.some((one) => one.startsWith(word) || one.endsWith(word))) return [[0, word.length]];
  const likest = asked
    .map((one) => ({ runs: common(word, one), longer: Math.max(word.length, one.length) }))
    .map(({ runs, longer }) => ({ runs, same: runs.reduce((sum, [from, to]) => sum + to - from, 0), longer }))
    .filter(({ same, longer }) => same >= SHORTEST_LIKENESS && same >= longer * ENOUGH)
    .sort((a, b) => b.same - a.same)[0];
  return likest?.runs ?? [];
}

/** The longest piece that two words share, then those before it and behind it. @returns {[number, number][]} within `a` */
function common(a, b) {
  let best = { length: 0, at: 0, from: 0 };
  for (let at = 0; at < a.length; at += 1) {
    for (let from = 0; from < b.length; from += 1) {
      let length = 0;
      while (at + length < a.length && a[at + length] === b[from + length]) length += 1;
      if (length > best.length) best = { length, at, from };
    }
  }
  const { length, at, from } = best;
  if (length < SHORTEST_RUN) return [];
  const behind = common(a.slice(at + length), b.slice(from + length));
  return [...common(a.slice(0, at), b.slice(0, from)), [at, at + length], ...behind.map((run) => run.map((end) => end + at + length))];
}

function joined(name, isTyped) {
  const found = [];
  for (let at = 0; at < name.length; at += 1) {
    const last = found.at(-1);
    if (last && last.isTyped === isTyped[at]) last.text += name[at];
    else found.push({ text: name[at], isTyped: isTyped[at] });
  }
  return found;
}
