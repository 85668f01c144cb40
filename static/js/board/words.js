/** The board's sentences, from the page: each has a name, and places for words in braces. */

import { shortTime } from "../shared/clock.js";
import { format } from "../shared/dom.js";

const sentences = new Map();

/** A sentence by its name, with words put in.
 * @param {string} name
 * @param {Record<string, string|number>} [values]
 * @returns {string} */
export function say(name, values = {}) {
  if (sentences.size === 0) {
    for (const line of document.getElementById("words").content.querySelectorAll("[data-w]")) {
      sentences.set(line.dataset.w, line.textContent);
    }
  }
  return format(sentences.get(name) ?? name, values);
}

/** What a parsed command line means, or why it means nothing.
 * @param {import("./command.js").Meaning|import("./command.js").Problem} read
 * @returns {string} */
export function meaning(read) {
  const values = { ...read.values };
  if (values.verb) values.verb = say(`verb.${values.verb}`);
  for (const moment of ["at", "reported"]) if (values[moment]) values[moment] = shortTime(values[moment]);
  return say(read.problem ? `problem.${read.problem}` : `say.${read.say}`, values);
}

/** A limit in the largest whole unit: `7 menit`, `3 hari`.
 * @param {number} seconds
 * @returns {string} */
export function limit(seconds) {
  if (seconds % 86400 === 0) return say("days", { n: seconds / 86400 });
  if (seconds % 3600 === 0) return say("hours", { n: seconds / 3600 });
  return seconds % 60 === 0 ? say("minutes", { n: seconds / 60 }) : say("seconds", { n: seconds });
}

/** How old a place is, in the fewest letters that a unit's chip has room for: `12m`, `3j`, `2hr`; "" for one that is fresh.
 * @param {number} minutes
 * @returns {string} */
export function ageOf(minutes) {
  if (!minutes) return "";
  if (minutes < 100) return say("age.minutes", { n: minutes });
  return minutes < 48 * 60 ? say("age.hours", { n: Math.floor(minutes / 60) }) : say("age.days", { n: Math.floor(minutes / 1440) });
}

/** Where an incident is: place and kelurahan, or only the kelurahan when the place is hidden from this screen.
 * @param {Record<string, any>} card
 * @returns {string} */
export function placeOf(card) {
  const ward = card.area.split(" · ")[0];
  if (card.masked) return say("hidden_place", { area: ward || say("no_area") });
  return ward && card.place ? say("area", { place: card.place, area: ward }) : card.place || ward;
}
