/**
 * How long callers wait and talk, and when that is too long. Pure.
 *
 * @typedef {{offered_at: string, answered_at: string|null, rings_since?: string|null, requeued_at?: string|null}} Call
 */

/** With the whole limit the timer turns amber, with five thirds of it red (1:30 and 2:30). */
const RED_AFTER = 5 / 3;

/** Since when it rings: first, or again. @param {Call} call */
export const waitingSince = (call) => call.rings_since ?? call.requeued_at ?? call.offered_at;

/** Whether that is longer than the standard allows. */
export const isLate = (since, now, limitMs) => now - Date.parse(since) > limitMs;

/** How long its caller waited for the first answer, in milliseconds; of a ring that was told late, since it was told. @param {Call} call */
export function answeredAfter(call) {
  const began = [call.rings_since, call.offered_at].find((at) => at && Date.parse(at) <= Date.parse(call.answered_at)) ?? call.answered_at;
  return Date.parse(call.answered_at) - Date.parse(began);
}

/** Green up to the limit, then amber, then red. */
export function bandOf(elapsedMs, limitMs) {
  if (elapsedMs <= limitMs) return "ok";
  return elapsedMs <= limitMs * RED_AFTER ? "warn" : "crit";
}

/** How far along the bar the timer is; the bar is twice the limit long. */
export function shareOf(elapsedMs, limitMs) {
  return Math.max(0, Math.min(1, elapsedMs / (limitMs * 2)));
}
