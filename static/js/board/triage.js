/**
 * What a surge asks of the desk: which incidents lie in its areas and belong to nothing yet, and what its line says. Pure.
 *
 * @typedef {Record<string, any>} Surge  the surge card of the desk
 * @typedef {Record<string, any>} Incident
 */

/** How many rows of the list are drawn; the rest is counted, and comes up when these are attached. */
export const SHOWN = 100;

/** The open emergencies in a surge's areas that are no part of a larger event, the latest reported first.
 * @param {Surge} surge
 * @param {Incident[]} incidents
 * @param {Surge[]} surges whose own events are no parts
 * @returns {Incident[]} */
export function triage(surge, incidents, surges) {
  const events = new Set(surges.map(({ incident }) => incident?.id));
  const areas = new Set(surge.areas);
  const waits = (card) => !card.closed_at && !card.masked && card.track === "emergency" && !events.has(card.id) && !isPart(card);
  const found = incidents.filter((card) => waits(card) && isIn(areas, card.area));
  return found.sort((one, other) => compare(other.reported_at, one.reported_at) || other.id - one.id);
}

/** What a surge's event holds of that which the board still shows: open ones first, the latest reported first among these.
 * @param {Surge} surge
 * @param {Incident[]} incidents
 * @returns {Incident[]} */
export function partsOf({ incident }, incidents) {
  const isIts = ({ ties }) => ties.some(({ kind, id }) => kind === "parent" && id === incident?.id);
  const ended = (card) => Number(Boolean(card.closed_at));
  return incidents.filter(isIts).sort((one, other) => ended(one) - ended(other) || compare(other.reported_at, one.reported_at) || other.id - one.id);
}

function isPart({ ties }) {
  return ties.some(({ kind }) => kind === "parent");
}

/** A kelurahan that is named, or one of a kecamatan that is; everything when nothing is named. */
function isIn(areas, area) {
  return areas.size === 0 || areas.has(area) || areas.has(area.split(" · ")[1]);
}

/** The last word on one kind of people; 0 while nobody has spoken of it.
 * @param {Surge} surge
 * @param {string} what
 * @returns {number} */
export function lastWord({ counts }, what) {
  return counts.find((row) => row.what === what)?.value ?? 0;
}

/** What is shown of many that were attached at once: how many went well, and why each other did not.
 * @param {{incident: number, short: string, is_done: boolean, detail: string}[]} lines
 * @returns {{done: number[], refused: {incident: number, short: string, detail: string}[]}} */
export function outcome(lines) {
  return {
    done: lines.filter((line) => line.is_done).map(({ incident }) => incident),
    refused: lines.filter((line) => !line.is_done),
  };
}

function compare(one, other) {
  return one < other ? -1 : Number(one > other);
}
