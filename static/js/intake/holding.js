/** Who has an answered call in hand, and which has nobody: each of those is on every console until somebody takes it. Pure. */

import { ringing } from "./state.js";

/**
 * Calls that were answered, have no outcome, and that nobody on watch has in hand: picked up at a telephone where nobody sits,
 * or by somebody who has gone home. The longest-lying first; what rings for everybody already is not among them.
 * @param {object[]} calls @param {{user_id: number}[]} members who is on watch
 */
export function unheld(calls, members) {
  if (!members.length) return [];
  const present = new Set(members.map((one) => one.user_id));
  const ringsNow = new Set(ringing(calls, members).map((call) => call.id));
  return calls
    .filter((call) => call.answered_at && !call.outcome && !present.has(call.answered_by_id) && !ringsNow.has(call.id))
    .sort((a, b) => a.answered_at.localeCompare(b.answered_at) || a.id - b.id);
}

/** Who had it, with the desk; without a name the telephone at which it was picked up, which may be empty. @param {object} call */
export function holderOf(call) {
  if (!call.answered_by) return { who: "", extension: call.extension ?? "" };
  return { who: call.seat ? `${call.answered_by} (${call.seat})` : call.answered_by, extension: "" };
}

/** Whether my own talk has ended, as by a wrong key, and its caller can be rung again. @param {object|null} call @param {number} me */
export const canRedial = (call, me) =>
  Boolean(call?.ended_at && call.can_be_called) && !call.outcome && call.answered_by_id === me && (call.channel ?? "voice") === "voice";
