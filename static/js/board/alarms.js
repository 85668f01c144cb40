/**
 * What the cards say of time that ran out: alarms to acknowledge, ladders that climb, timers that did not fire. Pure.
 *
 * @typedef {import("./state.js").Incident} Incident
 * @typedef {{key: string, ids: number[], incident: Incident, clock: string, level: number, agency: string|null,
 *   raised_at: string, told: string}} Alarm  one line of the banner: one clock of one incident and agency that ran out
 */

const OVERDUE_AFTER = 5000;

/** What nobody at the desk has acknowledged yet, one line per incident, clock and agency, the newest first.
 * @param {Incident[]} incidents
 * @returns {Alarm[]} */
export function alarms(incidents) {
  const lines = new Map();
  for (const incident of incidents) {
    if (incident.closed_at) continue;
    for (const raised of incident.escalations) if (!raised.acknowledged_at) add(lines, incident, raised);
  }
  return [...lines.values()].sort((one, other) => compare(other.raised_at, one.raised_at) || compare(one.key, other.key));
}

function add(lines, incident, raised) {
  const key = `${incident.id}:${raised.clock}:${raised.agency ?? ""}`;
  const line = lines.get(key) ?? { key, ids: [], level: -1 };
  line.ids.push(raised.id);
  if (raised.level > line.level) {
    const { clock, level, agency, raised_at, told } = raised;
    Object.assign(line, { incident, clock, level, agency, raised_at, told });
  }
  lines.set(key, line);
}

/** What has become of a clock that ran out, until somebody acknowledges it: null while it is still so; for an answer the
 * state of the agency.
 * @param {{incident: Incident, clock: string, agency: string|null}} alarm
 * @returns {string|null} */
export function overtaken({ incident, clock, agency }) {
  if (clock === "accept") {
    const state = incident.chips.find(({ code }) => code === agency)?.state ?? "notified";
    return state === "notified" ? null : state;
  }
  if (clock === "tell") return incident.assignments.some((row) => !row.ended_at || row.state === "done") ? "told" : null;
  return clock === incident.clock?.name && incident.clock.stopped_at ? "met" : null;
}

/** How long an agency has been asked without an answer, and how long it may be; null where an alarm is not about that.
 * @param {{incident: Incident, clock: string, agency: string|null}} alarm
 * @returns {{since: string, limit: number}|null} limit: milliseconds */
export function unanswered({ incident, clock, agency }) {
  const rows = clock === "accept" ? incident.assignments.filter((row) => row.agency === agency && row.state === "notified" && row.ladder_s) : [];
  const [first] = rows.sort((one, other) => compare(one.notified_at, other.notified_at));
  return first ? { since: first.notified_at, limit: first.ladder_s * 1000 } : null;
}

/** The highest level of an incident's escalations; 0 when there is none.
 * @param {Incident} incident
 * @returns {number} */
export function escalated(incident) {
  return Math.max(0, ...incident.escalations.map((raised) => raised.level));
}

/** How late the server's timers are as this screen sees it, in milliseconds: a promise of a card that passed more than
 * 5 s ago without a newer card, or what the server says itself; 0 while all is well.
 * @param {Incident[]} incidents
 * @param {{overdue: number}|null} beat
 * @param {number} now milliseconds since 1970
 * @returns {number} */
export function overdue(incidents, beat, now) {
  let first = null;
  for (const { promised_at: at, closed_at: ended } of incidents) {
    if (at && !ended && (first === null || at < first)) first = at;
  }
  const late = Math.max((beat?.overdue ?? 0) * 1000, first === null ? 0 : now - Date.parse(first));
  return late > OVERDUE_AFTER ? late : 0;
}

/** The ladders of those who have not answered: the rungs already told, the next one, and all of them in order. How far one
 * is, its assignment says: a hand at the desk may tell a rung before its moment.
 * @param {Incident} incident
 * @param {{code: string|null, level: number, after_s: number, title: string, phone: string}[]} steps of all ladders, the
 *   lowest first; those of no agency serve all others
 * @returns {{agency: string, assignment: number, level: number, next: object|null, rungs: object[]}[]} by assignment,
 *   the one whose next rung comes first at the top */
export function ladders(incident, steps) {
  return toldApart(incident.assignments)
    .map((row) => {
      const { id, agency, level } = row;
      const rungs = rungsOf(row, steps).map((rung) => ({ ...rung, told_at: toldAt(rung, row, incident.escalations) }));
      const next = rungs.find((rung) => rung.level > level) ?? null;
      return { agency, assignment: id, level, next, rungs };
    })
    .filter(({ rungs }) => rungs.length > 0)
    .sort((one, other) => compare(one.next?.due_at ?? "", other.next?.due_at ?? "") || one.assignment - other.assignment);
}

/** Those that have not answered; of the units of an agency that were sent in one go one, as they climb together. */
function toldApart(rows) {
  const waiting = rows.filter(({ ladder_s: limit }) => limit).reverse();
  return [...new Map(waiting.map((row) => [`${row.agency} ${row.notified_at}`, row])).values()].reverse();
}

/** The ladder's own minutes, stretched so that its first rung above the agency meets the limit (incidents/clocks.py). */
function rungsOf({ agency, notified_at: told, ladder_s: limit }, steps) {
  const own = steps.filter(({ code }) => code === agency);
  const ladder = own.length ? own : steps.filter(({ code }) => !code);
  const first = ladder.find(({ level }) => level > 0)?.after_s;
  const dueAt = ({ after_s: after }) => new Date(Date.parse(told) + (after / first) * limit * 1000).toISOString();
  return first ? ladder.map((step) => ({ ...step, due_at: dueAt(step) })) : [];
}

/** When a rung was told: as its escalation says, the lowest with the agency itself; null for one that is yet to come. */
function toldAt(rung, { id, level }, escalations) {
  if (rung.level > level) return null;
  const raised = escalations.find((one) => one.assignment === id && one.clock === "accept" && one.level === rung.level);
  return raised?.raised_at ?? rung.due_at;
}

function compare(one, other) {
  return one < other ? -1 : Number(one > other);
}
