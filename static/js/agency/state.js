/**
 * What the telephone of an agency shows, from cards and from taps that the server has not heard yet.
 * Pure: no DOM, no clock, no network. A task is one assignment of the own agency together with its incident.
 */

/**
 * @typedef {{from: string[], to: string, stamps: string}} Step what a verb may start from, leads to and stamps
 * @typedef {{id: number, agency: string, unit: string|null, unit_id: number|null, state: string, level: number,
 *   notified_at: string, accept_due_at: string|null, ended_at: string|null}} Row
 * @typedef {{key: string, kind: "progress"|"note"|"read", assignment?: number, incident: number, at: string, verb?: string,
 *   unit?: string, text?: string, message?: number}} Tap
 * @typedef {{id: number, card: object, row: Row, waiting: Tap[], pending: string[]}} Task
 *   row: as it will be when the waiting taps are recorded; pending: the columns of it that only this telephone knows.
 */

const ACTIVE = ["notified", "accepted", "en_route", "on_scene", "controlled"];
const ENDED = ["done", "declined", "recalled"];
const ORDER = ["accept", "depart", "arrive", "finish"];

/** Every assignment on the cards, with the taps of this telephone laid over it.
 * @param {object[]} cards incident cards of the own agency
 * @param {Tap[]} taps in the order they were made
 * @param {Record<string, Step>} steps
 * @param {Task[]} [before] what this answered last time; a task that is the same stays the same object
 * @returns {Task[]} */
export function tasks(cards, taps, steps, before = []) {
  const known = new Map(before.map((one) => [one.id, one]));
  return cards.flatMap((card) => card.assignments.map((row) => task(card, row, taps, steps, known.get(row.id))));
}

function task(card, row, taps, steps, known) {
  const waiting = taps.filter((tap) => tap.assignment === row.id);
  if (known?.card === card && marks(known.waiting) === marks(waiting)) return known;
  return { id: row.id, card, waiting, ...foreseen(row, waiting, steps) };
}

function marks(taps) {
  return taps.map(({ key, isTried }) => key + Boolean(isTried)).join();
}

/** The row as it will be once the taps are recorded; a tap that no longer fits is left out, the server will refuse it.
 * @param {Row} row
 * @param {Tap[]} taps
 * @param {Record<string, Step>} steps
 * @returns {{row: Row, pending: string[]}} */
export function foreseen(row, taps, steps) {
  const pending = [];
  let next = row;
  for (const tap of taps) {
    const step = steps[tap.verb];
    if (!step?.from.includes(next.state)) continue;
    next = { ...next, state: step.to, [step.stamps]: tap.at, unit: tap.unit ?? next.unit, ...(step.finding && { finding: step.finding }) };
    pending.push(step.stamps);
  }
  return { row: next, pending };
}

/** Whether nothing more can be done about it.
 * @param {Row} row
 * @returns {boolean} */
export function isEnded(row) {
  return ENDED.includes(row.state);
}

/** What the list shows, each part in the order in which it presses.
 * @param {Task[]} all
 * @param {(at: string) => boolean} isToday whether an instant lies in the centre's present day
 * @returns {{active: Task[], tickets: Task[], done: Task[]}} */
export function groups(all, isToday) {
  const open = all.filter(({ row }) => !isEnded(row));
  return {
    active: open.filter(({ card }) => card.track === "emergency").sort(pressing),
    tickets: open.filter(({ card }) => card.track === "service").sort(pressing),
    done: all
      .filter(({ row }) => isEnded(row) && isToday(row.ended_at))
      .sort((a, b) => Date.parse(b.row.ended_at) - Date.parse(a.row.ended_at)),
  };
}

function pressing(a, b) {
  return (
    Number(b.row.state === "notified") - Number(a.row.state === "notified") ||
    a.card.priority - b.card.priority ||
    Date.parse(a.row.notified_at) - Date.parse(b.row.notified_at) ||
    a.id - b.id
  );
}

/** The emergencies this telephone must ring for: given to its own unit or to the whole agency, and those of another
 * unit that has let its time pass. A telephone that belongs to no unit rings for all.
 * @param {Task[]} all
 * @param {string} unit the call sign of the own unit, "" for none
 * @returns {Task[]} the own first, of these the most pressing */
export function ringing(all, unit) {
  return all
    .filter(({ card, row }) => card.track === "emergency" && row.state === "notified" && (row.level > 0 || !isForeign(row, unit)))
    .sort((a, b) => Number(isForeign(a.row, unit)) - Number(isForeign(b.row, unit)) || pressing(a, b));
}

/** Whether a row was given to another unit than this telephone's own.
 * @param {Row} row
 * @param {string} unit
 * @returns {boolean} */
