/**
 * What the console asks of the cards it knows: who is ringing, who is talking, what is mine, what is near. Pure.
 *
 * @typedef {{id: number, answered_at: string|null, answered_by_id: number|null, ended_at: string|null, outcome: string,
 *   offered_at: string}} Call
 */

import { waitingSince } from "./waits.js";

/** Below the others by a supervisor's word; repeated silence is never below. @param {Call} call */
export const isLow = (call) => Boolean(call.is_demoted) && !(call.history?.silent > 1);

/** Whether somebody talks with the caller. @param {Call|null} call */
export const isTalk = (call) => Boolean(call?.answered_at) && !call.ended_at;

/** Whether somebody rang, rather than wrote; a card always says how. */
export const isRung = (call) => (call.channel ?? "voice") === "voice";

/** A button somebody pressed who may not be able to do more. */
const isPanic = (call) => call.channel === "panic";

/**
 * Whether a call is on hold: the last of what was done for it, as the exchange confirmed it.
 * @param {{call_id: number, id: number, verb: string, result: string}[]} commands @param {number} callId
 */
export function isHeld(commands, callId) {
  const done = commands.filter((one) => one.call_id === callId && one.result === "done");
  return done.sort((a, b) => a.id - b.id).at(-1)?.verb === "hold";
}

/** Whether a sender waits for an answer from a call-taker who has gone home. @param {{user_id: number}[]} members on watch */
const isLeft = (call, members) =>
  Boolean(call.thread?.is_owed && call.answered_at && !call.ended_at && members.length) && !members.some((one) => one.user_id === call.answered_by_id);

/** Whether it waits for its first answer, or waits again. @param {Call} call */
const isWaiting = (call) => !call.answered_at && !call.ended_at && (!call.outcome || Boolean(call.requeued_at));

/** The longest-waiting first, as their timers show it: by our clock, and since it rings again for those put back. */
const byWait = (a, b) => Date.parse(waitingSince(a)) - Date.parse(waitingSince(b)) || a.id - b.id;

/**
 * Calls nobody has in hand: panic buttons, then the longest-waiting; those put below last.
 * @param {Call[]} calls
 */
export function ringing(calls, members = []) {
  return calls
    .filter((call) => isWaiting(call) || isLeft(call, members))
    .sort((a, b) => isPanic(b) - isPanic(a) || isLow(a) - isLow(b) || byWait(a, b));
}

/**
 * Everybody on watch by desk, with what he does and since when: talking, writing down a call that is over, away, or ready.
 * Whoever has a conversation by message open can pick up the telephone.
 * @param {{id: number, user_id: number, name: string, seat: string|null, paused_at: string|null}[]} members
 * Whoever is ready at a telephone that the exchange does not ring is not: how that one stands is said in its place.
 * @param {Call[]} calls @param {{seat: string, standing: string, since: string}[]} telephones those that are not rung
 */
export function onWatch(members, calls, telephones = []) {
  return members
    .map(({ id, user_id: userId, name, seat, paused_at: pausedAt }) => {
      const work = doing(userId, pausedAt, calls);
      const deaf = work.state === "ready" && telephones.find((one) => one.seat === seat);
      return { id, userId, name, seat, ...(deaf ? { state: `telephone-${deaf.standing}`, since: deaf.since } : work) };
    })
    .sort((a, b) => Number(!a.seat) - Number(!b.seat) || (a.seat ?? "").localeCompare(b.seat ?? "") || a.name.localeCompare(b.name));
}

function doing(userId, pausedAt, calls) {
  const own = calls.filter((call) => call.answered_at && call.answered_by_id === userId);
  const talking = own.find((call) => isRung(call) && isTalk(call));
  if (talking) return { state: "talking", since: talking.answered_at };
  const over = own.find((call) => call.ended_at && !call.outcome);
  if (over) return { state: "writing", since: over.ended_at };
  return pausedAt ? { state: "paused", since: pausedAt } : { state: "ready", since: null };
}

/**
 * The calls that wait to be called back: those with a number, those without, those that resolved themselves (the latest first).
 * The longest-waiting stand first as their rows say it, since they gave up; who was tried stands behind those who were not, and
 * who was tried last behind all, so that one who never answers keeps nobody waiting.
 */
export function waiting(calls) {
  const backs = calls.filter((call) => call.call_back).sort((a, b) => Date.parse(a.ended_at) - Date.parse(b.ended_at) || a.id - b.id);
  const open = backs.filter((call) => !call.call_back.served);
  return {
    callable: open.filter((call) => call.can_be_called).sort((a, b) => triedAt(a) - triedAt(b)),
    uncallable: open.filter((call) => !call.can_be_called),
    resolved: backs.filter((call) => call.call_back.served).sort((a, b) => b.call_back.served.at.localeCompare(a.call_back.served.at)),
  };
}

const triedAt = ({ call_back: back }) => (back.tries ? Date.parse(back.last_try_at) : 0);

