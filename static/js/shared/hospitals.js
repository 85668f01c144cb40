/** Hospitals on any screen: how far, whether they take people in, which beds were free, and how old that word is. */

import { apart } from "./distance.js";
import { fill, format, icon, refill } from "./dom.js";

const LOOKS = { open: ["ok", "check"], full: ["warn", "warn"], closed: ["crit", "x"], "": ["off", "info"] };
const [MINUTE, HOUR, DAY] = [60000, 3600000, 86400000];

/** @typedef {{kind: string, free: number, total: number}} Bed
 * @typedef {{id: number, version: number, name: string, phone: string, lat: number|null, lng: number|null,
 *   emergency: string, told_at: string|null, stale_at: string|null, heard_by: string, beds: Bed[]}} Hospital
 *   heard_by: who at the desk wrote it down, as the hospital told it by telephone; "": it told itself */

/** Hospitals with their distance from a point, the nearest first; without a point by name.
 * @param {Hospital[]} hospitals
 * @param {{lat: number|null, lng: number|null}|null} point
 * @returns {{hospital: Hospital, km: number|null}[]} */
export function byDistance(hospitals, point) {
  const far = hospitals.map((hospital) => ({ hospital, km: point ? apart(point, hospital) : null }));
  return far.sort((a, b) => (a.km ?? Infinity) - (b.km ?? Infinity) || a.hospital.name.localeCompare(b.hospital.name));
}

/** How old a word is, in the largest unit that says it.
 * @param {string|null} toldAt @param {number} now milliseconds since 1970
 * @returns {{name: "never"|"now"|"minutes"|"hours"|"days", n: number}} */
export function ageOf(toldAt, now) {
  if (!toldAt) return { name: "never", n: 0 };
  const ms = Math.max(0, now - Date.parse(toldAt));
  if (ms < MINUTE) return { name: "now", n: 0 };
  const [name, size] = ms < HOUR ? ["minutes", MINUTE] : ms < 2 * DAY ? ["hours", HOUR] : ["days", DAY];
  return { name, n: Math.floor(ms / size) };
}

/** Whether a word is too old to send anybody by it.
 * @param {Hospital} hospital @param {number} now */
export function isStale({ stale_at: at }, now) {
  return at !== null && now >= Date.parse(at);
}

/** The words of templates/dispatch/_hospital.html.
 * @param {string} name @param {Record<string, string|number>} [values] @returns {string} */
export function word(name, values = {}) {
  return format(document.getElementById("hospital-words").dataset[name] ?? name, values);
}

/** One hospital as an element, to be kept up by `drawHospital`.
 * @returns {HTMLElement} */
export function newHospital() {
  return fill("t-hospital");
}

/** @param {HTMLElement} element @param {{hospital: Hospital, km: number|null}} shown @param {number} now */
export function drawHospital(element, { hospital, km }, now) {
  const { name, phone, told_at: at, heard_by: who, beds } = hospital;
  const age = ageOf(at, now);
  const isOld = isStale(hospital, now);
  element.classList.toggle("old", isOld);
  refill(element, {
    name,
    far: farWords(km),
    age: at ? word(age.name, { n: age.n }) : null,
    stale: isOld,
    heard: who ? word("heard", { who }) : null,
  });
  const call = element.querySelector("a[data-phone]");
  if (call) Object.assign(call, { hidden: phone === "", textContent: phone, href: `tel:${phone.replace(/[^\d+]/g, "")}` });
  element.querySelector("[data-state]").replaceChildren(stateChip(hospital.emergency));
  element.querySelector("[data-beds]").replaceChildren(...beds.map(bedChip));
}

/** `2,7 km`; null without a distance. @param {number|null} km @returns {string|null} */
export function farWords(km) {
  return km === null ? null : word("far", { n: km.toFixed(1).replace(".", ",") });
}

/** The emergency room as a chip: tone, glyph and word. @param {string} emergency @returns {HTMLElement} */
export function stateChip(emergency) {
  const [look, glyph] = LOOKS[emergency];
  const chip = Object.assign(document.createElement("span"), { className: `st ${look}` });
  chip.append(icon(glyph), word(emergency || "unknown"));
  return chip;
}

function bedChip({ kind, free, total }) {
  const chip = Object.assign(document.createElement("span"), { className: free ? "bed" : "bed c-crit" });
  const many = Object.assign(document.createElement("b"), { className: "num", textContent: String(free) });
  chip.append(`${word(kind)} `, many, `/${total}`);
  return chip;
}

/** What was typed as beds; a kind left empty is not told.
 * @param {{kind: string, free: string, total: string}[]} rows
 * @returns {{beds: Bed[], problem: {name: string, kind: string}|null}} */
export function readBeds(rows) {
  const typed = rows.filter(({ free, total }) => free || total);
  const half = typed.find(({ free, total }) => !/^\d+$/.test(free) || !/^\d+$/.test(total));
  if (half) return { beds: [], problem: { name: "half", kind: half.kind } };
  const beds = typed.map(({ kind, free, total }) => ({ kind, free: Number(free), total: Number(total) }));
  const wrong = beds.find(({ free, total }) => free > total);
  return { beds, problem: wrong ? { name: "impossible", kind: wrong.kind } : null };
}
