/** How long ago, and how closely, in the words of the page. Pure. */

import { format } from "./dom.js";

const MINUTE = 60000;
const HOUR = 60 * MINUTE;
const KILOMETRE = 1000;

/** @param {string|null} at ISO-8601 @param {number} now ms @param {Record<string, string>} words seconds, minutes, hours, timeless */
export function ago(at, now, words) {
  if (!at) return words.timeless;
  const ms = Math.max(0, now - Date.parse(at));
  if (ms < 2 * MINUTE) return format(words.seconds, { n: Math.floor(ms / 1000) });
  if (ms < 2 * HOUR) return format(words.minutes, { n: Math.floor(ms / MINUTE) });
  return format(words.hours, { n: Math.floor(ms / HOUR) });
}

/** `± 12 m`, `± 2,5 km`; a radius nobody told is said to be unknown.
 * @param {number|null} radius @param {Record<string, string>} words metres, kilometres, vague */
export function metres(radius, words) {
  if (!radius) return words.vague;
  if (radius < KILOMETRE) return format(words.metres, { n: Math.max(1, Math.round(radius)) });
  return format(words.kilometres, { n: (radius / KILOMETRE).toFixed(1).replace(".", ",") });
}
