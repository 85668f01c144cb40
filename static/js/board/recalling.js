/** The lines that were sent: ↑ brings them back, the last first, ↓ goes the other way. Pure. */

const KEPT = 30;

/** @returns {{keep: (line: string) => void, step: (by: number) => string|null, rest: () => void}} */
export function makeRecall() {
  let lines = [];
  let at = 0;

  return {
    /** A line was sent; the same one again moves to the end. */
    keep(line) {
      lines = [...lines.filter((known) => known !== line), line].slice(-KEPT);
      at = lines.length;
    },
    /** The line so many steps away; empty after the newest, null where there is none. */
    step(by) {
      const next = at + by;
      if (next < 0 || next > lines.length || lines.length === 0) return null;
      at = next;
      return lines[at] ?? "";
    },
    /** The next ↑ begins at the newest again. */
    rest() {
      at = lines.length;
    },
  };
}

/** Which part of a line is chosen when it comes back: its verb, so that typing changes it.
 * @param {string} line
 * @returns {[number, number]} */
export function verbSpan(line) {
  const [, blank, word] = /^(\s*)(\S*)/.exec(line);
  return [blank.length, blank.length + word.length];
}
