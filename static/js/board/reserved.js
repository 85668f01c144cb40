/** Who is kept for an incident that does not need him yet: the units, and the words of the command line for it. Pure. */

import { no, readTimeless, readTokens } from "./tokens.js";

const DAY = 86400000;

/** The next time the centre's clocks show what was typed.
 * @param {string|null} past the latest instant at which they did, as `instantOf` answers it
 * @returns {string|null} */
export const nextOf = (past) => past && new Date(Date.parse(past) + DAY).toISOString();

/** For which incident each unit is kept, by the unit's id.
 * @param {Record<string, any>[]} incidents
 * @returns {Map<number, {id: number, short: string}>} */
export function keptUnits(incidents) {
  const kept = new Map();
  for (const { id, short, reservations } of incidents) {
    for (const row of reservations) if (row.unit_id !== null) kept.set(row.unit_id, { id, short });
  }
  return kept;
}

/** The other incidents that lose who is sent to this one now.
 * @param {object[]} units
 * @param {Record<string, any>} incident
 * @param {Record<string, any>[]} incidents
 * @returns {string} their numbers */
export function losers(units, incident, incidents) {
  const kept = keptUnits(incidents);
  const others = units.map((unit) => kept.get(unit.id)).filter((one) => one && one.id !== incident.id);
  return [...new Set(others.map(({ short }) => short))].join(", ");
}

/** Whether a unit can be sent: it is on duty and at no other emergency; a service waits, it never holds one.
 * @param {object} unit
 * @param {Map<number, {incidents: {track: string}[]}>} work what each unit is doing
 * @returns {boolean} */
export const isFree = (unit, work) => unit.is_on_duty && !heldBy(unit, work);

const heldBy = (unit, work) => work.get(unit.id)?.incidents.find(({ track }) => track === "emergency");

/** Who can take the place of units that somebody else was faster to send: of the free ones of their agency and kind the
 * one that is recommended first, else any; where there is none, who is recommended.
 * @param {string[]} lost call signs
 * @param {string[]} suggested call signs, best first
 * @param {{units: object[], work: Map<number, object>}} ground
 * @returns {string|null} */
export function nextLike(lost, suggested, { units, work }) {
  const gone = units.filter((unit) => lost.includes(unit.call_sign));
  const isLike = (unit) => gone.some(({ agency, capability }) => agency === unit.agency && capability === unit.capability);
  const free = units.filter((unit) => !gone.includes(unit) && isFree(unit, work) && isLike(unit)).map((unit) => unit.call_sign);
  return suggested.find((sign) => free.includes(sign)) ?? free[0] ?? suggested[0] ?? null;
}

/** Why one of these units can neither be sent nor kept; null when all can. */
export function away(units, { work }) {
  const off = units.find((unit) => !unit.is_on_duty);
  if (off) return no(off.reason ? "off_why" : "off", { who: off.call_sign, reason: off.reason });
  const busy = units.find((unit) => heldBy(unit, work));
  return busy ? no("busy", { who: busy.call_sign, short: heldBy(busy, work).short }) : null;
}

/** `CADANG 1042 DMK-02`: kept for later; with a time, the desk is reminded when that comes next. */
export function reserve(words, ground) {
  const read = readTokens(words, ground);
  if (read.problem) return read;
  const { incident, agencies, units } = read;
  const remindAt = nextOf(read.at);
  const [signs, codes] = [units.map((unit) => unit.call_sign), agencies.map((agency) => agency.code)];
  const names = [...signs, ...codes];
  if (names.length === 0) return no("whom", { short: incident.short });
  const kept = keptUnits(ground.incidents);
  const held = units.find((unit) => kept.has(unit.id));
  if (held) return no("kept", { who: held.call_sign, short: kept.get(held.id).short });
  const again = codes.find((code) => incident.reservations.some((row) => row.unit === null && row.agency === code));
  if (again) return no("kept", { who: again, short: incident.short });
  const given = codes.find((code) => incident.assignments.some((row) => row.unit === null && row.agency === code && !row.ended_at));
  if (given) return no("busy", { who: given, short: incident.short });
  const order = { do: "reserve", incident: incident.id, agencies: codes, units: signs, ...(remindAt && { remindAt }) };
  const values = { who: names.join(", "), short: incident.short, ...(remindAt && { at: remindAt }) };
  return away(units, ground) ?? { orders: [order], say: remindAt ? "reserve_until" : "reserve", values };
}

/** `LEPAS 1042 DMK-02`: kept no longer. */
export function release(words, ground) {
  const read = readTimeless(words, ground);
  if (read.problem) return read;
  const { incident, agencies, units } = read;
  const names = [...units.map((unit) => unit.call_sign), ...agencies.map((agency) => agency.code)];
  if (names.length === 0) return no("whom", { short: incident.short });
  const rows = names.map((name) => incident.reservations.find((row) => (row.unit ?? row.agency) === name));
  const missing = names.find((_name, index) => !rows[index]);
  if (missing) return no("unkept", { who: missing, short: incident.short });
  const orders = rows.map((row) => ({ do: "release", reservation: row.id }));
  return { orders, say: "release", values: { who: names.join(", "), short: incident.short } };
}
