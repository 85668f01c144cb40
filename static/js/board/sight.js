/** Which rows of a long list stand on the page: those in sight and some beyond both edges; an old PC is spared the rest.
 * Pure. @typedef {import("./state.js").Group} Group @typedef {{from: number, to: number}} Reach pixels from the list's top */

/** How high board.css makes a group's heading and a row, in pixels. */
const [HEAD, ROW] = [24, 47];
/** Rows beyond an edge, so that scrolling meets drawn ones, and how many come and go together. */
const [BEYOND, STEP] = [10 * ROW, 5 * ROW];

/** What to draw while these pixels are in sight; the same for small moves. @param {Reach} sight @returns {Reach} */
export function reachOf({ from, to }) {
  return { from: Math.floor((from - BEYOND) / STEP) * STEP, to: Math.ceil((to + BEYOND) / STEP) * STEP };
}

/** Every group with the part of its rows that is within reach.
 * @param {Group[]} groups
 * @param {Reach} reach
 * @returns {(Group & {count: number, first: number, above: number, below: number})[]} count: rows in all; first: which of
 *   the list's rows its first drawn one is, from 1; above, below: pixels of the rows left out */
export function within(groups, { from, to }) {
  let [top, seen] = [0, 0];
  return groups.map(({ stage, cards }) => {
    const start = top + HEAD;
    const clamp = (row) => Math.max(0, Math.min(cards.length, row));
    const [skipped, end] = [clamp(Math.floor((from - start) / ROW)), clamp(Math.ceil((to - start) / ROW))];
    const first = seen + skipped + 1;
    top = start + cards.length * ROW;
    seen += cards.length;
    const [above, below] = [skipped * ROW, (cards.length - end) * ROW];
    return { stage, cards: cards.slice(skipped, end), count: cards.length, first, above, below };
  });
}

/** How far below the list's top the row of this incident begins; null where it is not in the list.
 * @param {Group[]} groups @param {number} id @returns {number|null} */
export function topOf(groups, id) {
  return tops(groups).get(id) ?? null;
}

/** How far most of what was in sight moves when the list becomes another: one has to scroll along, or other rows come
 * under the hand. @param {Group[]} before @param {Group[]} after @param {Reach} sight @returns {number} pixels */
export function shiftOf(before, after, { from, to }) {
  const next = tops(after);
  const seen = [...tops(before)].filter(([id, top]) => top + ROW > from && top < to && next.has(id));
  const shifts = seen.map(([id, top]) => next.get(id) - top).sort((one, other) => one - other);
  return shifts[Math.floor(shifts.length / 2)] ?? 0;
}

function tops(groups) {
  let top = 0;
  const found = new Map();
  for (const { cards } of groups) {
    top += HEAD;
    for (const { id } of cards) {
      found.set(id, top);
      top += ROW;
    }
  }
  return found;
}
