/**
 * The command line: what a typed line means, in words, before anything is sent. Pure.
 *
 * @typedef {{do: "assign", incident: number, agencies: string[], units: string[]}
 *   | {do: "progress", assignment: number, verb: string, at: string|null, reason: string, unit?: string}
 *   | {do: "alarm", incident: number, level: number}
 *   | {do: "duty", unit: number, isOnDuty: boolean, reason: string}
 *   | {do: "move", assignment: number, into?: number, unit?: string, who: string}
 *   | {do: "reserve", incident: number, agencies: string[], units: string[], remindAt?: string}
 *   | {do: "release", reservation: number}
 *   | {do: "note", incident: number, text: string}
 *   | {do: "message", incident: number, agencies: string[], units: string[], text: string}
 *   | {do: "escalate", incident: number, agencies: string[], reason: string}
 *   | {do: "merge", card: object, into: object}
 *   | {do: "change", incident: number, changes: object}
 *   | {do: "close", card: object, disposition: string}
 *   | {do: "look", text: string}} Order
 * @typedef {{orders: Order[], say: string, values: Record<string, string>}} Meaning
 * @typedef {{problem: string, values: Record<string, string>}} Problem  `problem` and `say` name a sentence of the page
 * @typedef {{incidents: object[], units: object[], agencies: object[], selected: object|null,
 *   dispositions: {code: string, name: string, apco_code: string}[], work: Map<number, import("./state.js").Work>, instantOf: (text: string) => string|null}} Ground
 */

import { endingNamed, proposed } from "./ending.js";
import { move, replace } from "./moving.js";
import { away, losers, release, reserve } from "./reserved.js";
import { notBefore } from "./state.js";
import { incidentOf, isNumber, isTime, named, no, numberOf, readTimeless, readTokens, unknown } from "./tokens.js";
import { dutyNamed, stepNamed, verbNamed } from "./verbs.js";
import { escalate, message, note, openNamed } from "./writing.js";

/** As far as plans go; the server knows how far that of an incident goes. */
const TOP_ALARM = 3;

const VERBS = { D: assign, A: accept, N: note, P: message, X: recall, U: change, S: step, G: merge, E: escalate, T: close, L: look, ALARM: raise, CADANG: reserve, LEPAS: release, PINDAH: move, GANTI: replace };

/** Where only names and numbers follow, a comma parts them as well as a space. */
const LISTS = new Set(["D", "A", "X", "G", "U", "ALARM", "CADANG", "LEPAS", "PINDAH", "GANTI"]);

/** What a line means, or why it means nothing yet; null for an empty line.
 * @param {string} line
 * @param {Ground} ground
 * @returns {Meaning|Problem|null} */
export function parse(line, ground) {
  const words = line.trim().split(/\s+/).filter(Boolean);
  if (words.length === 0) return null;
  const name = verbNamed(words[0]);
  const said = LISTS.has(name) ? words.flatMap((word) => word.split(/[,;]+/)).filter(Boolean) : words;
  return name ? VERBS[name](said.slice(1), ground) : no("verb", { word: words[0] });
}

function assign(words, ground) {
  const read = readTimeless(words, ground);
  if (read.problem) return read;
  const { incident, agencies, units } = read;
  if (agencies.length + units.length === 0) return no("whom", { short: incident.short });
  const problem = away(units, ground);
  if (problem) return problem;
  const codes = agencies.map((agency) => agency.code);
  const signs = units.map((unit) => unit.call_sign);
  const order = { do: "assign", incident: incident.id, agencies: codes, units: signs };
  const kept = losers(units, incident, ground.incidents);
  const values = { who: [...signs, ...codes].join(", "), short: incident.short, ...(kept && { kept }) };
  return { orders: [order], say: kept ? "assign_kept" : "assign", values };
}

function accept(words, ground) {
  return stepOf(words, ground, "accept");
}

function recall(words, ground) {
  return stepOf(words, ground, "recall");
}

/** `A 1042 POL`: the step of every assignment of that agency, or of that unit, that may take it. */
function stepOf(words, ground, verb) {
  const read = readTokens(words, ground);
  if (read.problem) return read;
  const { incident, agencies, units } = read;
  if (agencies.length + units.length === 0) return no("whom", { short: incident.short });
  const named = (row) =>
    agencies.some((agency) => agency.code === row.agency) || units.some((unit) => unit.call_sign === row.unit);
  const rows = incident.assignments.filter((row) => named(row) && !row.ended_at);
  const who = [...units.map((unit) => unit.call_sign), ...agencies.map((agency) => agency.code)].join(", ");
  if (rows.length === 0) return no("unassigned", { who, short: incident.short });
  return progress(rows, verb, { ...incident, who, at: read.at, reason: "" });
}

