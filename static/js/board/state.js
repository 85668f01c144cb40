/**
 * What the board makes of the cards: groups, order, units. Pure: cards and a moment in, pictures out.
 *
 * @typedef {Record<string, any>} Incident  the incident card of the desk
 * @typedef {Record<string, any>} Unit  the unit card
 * @typedef {{stage: string, cards: Incident[]}} Group
 * @typedef {{state: string, incidents: {id: number, short: string, state: string}[]}} Work
 */

const STAGES = ["unassigned", "waiting", "handled", "finished"];
const CLOSED_SHOWN = 12 * 3600 * 1000;
const STALE = 120000;
const ORDER = ["notified", "accepted", "en_route", "on_scene", "controlled"];

/** The open incidents of a track in the board's groups, the least time left first; groups without any are left out.
 * @param {Incident[]} incidents
 * @param {"emergency"|"service"} track
 * @param {number} now milliseconds since 1970
 * @param {(one: Incident, other: Incident) => number} [order] inside a group
 * @returns {Group[]} */
export function groups(incidents, track, now, order = byTimeLeft) {
  const open = incidents.filter((card) => !card.closed_at && card.track === track).sort(order);
  return STAGES.map((stage) => ({ stage, cards: open.filter((card) => stageAt(card, now) === stage) })).filter(
    (group) => group.cards.length > 0,
  );
}

/** How many incidents stand in these groups. @param {Group[]} parts @returns {number} */
export function sizeOf(parts) {
  return parts.reduce((sum, { cards }) => sum + cards.length, 0);
}

/** The stage of an incident at this moment: one that is being handled and has been silent too long wants to be closed.
 * @param {Incident} card
 * @param {number} now
 * @returns {string} */
export function stageAt(card, now) {
  return isSilent(card, now) ? "finished" : card.stage;
}

/** Whether nothing has moved for longer than the standard allows.
 * @param {Incident} card
 * @param {number} now
 * @returns {boolean} */
export function isSilent({ silent_from: from, closed_at: ended }, now) {
  return Boolean(from) && !ended && Date.parse(from) <= now;
}

/** When the next incident falls silent, in milliseconds since 1970; Infinity when none will.
 * @param {Incident[]} incidents
 * @param {number} now
 * @returns {number} */
export function silentNext(incidents, now) {
  const moments = incidents.filter((card) => card.silent_from && !card.closed_at).map((card) => Date.parse(card.silent_from));
  return moments.filter((moment) => moment > now).reduce((first, moment) => Math.min(first, moment), Infinity);
}

/** The incidents that ended in the last 12 hours as one group, the latest first; no group when there are none.
 * @param {Incident[]} incidents
 * @param {number} now milliseconds since 1970
 * @returns {Group[]} */
export function closed(incidents, now) {
  const cards = incidents
    .filter((card) => isJustClosed(card, now))
    .sort((one, other) => compare(other.closed_at, one.closed_at) || other.id - one.id);
  return cards.length ? [{ stage: "closed", cards }] : [];
}

function isJustClosed(card, now) {
  return Boolean(card.closed_at) && Date.parse(card.closed_at) > now - CLOSED_SHOWN;
}

/** How many each tab holds.
 * @param {Incident[]} incidents
 * @param {number} now
 * @returns {{emergency: number, service: number, closed: number}} */
export function counts(incidents, now) {
  const open = incidents.filter((card) => !card.closed_at);
  const emergency = open.filter((card) => card.track === "emergency").length;
  return { emergency, service: open.length - emergency, closed: incidents.filter((card) => isJustClosed(card, now)).length };
}

/** Running clocks by what is left of them, then the rest by when it was reported, the latest first. */
export function byTimeLeft(one, other) {
  const [left, right] = [runsOut(one), runsOut(other)];
  if (left !== right) return left - right;
  return compare(other.reported_at, one.reported_at) || other.id - one.id;
}

const endings = new WeakMap();

/** Worked out once for each card: a list is sorted at every change of one. */
function runsOut(card) {
  if (!endings.has(card)) {
    const { clock } = card;
    endings.set(card, clock && !clock.stopped_at ? Date.parse(clock.due_at) : Number.MAX_SAFE_INTEGER);
  }
  return endings.get(card);
}

function compare(one, other) {
  return one < other ? -1 : Number(one > other);
}

/** What each unit is doing, by its id: the furthest of its assignments that have not ended. Units missing here are free.
 * @param {Incident[]} incidents
 * @returns {Map<number, Work>} */
export function workOf(incidents) {
  const work = new Map();
  for (const card of incidents) {
    if (card.closed_at) continue;
    for (const row of card.assignments) {
      if (row.unit_id === null || row.ended_at) continue;
      const known = work.get(row.unit_id) ?? { state: row.state, incidents: [] };
      const isFurther = ORDER.indexOf(row.state) > ORDER.indexOf(known.state);
      const entry = { id: card.id, short: card.short, track: card.track, state: row.state };
      // The first is the one that its state is of.
      if (isFurther) known.incidents.unshift(entry);
      else known.incidents.push(entry);
      if (isFurther) known.state = row.state;
      work.set(row.unit_id, known);
    }
  }
  return work;
}

/** A unit's state: what it is doing, else whether it is ready.
 * @param {Unit} unit
 * @param {Map<number, Work>} work
 * @returns {string} */
export function unitState(unit, work) {
  return work.get(unit.id)?.state ?? (unit.is_on_duty ? "ready" : "off");
}

/** Units where they are, as far as anything tells; the others stay where they start from.
 * @param {Unit[]} units
 * @param {{id: number, lat: number, lng: number, at: string, speed: number|null}[]} positions
 * @returns {Unit[]} */
export function placed(units, positions) {
  const places = new Map(positions.map((one) => [one.id, one]));
  return units.map((unit) => {
    const place = places.get(unit.id);
    return place ? { ...unit, lat: place.lat, lng: place.lng, positioned_at: place.at, speed: place.speed } : unit;
  });
}

/** How old a unit's place is, in whole minutes; 0 while it is fresh, or where nothing tells it.
 * @param {Unit} unit
 * @param {number} now
 * @returns {number} */
export function staleFor(unit, now) {
  const age = unit.positioned_at ? now - Date.parse(unit.positioned_at) : 0;
  return age > STALE ? Math.floor(age / 60000) : 0;
}

/** The clock to show: a closed incident whose clock never stopped has none that runs on.
 * @param {Incident} card
 * @returns {Record<string, any>|null} */
export function clockOf(card) {
  return card.closed_at && !card.clock?.stopped_at ? null : card.clock;
}

/** A typed time has no seconds: within the minute of the step before it, it means "right after that step".
 * @param {string} at ISO-8601
 * @param {Record<string, any>} row the assignment
 * @param {string} reportedAt
 * @returns {string} ISO-8601 */
export function notBefore(at, row, reportedAt) {
  const stamps = [reportedAt, row.accepted_at, row.departed_at, row.arrived_at, row.controlled_at, row.ended_at].filter(Boolean);
  const last = Math.max(...stamps.map((stamp) => Date.parse(stamp)));
  const typed = Date.parse(at);
  // The server counts finer than milliseconds.
  return typed <= last && last - typed < 60000 ? new Date(last + 1).toISOString() : at;
}
