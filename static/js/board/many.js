/** Who comes first where many help at once: the list has room for few, and who has not answered must not be below. Pure. */

/** Up to so many stand in the order in which they were told, which the eye knows. */
const FEW = 8;
/** So many chips fit into a row of the list; on a narrow screen so many. */
const FIT = 8;
const FIT_NARROW = 4;

const RANK = ["notified", "declined", "en_route", "accepted", "on_scene", "controlled", "recalled", "done"];

function rank({ state, level = 0, escalated = level > 0 }) {
  return state === "notified" && escalated ? -1 : RANK.indexOf(state);
}

/** The same rows; where they are many, first who has not answered, last who is done.
 * @template {{state: string, level?: number, escalated?: boolean}} T
 * @param {T[]} rows in the order they were told
 * @param {number} [few] up to so many stay as they are
 * @returns {T[]} */
export function byNeed(rows, few = FEW) {
  if (rows.length <= few) return rows;
  return rows.map((row, index) => [row, index]).sort(([one, i], [other, j]) => rank(one) - rank(other) || i - j).map(([row]) => row);
}

/** The chips of a row: how many are shown, and how many are only counted; where not all fit, one place is for the count.
 * @param {number} count
 * @returns {{wide: number, narrow: number}} chips shown */
export function shownOf(count) {
  return { wide: count > FIT ? FIT - 1 : count, narrow: count > FIT_NARROW ? FIT_NARROW - 1 : count };
}

/** The chips in the order in which they are shown. */
export function chipsByNeed(chips) {
  return byNeed(chips, FIT_NARROW);
}