function step(words, ground) {
  const [sign = "", name = "", ...rest] = words.filter((word) => !isNumber(word));
  const { agency, unit } = named(sign.toUpperCase(), ground);
  if (!unit && !agency) return sign ? unknown(sign, ground) : no("step_how");
  const isOnDuty = unit ? dutyNamed(name) : null;
  if (isOnDuty !== null) return duty(unit, isOnDuty, rest);
  const verb = stepNamed(name);
  if (!verb) return no("step", { word: name });
  const who = unit?.call_sign ?? agency.code;
  const isTheirs = (row) => (unit ? row.unit_id === unit.id : row.agency === agency.code);
  const found = openRows(ground.incidents, words.find(isNumber)).filter(isTheirs);
  // An agency that was told as a whole takes its own steps; one that sent units takes them by each of these.
  const rows = unit ? found : found.filter((row) => row.unit_id === null);
  if (found.length === 0) return no("idle", { who });
  if (rows.length === 0) return no("by_units", { who, units: [...new Set(found.map((row) => row.unit))].join(", ") });
  if (rows.length > 1) return no("which", { who, shorts: rows.map((row) => row.short).join(", ") });
  const at = rest.find((word) => isTime(word)) ?? null;
  const reason = rest.filter((word) => word !== at).join(" ");
  if (verb === "decline" && !reason) return no("reason", { who });
  if (at && !ground.instantOf(at)) return no("time", { word: at });
  return progress(rows, verb, { ...rows[0], who, at: at && ground.instantOf(at), reason });
}

/** The assignments that have not ended, of the incident so numbered or of all. */
function openRows(incidents, number) {
  return incidents
    .filter((card) => !number || card.number === numberOf(number))
    .flatMap(({ assignments, short, reported_at }) => assignments.map((row) => ({ ...row, short, reported_at })))
    .filter((row) => !row.ended_at);
}

/** `S DMK-05 SIAGA`, `S DMK-05 TIDAK SIAP ban bocor`: whether it can be sent, as its crew says. */
function duty(unit, isOnDuty, rest) {
  const who = unit.call_sign;
  const reason = rest.filter((word, index) => index > 0 || !/^(siap|siaga)$/i.test(word)).join(" ");
  if (unit.is_on_duty === isOnDuty) return no(isOnDuty ? "on_already" : "off_already", { who });
  if (!isOnDuty && !reason) return no("off_reason", { who });
  const order = { do: "duty", unit: unit.id, isOnDuty, reason: isOnDuty ? "" : reason };
  return { orders: [order], say: isOnDuty ? "on_duty" : "off_duty", values: { who, reason } };
}

function progress(rows, verb, { who, short, reported_at: reportedAt, at, reason }) {
  const able = rows.filter((row) => row.verbs.includes(verb));
  if (able.length === 0) return no("cannot", { who, short, verb });
  const orders = able.map((row) => ({ do: "progress", assignment: row.id, verb, at: at && notBefore(at, row, reportedAt), reason }));
  // A time that is still to come today is read as yesterday's.
  if (at && orders.some((order) => Date.parse(order.at) < Date.parse(reportedAt))) return no("early", { short, at, reported: reportedAt });
  const said = verb === "recall" ? "recall" : "progress";
  return { orders, say: at ? `${said}_at` : said, values: { who, short, verb, at: at ?? "" } };
}

function change(words, ground) {
  const wanted = words.find((word) => /^P[1-4]$/i.test(word)) ?? words.slice(1).find((word) => /^[1-4]$/.test(word));
  const rest = words.filter((word, index) => !/^P\d+$/i.test(word) && (word !== wanted || index < words.lastIndexOf(wanted)));
  const read = readTimeless(rest, ground);
  if (read.problem) return read;
  if (!wanted) return no("priority", { short: read.incident.short });
  const priority = Number(wanted.slice(-1));
  const order = { do: "change", incident: read.incident.id, changes: { priority } };
  return { orders: [order], say: "change", values: { short: read.incident.short, priority: `P${priority}` } };
}

/** `ALARM 1042`: the next level of its plan. */
function raise(words, ground) {
  const read = readTimeless(words, ground);
  if (read.problem) return read;
  const { id, short, alarm } = read.incident;
  if (alarm >= TOP_ALARM) return no("alarm_top", { short });
  const level = alarm + 1;
  return { orders: [{ do: "alarm", incident: id, level }], say: "alarm", values: { short, level: String(level) } };
}

/** `G 1043 1038`: the first goes on in the second; with one number, the selected one does. */
function merge(words, ground) {
  const odd = words.find((word) => !isNumber(word));
  if (odd) return no("who", { word: odd });
  const missing = words.find((word) => !incidentOf(word, ground));
  if (missing) return no("incident", { word: missing });
  const [card, into] = [ground.selected, ...words.map((word) => incidentOf(word, ground))].filter(Boolean).slice(-2);
  if (!into || words.length === 0) return no("merge_how");
  if (card.id === into.id) return no("merge_same", { short: card.short });
  if (card.track === "emergency" && into.track === "service") return no("merge_track", { short: card.short, into: into.short });
  return { orders: [{ do: "merge", card, into }], say: "merge", values: { short: card.short, into: into.short } };
}

/** `L kali wanggu`: shows a place on the map. */
function look(words) {
  const text = words.join(" ");
  return text ? { orders: [{ do: "look", text }], say: "look", values: { text } } : no("look");
}

/** `T 1042 nihil`: closes; without an ending, with the one the field's words propose. */
function close(words, ground) {
  const { card, problem, text } = openNamed(words, ground);
  if (problem) return problem;
  const ending = text ? endingNamed(text, ground.dispositions) : proposed(card, ground.dispositions);
  if (!ending) return no(text ? "ending" : "ending_how", { short: card.short, word: text });
  const atWork = (card.assignments ?? []).filter((row) => !row.ended_at).map((row) => row.unit ?? row.agency_name);
  const values = { short: card.short, ending: ending.name, who: atWork.join(", ") };
  return { orders: [{ do: "close", card, disposition: ending.code }], say: atWork.length ? "close_releasing" : "close_as", values };
}
