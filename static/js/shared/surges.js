/** Surges that are on, for those who do not lead them: a line each, where, since when, and what it means here. */

import { shortTime } from "./clock.js";
import { fill, format, keyed, refill } from "./dom.js";

/** How grave it is, as the tone of its line. */
export const LOOKS = { waspada: "info", siaga: "warn", awas: "crit" };

/** Draws the lines of templates/_surges.html.
 * @param {{id: number, alert: string, alert_label: string, title: string, where: string, since: string,
 *   incident: {id: number, short: string}}[]} cards
 * @param {(incident: number) => string|null} addressOf where this person may open the event, null: nowhere */
export function drawSurges(cards, addressOf) {
  const box = document.getElementById("surges");
  const rows = [...cards].sort((one, other) => one.id - other.id);
  const update = (line, card) => drawLine(line, card, box.dataset);
  keyed(box, rows, { key: ({ id }) => id, create: () => fill("t-surge"), update });
  for (const line of box.children) drawLink(line.querySelector("a"), addressOf(line.shows.incident.id));
}

function drawLine(line, { alert, alert_label: label, title, where, since, incident }, words) {
  line.className = `banner ${LOOKS[alert]}`;
  refill(line, {
    head: format(words.head, { alert: label.toUpperCase() }),
    words: format(words.on, { what: title, where, at: shortTime(since) }),
    open: format(words.open, { short: incident.short }),
  });
}

function drawLink(link, address) {
  link.hidden = address === null;
  if (address !== null) link.href = address;
}
