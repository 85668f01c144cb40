/** How a line stands and who has an answered call in hand: what nobody has is on every console until somebody takes it. Pure. */

import { isHeld, isTalk, ringing } from "./state.js";
import { waitingSince } from "./waits.js";

/**
 * How the line of a call stands, and since when it does: on hold, talking, over, back in the queue; none without a call.
 * @param {object|null} call @param {{call_id: number, id: number, verb: string, result: string, asked_at: string}[]} commands
 * @returns {{name: "held"|"talking"|"over"|"waiting"|"none", since: string|null}}
 */
export function standingOf(call, commands) {
  if (!call) return { name: "none", since: null };
  if (call.ended_at) return { name: "over", since: null };
  if (!isTalk(call)) return { name: "waiting", since: waitingSince(call) };
  if (!isHeld(commands, call.id)) return { name: "talking", since: call.answered_at };
  const holds = commands.filter((one) => one.call_id === call.id && one.verb === "hold" && one.result === "done");
  return { name: "held", since: holds.sort((a, b) => a.id - b.id).at(-1).asked_at };
}

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
