/**
 * The desk's cards made whole: they travel without usual values and without what follows from the rest (dispatch/lean.py).
 * Pure but for the table, which comes with the page.
 *
 * @typedef {{card: object, assignment: object, verbs: Record<string, string[]>, agencies: Record<string, string>}} Table
 *   usual values of a card and of an assignment, the verbs of each state, agencies' short names by code
 */

const ACTIVE = ["notified", "accepted", "en_route", "on_scene", "controlled"];

/** What the page says of cards; for `keepLive`.
 * @returns {(card: Record<string, any>) => Record<string, any>} */
export function wholeCards() {
  const table = JSON.parse(document.getElementById("lean").textContent);
  return (card) => whole(card, table);
}

/** The server's ground with the names this screen says: the short ones.
 * @param {{agencies: object[], dispositions: object[], ladder: object[]}} ground @returns {object} */
export function groundOf({ agencies, dispositions, ladder }) {
  return { agencies: agencies.map((agency) => ({ ...agency, name: agency.short_name })), dispositions, ladder };
}

/** A card as everything on the board reads it. One that is whole already, or gone, or no incident's, stays as it is.
 * @param {Record<string, any>} card
 * @param {Table} table
 * @returns {Record<string, any>} */
export function whole(card, table) {
  if (card.kind !== "incident" || card.gone || card.chips) return card;
  const rows = (card.assignments ?? []).map((row) => wholeRow(row, table));
  const made = { ...table.card, ...card, assignments: rows, chips: chips(rows) };
  if (card.clock) made.clock = wholeClock(card.clock, card.reported_at);
  return made;
}

function wholeRow(row, { assignment, verbs, agencies }) {
  return { ...assignment, ...row, agency_name: agencies[row.agency] ?? row.agency, verbs: verbs[row.state] };
}

/** A clock runs from the report. */
function wholeClock(clock, started_at) {
  const limit_s = Math.round((Date.parse(clock.due_at) - Date.parse(started_at)) / 1000);
  return { ...clock, started_at, limit_s };
}

/** One for each agency, in the order they were told: waiting if any of its rows waits, else the furthest, else its last. */
function chips(rows) {
  const groups = new Map();
  for (const row of rows) {
    if (groups.has(row.agency)) groups.get(row.agency).push(row);
    else groups.set(row.agency, [row]);
  }
  return [...groups].map(([code, own]) => ({
    code,
    state: chipOf(own.map(({ state }) => state)),
    escalated: own.some(({ level, state }) => level > 0 && state === "notified"),
  }));
}

function chipOf(states) {
  const active = ACTIVE.filter((state) => states.includes(state));
  return active[0] === "notified" ? "notified" : active.at(-1) ?? states.at(-1);
}