/** Who has a call-back in hand: "mine", "theirs", or "" when it is anybody's. */
export function handOf({ call_back: back }, me, now) {
  if (!back.taken_by_id) return "";
  if (back.taken_by_id === me) return "mine";
  return Date.parse(back.held_until) > now ? "theirs" : "";
}

/** How long my calls took on average, in milliseconds; null without any. @param {{took_s?: number|null}[]} rows */
export function average(rows) {
  const took = rows.map((row) => row.took_s).filter((one) => typeof one === "number");
  return took.length ? (took.reduce((sum, one) => sum + one, 0) / took.length) * 1000 : null;
}

/** Calls I answered that still talk or have no outcome. */
export function mine(calls, me) {
  return calls.filter((call) => call.answered_at && call.answered_by_id === me && (!call.ended_at || !call.outcome));
}

/**
 * What lies open on my desk: each call I answered and each report I write, one piece of work per call. The oldest first.
 * @returns {{key: string, callId: number|null, draftId: number|null, since: string}[]}
 */
export function pieces(drafts, calls) {
  const byCall = new Map(drafts.filter((draft) => draft.callId).map((draft) => [draft.callId, draft]));
  const known = new Set(calls.map((call) => call.id));
  const ofCalls = calls.map((call) => ({
    key: `call:${call.id}`, callId: call.id, draftId: byCall.get(call.id)?.id ?? null, since: call.answered_at,
  }));
  const ofDrafts = drafts
    .filter((draft) => !known.has(draft.callId))
    .map((draft) => ({
      key: draft.callId ? `call:${draft.callId}` : `report:${draft.id}`,
      callId: draft.callId, draftId: draft.id, since: draft.startedAt,
    }));
  return [...ofCalls, ...ofDrafts].sort((a, b) => a.since.localeCompare(b.since) || a.key.localeCompare(b.key));
}

/** Which piece comes after (or before) another, round the list; the first when there was none. */
export function neighbour(list, key, step) {
  if (!list.length) return null;
  const at = list.findIndex((piece) => piece.key === key);
  return at < 0 ? list[0].key : list[(at + step + list.length) % list.length].key;
}

/** Kilometres between two points, good for one city. */
export function kilometres(a, b) {
  const middle = ((a.lat + b.lat) / 2) * (Math.PI / 180);
  return Math.hypot(a.lat - b.lat, (a.lng - b.lng) * Math.cos(middle)) * 111.32;
}

/** Open incidents beside a point, the nearest first with their `km`; without a point the newest first. */
export function nearby(incidents, point, most) {
  const open = incidents.filter((card) => !card.closed_at);
  if (!point) {
    return open.sort((a, b) => b.reported_at.localeCompare(a.reported_at)).slice(0, most).map((card) => ({ card, km: null }));
  }
  return open
    .filter((card) => card.lat !== null && card.lat !== undefined)
    .map((card) => ({ card, km: kilometres(card, point) }))
    .sort((a, b) => a.km - b.km || a.card.id - b.card.id)
    .slice(0, most);
}

const COORDINATES = /^\s*([+\-−]?\d{1,3}(?:[.,]\d+)?)\s*(?:[;·/ ]|,\s)\s*([+\-−]?\d{1,3}(?:[.,]\d+)?)\s*$/;

/** `-3,98 · 122,51`, `-3.98, 122.51`, `-3.98,122.51`: a point, null for nothing readable, undefined for nothing typed. */
export function readPoint(text) {
  if (!text.trim()) return undefined;
  const dotted = /^\s*([+\-−]?\d{1,3}\.\d+),([+\-−]?\d{1,3}\.\d+)\s*$/.exec(text);
  const found = dotted ?? COORDINATES.exec(text);
  if (!found) return null;
  const [lat, lng] = [found[1], found[2]].map((part) => Number(part.replace("−", "-").replace(",", ".")));
  return Math.abs(lat) <= 90 && Math.abs(lng) <= 180 ? { lat, lng } : null;
}

/** A point as it is read aloud: `−3,98123 · 122,51234`. */
export function pointText({ lat, lng }) {
  return [lat, lng].map((part) => part.toFixed(5).replace("-", "−").replace(".", ",")).join(" · ");
}

/** A point to a metre, as fine as a map can be clicked. */
export const rounded = ({ lat, lng }) => ({ lat: Math.round(lat * 1e5) / 1e5, lng: Math.round(lng * 1e5) / 1e5 });

const METRES_PER_DEGREE = 111195;
const PUSHES = { ArrowUp: [1, 0], ArrowDown: [-1, 0], ArrowRight: [0, 1], ArrowLeft: [0, -1] };
const SMALL_PUSH = 5;
const LARGE_PUSH = 50;

/** The point after an arrow key, 5 m or 50 m further; null for another key. */
export function pushed({ lat, lng }, key, isLarge) {
  if (!(key in PUSHES)) return null;
  const [north, east] = PUSHES[key];
  const step = (isLarge ? LARGE_PUSH : SMALL_PUSH) / METRES_PER_DEGREE;
  return rounded({ lat: lat + north * step, lng: lng + (east * step) / Math.cos((lat * Math.PI) / 180) });
}
