/** The beds of the agency's own hospitals, on its list of tasks. */

import { wireBedSheet } from "../shared/bedsheet.js";
import { onTick, serverNow } from "../shared/clock.js";
import { keyed } from "../shared/dom.js";
import { byDistance, drawHospital, newHospital } from "../shared/hospitals.js";

const AGEING = 30000;
const section = document.getElementById("own-hospitals");
let hospitals = [];
let drawnAt = -Infinity;

/** Shows the agency's hospitals, if it has any. @param {import("../shared/hospitals.js").Hospital[]} cards */
export function drawBeds(cards) {
  if (!section) return;
  hospitals = cards;
  drawnAt = serverNow();
  section.hidden = cards.length === 0;
  const how = { key: ({ hospital }) => hospital.id, create: newHospital, update: (element, row) => drawHospital(element, row, drawnAt) };
  keyed(section.querySelector("ul"), byDistance(cards, null), how);
}

/** Arms the sheet. @param {{hear: (cards: object[]) => void}} on hear: takes the card of the answer */
export function wireBeds(on) {
  if (!section) return;
  wireBedSheet(section, on);
  onTick((now) => now - drawnAt > AGEING && drawBeds(hospitals));
}
