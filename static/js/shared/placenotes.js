/** Draws what is known of the place of an incident: hazards first, each with its word. */

import { icon } from "./dom.js";

/** @param {HTMLElement} list
 * @param {{matter: string, label: string, text: string}[]} notes */
export function drawPlaceNotes(list, notes) {
  list.hidden = notes.length === 0;
  list.replaceChildren(...notes.map(line));
}

function line({ matter, label, text }) {
  const item = document.createElement("li");
  item.className = matter;
  const about = Object.assign(document.createElement("b"), { textContent: `${label}:` });
  item.append(icon(matter === "hazard" ? "warn" : "info"), about, ` ${text}`);
  return item;
}
