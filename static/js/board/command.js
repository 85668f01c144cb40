/**
 * The command line: what a typed line means, in words, before anything is sent. Pure.
 *
 * @typedef {{do: "assign", incident: number, agencies: string[], units: string[]}
 *   | {do: "progress", assignment: number, verb: string, at: string|null, reason: string, unit?: string}
 *   | {do: "note", incident: number, text: string}
 *   | {do: "change", incident: number, changes: object}} Order
 * @typedef {{orders: Order[], say: string, values: Record<string, string>}} Meaning
 * @typedef {{problem: string, values: Record<string, string>}} Problem  `problem` and `say` name a sentence of the page
 * @typedef {{incidents: object[], units: object[], agencies: object[], selected: object|null,
 *   work: Map<number, import("./state.js").Work>, instantOf: (text: string) => string|null}} Ground
 */

/** Words after `S`, by their beginning. */
const STEPS = {
  TERIMA: "accept",
  BERANGKAT: "depart",
  MENUJU: "depart",
  TIBA: "arrive",
  TERKENDALI: "control",
  SELESAI: "finish",
  TOLAK: "decline",
};
const TIME = /^\d{1,2}[:.]\d{2}$/;

const VERBS = { D: assign, A: accept, N: note, X: recall, U: change, S: step };

/** What a line means, or why it means nothing yet; null for an empty line.
 * @param {string} line
 * @param {Ground} ground
 * @returns {Meaning|Problem|null} */
export function parse(line, ground) {
  const words = line.trim().split(/\s+/).filter(Boolean);
  if (words.length === 0) return null;
  const verb = VERBS[words[0].toUpperCase()];
  return verb ? verb(words.slice(1), ground) : no("verb", { word: words[0] });
}

function no(problem, values = {}) {
  return { problem, values };
}

function assign(words, ground) {
  const read = readTokens(words, ground);
  if (read.problem) return read;
  const { incident, agencies, units } = read;
  if (agencies.length + units.length === 0) return no("whom", { short: incident.short });
  const off = units.find((unit) => !unit.is_on_duty);
  if (off) return no("off", { who: off.call_sign });
  const busy = units.find((unit) => ground.work.has(unit.id));
  if (busy) return no("busy", { who: busy.call_sign, short: ground.work.get(busy.id).incidents[0].short });
  const codes = agencies.map((agency) => agency.code);
  const signs = units.map((unit) => unit.call_sign);
  const order = { do: "assign", incident: incident.id, agencies: codes, units: signs };
  return { orders: [order], say: "assign", values: { who: [...signs, ...codes].join(", "), short: incident.short } };
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
  return progress(rows, verb, { who, short: incident.short, at: read.at, reason: "" });
}

function step(words, ground) {
  const [sign = "", name = "", ...rest] = words.filter((word) => !isNumber(word));
  const unit = ground.units.find((row) => row.call_sign === sign.toUpperCase());
  if (!unit) return sign ? no("who", { word: sign }) : no("step_how");
  const verb = stepNamed(name);
  if (!verb) return no("step", { word: name });
  const asked = words.find(isNumber);
  const rows = ground.incidents.flatMap((card) =>
    card.assignments
      .filter((row) => row.unit_id === unit.id && !row.ended_at && (!asked || card.number === numberOf(asked)))
      .map((row) => ({ ...row, short: card.short })),
  );
  if (rows.length === 0) return no("idle", { who: unit.call_sign });
  if (rows.length > 1) return no("which", { who: unit.call_sign, shorts: rows.map((row) => row.short).join(", ") });
  const at = rest.find((word) => TIME.test(word)) ?? null;
  const reason = rest.filter((word) => word !== at).join(" ");
  if (verb === "decline" && !reason) return no("reason", { who: unit.call_sign });
  if (at && !ground.instantOf(at)) return no("time", { word: at });
  return progress(rows, verb, { who: unit.call_sign, short: rows[0].short, at: at && ground.instantOf(at), reason });
}

function stepNamed(word) {
  const fits = Object.entries(STEPS).filter(([name]) => word && name.startsWith(word.toUpperCase()));
  const verbs = new Set(fits.map(([, verb]) => verb));
  return verbs.size === 1 ? fits[0][1] : null;
}

function progress(rows, verb, { who, short, at, reason }) {
  const able = rows.filter((row) => row.verbs.includes(verb));
  if (able.length === 0) return no("cannot", { who, short, verb });
  const orders = able.map((row) => ({ do: "progress", assignment: row.id, verb, at, reason }));
  return { orders, say: at ? "progress_at" : "progress", values: { who, short, verb, at: at ?? "" } };
}

function note(words, ground) {
  const head = isNumber(words[0] ?? "") ? words[0] : null;
  const incident = head ? incidentOf(head, ground) : ground.selected;
  if (!incident) return head ? no("incident", { word: head }) : no("incident_how");
  const text = words.slice(head ? 1 : 0).join(" ");
  if (!text) return no("text", { short: incident.short });
  return { orders: [{ do: "note", incident: incident.id, text }], say: "note", values: { short: incident.short, text } };
}

function change(words, ground) {
  const wanted = words.find((word) => /^P[1-4]$/i.test(word)) ?? words.slice(1).find((word) => /^[1-4]$/.test(word));
  const rest = words.filter((word, index) => word !== wanted || index < words.lastIndexOf(wanted));
  const read = readTokens(rest, ground);
  if (read.problem) return read;
  if (!wanted) return no("priority", { short: read.incident.short });
  const priority = Number(wanted.slice(-1));
  const order = { do: "change", incident: read.incident.id, changes: { priority } };
  return { orders: [order], say: "change", values: { short: read.incident.short, priority: `P${priority}` } };
}

/** The incident, agencies, units and time in any order; the selected incident when none is named. */
function readTokens(words, ground) {
  const read = { incident: null, agencies: [], units: [], at: null };
  for (const word of words) {
    const upper = word.toUpperCase();
    const agency = ground.agencies.find((row) => row.code === upper);
    const unit = ground.units.find((row) => row.call_sign === upper);
    if (agency) read.agencies.push(agency);
    else if (unit) read.units.push(unit);
    else if (TIME.test(word)) read.at = ground.instantOf(word);
    else if (isNumber(word)) read.incident = incidentOf(word, ground);
    else return no("who", { word });
    if (isNumber(word) && !read.incident) return no("incident", { word });
    if (TIME.test(word) && !read.at) return no("time", { word });
  }
  read.incident ??= ground.selected;
  return read.incident ? read : no("incident_how");
}

function isNumber(word) {
  return /^(#|L-)?\d+$/i.test(word);
}

function numberOf(word) {
  return Number(/\d+/.exec(word)[0]);
}

function incidentOf(word, ground) {
  return ground.incidents.find((card) => card.number === numberOf(word) && !card.closed_at) ?? null;
}
