/**
 * Which incidents the list shows: by agency, district, priority and whose they are, and in which order. Pure.
 *
 * @typedef {{agency: string, area: string, priority: number, mine: boolean, order: string}} Filter
 *   empty text and 0: no matter which
 */

import { isMine } from "./sharing.js";
import { byTimeLeft } from "./state.js";

export const ORDERS = ["time", "priority", "newest"];
export const OPEN = { agency: "", area: "", priority: 0, mine: false, order: "time" };

/** A filter as it was kept, whatever was kept: what is not understood is left out.
 * @param {any} kept
 * @returns {Filter} */
export function filterOf(kept) {
  const { agency, area, priority, mine, order } = kept ?? {};
  return {
    agency: typeof agency === "string" ? agency : "",
    area: typeof area === "string" ? area : "",
    priority: [1, 2, 3, 4].includes(priority) ? priority : 0,
    mine: mine === true,
    order: ORDERS.includes(order) ? order : "time",
  };
}

/** Whether it hides anything at all.
 * @param {Filter} filter */
export function isNarrow({ agency, area, priority, mine }) {
  return Boolean(agency || area || priority || mine);
}

/** Whether an incident stays in the list. What no agency has yet is everybody's, whichever agency is looked at.
 * @param {Record<string, any>} card
 * @param {Filter} filter
 * @param {number} me the account of this browser
 * @param {Record<string, any>[]} [shares] who of the desk holds what
 * @returns {boolean} */
export function passes(card, { agency, area, priority, mine }, me, shares = []) {
  if (agency && card.chips.length > 0 && !card.chips.some(({ code }) => code === agency)) return false;
  if (area && districtOf(card) !== area) return false;
  if (priority && card.priority !== priority) return false;
  return !mine || isMine(card, me, shares, districtOf(card));
}

/** The kecamatan of an incident; empty when it is not known.
 * @param {{area: string}} card
 * @returns {string} */
export function districtOf({ area }) {
  return area.split(" · ").at(-1);
}

/** The districts there is something in, by name.
 * @param {Record<string, any>[]} cards
 * @returns {string[]} */
export function districts(cards) {
  return [...new Set(cards.map(districtOf))].filter(Boolean).sort((one, other) => one.localeCompare(other, "id"));
}

/** Those of the highest priority that need a unit and that the list hides: they are said in a banner.
 * @param {Record<string, any>[]} cards
 * @param {(card: Record<string, any>) => boolean} isShown
 * @returns {Record<string, any>[]} the oldest first */
export function urgentOutside(cards, isShown) {
  const urgent = cards.filter((card) => card.priority === 1 && card.stage === "unassigned" && !card.closed_at && !isShown(card));
  return urgent.sort((one, other) => Date.parse(one.reported_at) - Date.parse(other.reported_at));
}

/** How two incidents stand to each other inside a group.
 * @param {string} order
 * @returns {(one: Record<string, any>, other: Record<string, any>) => number} */
export function ordering(order) {
  if (order === "priority") return (one, other) => one.priority - other.priority || byTimeLeft(one, other);
  if (order === "newest") return (one, other) => Date.parse(other.reported_at) - Date.parse(one.reported_at) || other.id - one.id;
  return byTimeLeft;
}
