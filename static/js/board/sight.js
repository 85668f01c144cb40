/** Which rows of a long list stand on the page: those in sight and some beyond both edges; an old PC is spared the rest.
 * Pure. @typedef {import("./state.js").Group} Group @typedef {{from: number, to: number}} Reach pixels from the list's top */

/** How high board.css makes a group's heading and a row, in pixels. */
const [HEAD, ROW] = [24, 47];
/** Rows beyond an edge: so many at least, and so many when rows are made because somebody scrolls, which come in steps. */
const [NEAR, BEYOND, STEP] = [3 * ROW, 10 * ROW, 5 * ROW];

/** What to make while these pixels are in sight; the same for small moves. @param {Reach} sight @returns {Reach} */
export function reachOf({ from, to }) {
  return { from: Math.floor((from - BEYOND) / STEP) * STEP, to: Math.ceil((to + BEYOND) / STEP) * STEP };
}

/** Every group with its rows that are to be on the page: those near what is in sight, and those within reach that are made
 * already, for a new row is what costs most.
 * @param {Group[]} groups @param {Reach} sight @param {(id: number) => boolean} isMade
 * @returns {(Group & {count: number, first: number, above: number, below: number})[]} count: rows in all; first: which of
 *   the list's rows its first drawn one is, from 1; above, below: pixels of the rows left out */
export function within(groups, sight, isMade) {
  let [top, seen] = [0, 0];
  return groups.map(({ stage, cards }) => {
    const rows = part(cards, top + HEAD, sight, ({ id }) => isMade(id));
    const first = seen + rows.from + 1;
    top += HEAD + cards.length * ROW;
    seen += cards.length;
    const [above, below] = [rows.from * ROW, (cards.length - rows.to) * ROW];
    return { stage, cards: cards.slice(rows.from, rows.to), count: cards.length, first, above, below };
  });
}

function part(cards, start, sight, isMade) {
  const clamp = (row) => Math.max(0, Math.min(cards.length, row));
  const rowsOf = ({ from, to }) => [clamp(Math.floor((from - start) / ROW)), clamp(Math.ceil((to - start) / ROW))];
  const [least, most] = rowsOf(reachOf(sight));
  // A narrow window is scrolled past the whole list: then its end is before its beginning.
  let [from, to] = rowsOf({ from: sight.from - NEAR, to: Math.max(sight.from, sight.to) + NEAR });
  while (from > least && isMade(cards[from - 1])) from -= 1;
  while (to < most && isMade(cards[to])) to += 1;
  return { from, to };
}

/** How far below the list's top the row of this incident begins; null where it is not in the list.
 * @param {Group[]} groups @param {number} id @returns {number|null} */
export function topOf(groups, id) {
  return tops(groups).get(id) ?? null;
}

/** How far most of what was in sight moves together when the list becomes another: one has to scroll along, or other rows
 * come under the hand. @param {Group[]} before @param {Group[]} after @param {Reach} sight @returns {number} pixels */
export function shiftOf(before, after, { from, to }) {
  const next = tops(after);
  const seen = [...tops(before)].filter(([id, top]) => top + ROW > from && top < to && next.has(id));
  const shifts = seen.map(([id, top]) => next.get(id) - top).sort((one, other) => one - other);
  const most = shifts[Math.floor(shifts.length / 2)];
  return shifts.filter((shift) => shift === most).length > shifts.length / 2 ? most : 0;
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
