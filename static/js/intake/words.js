/** The console's texts and settings, as the page gives them. */

import { duration } from "../shared/clock.js";
import { format } from "../shared/dom.js";

const data = document.getElementById("texts").dataset;

/** A text of the page with its values put in. @param {string} name @param {Record<string, string|number>} [values] */
export function word(name, values = {}) {
  return format(data[name], values);
}

export const settings = {
  me: Number(data.me),
  isCleared: data.cleared === "yes",
  hasGeocoder: data.geocoder === "yes",
  answerLimit: Number(data.answerLimit) * 1000,
  forwardLimit: Number(data.forwardLimit) * 1000,
  signInUrl: data.signInUrl,
  signOutUrl: data.signOutUrl,
  /** @type {Record<string, string>} what may come of calling back */
  results: JSON.parse(data.callBackResults),
  /** @type {Record<string, string>} the names of the sources a report may have */
  sources: JSON.parse(data.sources),
};

/** Where an incident's page is. @param {number} id */
export const incidentUrl = (id) => data.incidentUrl.replace("/0/", `/${id}/`);

/** An element of the page by its id. @param {string} id @returns {HTMLElement} */
export const byId = (id) => document.getElementById(id);

/** A number with a decimal comma. @param {number} value @param {number} places */
export const decimal = (value, places) => value.toFixed(places).replace(".", ",");

/** `60 m`, `2,4 km`: to ten metres, for nobody's place is known better. @param {number} km */
export function farText(km) {
  const metres = Math.max(1, Math.round(km * 100)) * 10;
  return metres < 1000 ? word("metres", { n: metres }) : word("km", { km: decimal(km, 1) });
}

/** Writes a text if it is another. @param {Element} place @param {string} text */
export function write(place, text) {
  if (place.textContent !== text) place.textContent = text;
}

/** The name a caller has on a list. @param {object} call a call card @param {string} [full] the whole number, if known */
export function identityText(call, full = "") {
  if (full && (call.identity === "number" || call.identity === "handle")) return full;
  const names = { number: call.caller, pseudo: word("noSim"), imei: word("noSim"), handle: call.caller, none: word("noIdentity") };
  return names[call.identity] || word("noIdentity");
}

/** A number that nobody can ring: a service's short code, or nonsense. @param {object} call */
export const oddText = (call) => (call.identity === "number" && !call.can_be_called ? word("oddNumber") : "");

/** What the network says beside the name. */
export function networkText(call) {
  if (oddText(call)) return oddText(call);
  return call.identity === "imei" ? word("imei", { value: call.caller }) : call.identity === "pseudo" ? call.caller : "";
}

/** How long it rang, or that it broke off, and how often its caller tried. @param {object} call a card that waits to be called back */
export function rangText(call) {
  const { calls: n } = call.call_back;
  if (call.outcome === "cut_off" && !call.requeued_at) return n > 1 ? word("brokeOffTimes", { n }) : word("brokeOff");
  const time = duration(Date.parse(call.ended_at) - Date.parse(call.requeued_at ?? call.offered_at));
  return n > 1 ? word("rangTimes", { time, n }) : word("rang", { time });
}
