/** What the wall makes of its cards: the most urgent few, how many more, what is escalated. Pure. */

import { byTimeLeft } from "../board/state.js";

export const SHOWN = 6;

/** The open emergencies: the few that are shown, the least time left first, and how many others.
 * @param {Record<string, any>[]} cards
 * @returns {{urgent: Record<string, any>[], others: number}} */
export function emergencies(cards) {
  const open = cards.filter((card) => !card.closed_at && card.track === "emergency").sort(byTimeLeft);
  return { urgent: open.slice(0, SHOWN), others: Math.max(0, open.length - SHOWN) };
}

/** How many ended since this watch began.
 * @param {Record<string, any>[]} cards
 * @param {string|null} began ISO-8601
 * @returns {number} */
export function endedSince(cards, began) {
  return began ? cards.filter((card) => card.closed_at && Date.parse(card.closed_at) >= Date.parse(began)).length : 0;
}

/** The escalations nobody has taken on: the gravest, and how many more.
 * @param {Record<string, any>[]} cards
 * @returns {{card: Record<string, any>|null, more: number}} */
export function escalations(cards) {
  const raised = cards.filter((card) => card.escalation && !card.closed_at);
  raised.sort(
    ({ escalation: one }, { escalation: other }) =>
      other.level - one.level || Date.parse(other.raised_at) - Date.parse(one.raised_at),
  );
  return { card: raised[0] ?? null, more: Math.max(0, raised.length - 1) };
}

/** Where it is, as the wall says it: the cleaned place and the kelurahan.
 * @param {{place: string, area: string}} card
 * @returns {string} */
export function whereOf({ place, area }) {
  return [place, area.split(" · ")[0]].filter(Boolean).join(", ");
}

/** The tone of a share against its target, in percent: met, nearly, missed; none while there is nothing to share.
 * @param {number|null} share
 * @param {number} target
 * @returns {""|"c-ok"|"c-warn"|"c-crit"} */
export function toneOf(share, target) {
  if (share === null) return "";
  if (share >= target) return "c-ok";
  return share >= target - 20 ? "c-warn" : "c-crit";
}