export function isForeign(row, unit) {
  return Boolean(unit && row.unit && row.unit !== unit);
}

/** Which assignment stands on the sheet: what stood there stays until it is settled, so that nobody answers another than
 * he has read. An emergency comes before a ticket opened by hand, the own before another unit's.
 * @param {Task[]} asks those that ring, as `ringing` answers them
 * @param {string} unit the call sign of the own unit, "" for none
 * @param {{held: number|null, shown: number|null, byHand: Task|null}} now held: the one being refused; byHand: the one
 *   opened from the list
 * @returns {Task|null} */
export function onSheet(asks, unit, { held, shown, byHand }) {
  const among = (id) => asks.find((one) => one.id === id);
  const refused = among(held) ?? (byHand?.id === held ? byHand : undefined);
  const kept = among(shown);
  const isOvertaken = kept && isForeign(kept.row, unit) && !isForeign(asks[0].row, unit);
  return refused ?? among(byHand?.id) ?? (isOvertaken ? null : kept) ?? asks[0] ?? byHand;
}

/** The task to open by itself when the page opens: the own active one that presses most.
 * @param {Task[]} all
 * @param {string} unit
 * @returns {Task|null} */
export function current(all, unit) {
  const moving = all.filter(({ card, row }) => card.track === "emergency" && !isEnded(row) && row.state !== "notified");
  const own = moving.filter(({ row }) => unit && row.unit === unit);
  return [...own.sort(pressing), ...(unit ? [] : moving.sort(pressing))][0] ?? null;
}

/** What can be recorded next: one main verb, the rest by the menu of other steps.
 * @param {Row} row
 * @param {Record<string, Step>} steps
 * @returns {{main: string|null, also: string|null, others: string[]}} also: what stands beside the main verb */
export function choices(row, steps) {
  const may = Object.keys(steps).filter((verb) => steps[verb].from.includes(row.state));
  const main = ORDER.find((verb) => may.includes(verb)) ?? null;
  const also = may.includes("control") ? "control" : null;
  return { main, also, others: may.filter((verb) => verb !== main && verb !== also) };
}

/** The four steps a crew sees, with what became of each.
 * @param {Row} row
 * @param {string[]} pending
 * @returns {{name: string, at: string|null, look: "done"|"now"|"skipped"|"next", isWaiting: boolean}[]} */
export function milestones(row, pending) {
  const stamps = { accepted: row.accepted_at, en_route: row.departed_at, on_scene: row.arrived_at, done: row.ended_at };
  const columns = { accepted: "accepted_at", en_route: "departed_at", on_scene: "arrived_at", done: "ended_at" };
  const names = Object.keys(stamps);
  const reached = names.findLastIndex((name) => stamps[name]);
  return names.map((name, index) => ({
    name,
    at: stamps[name] ?? null,
    look: index > reached ? "next" : !stamps[name] ? "skipped" : index === reached && !isEnded(row) ? "now" : "done",
    isWaiting: pending.includes(columns[name]),
  }));
}

/** How much time is left to answer.
 * @param {Row} row
 * @param {number} now milliseconds since 1970
 * @returns {{ms: number, share: number, isLate: boolean, isTimed: boolean}} ms: left, or since when it is late; without
 *   a next rung of the ladder, since it was told */
export function answerTime(row, now) {
  const told = Date.parse(row.notified_at);
  if (!row.accept_due_at) return { ms: Math.max(0, now - told), share: 0, isLate: row.level > 0, isTimed: false };
  const due = Date.parse(row.accept_due_at);
  const share = Math.min(1, Math.max(0, (due - now) / Math.max(1, due - told)));
  return { ms: Math.abs(due - now), share, isLate: now > due, isTimed: true };
}

/** The units with what they are at by the tasks: a unit's own card is only sent anew when its duty changes.
 * @param {object[]} units unit cards
 * @param {Task[]} all
 * @returns {object[]} */
export function atWork(units, all) {
  const busy = new Map();
  for (const { row } of all) {
    if (row.unit && !isEnded(row)) busy.set(row.unit, further(busy.get(row.unit), row.state));
  }
  return units.map((unit) => ({ ...unit, state: busy.get(unit.call_sign) ?? (unit.is_on_duty ? "ready" : "off") }));
}

function further(one, other) {
  return ACTIVE.indexOf(one) > ACTIVE.indexOf(other) ? one : other;
}

/** The units an agency may name when it accepts: those that stand ready, for the server refuses any other.
 * @param {object[]} units as `atWork` answers them
 * @returns {object[]} */
export function nameable(units) {
  return units.filter(({ state }) => state === "ready").sort((a, b) => a.call_sign.localeCompare(b.call_sign));
}
