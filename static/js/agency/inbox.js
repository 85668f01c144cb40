/** What the desk says to this agency: which messages wait here to be read, and where they stand among the news. Pure. */

import { isForeign } from "./state.js";

/** The messages that this telephone must show until somebody has read them: to its own unit or to the whole agency. One
 * that belongs to no unit shows all.
 * @param {object[]} cards incident cards of the own agency
 * @param {import("./state.js").Tap[]} taps what the server has not confirmed
 * @param {string} unit the call sign of the own unit, "" for none
 * @returns {object[]} the oldest first, each with its card */
export function unread(cards, taps, unit) {
  const read = new Set(taps.filter(({ kind }) => kind === "read").map(({ message }) => message));
  return cards
    .filter((card) => !card.closed_at)
    .flatMap((card) => card.messages.map((one) => ({ ...one, card })))
    .filter((one) => !one.read_at && !read.has(one.id) && !isForeign(one, unit))
    .sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
}

/** Notes, messages and what waits to be sent, the newest first.
 * @param {{notes: object[], messages: object[]}} card
 * @param {import("./state.js").Tap[]} waiting
 * @returns {object[]} */
export function news({ notes, messages }, waiting) {
  const told = messages.map((one) => ({ ...one, key: `m${one.id}`, isMessage: true }));
  const said = [...notes, ...told].sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
  return [...said, ...waiting.filter(({ kind }) => kind === "note")].reverse();
}
