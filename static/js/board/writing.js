/** The words of the command line after which a sentence follows: notes, messages to units, escalations. Pure. */

import { incidentOf, isNumber, named, no, unknown } from "./tokens.js";

const LONGEST = 500;

/** The incident a number names, else the open one that is selected; a problem when there is neither. */
export function openNamed(words, ground) {
  const head = isNumber(words[0] ?? "") ? words[0] : null;
  const card = head ? incidentOf(head, ground) : openOf(ground.selected);
  const problem = card ? null : head ? no("incident", { word: head }) : no("incident_how");
  return { card, problem, text: words.slice(head ? 1 : 0).join(" ") };
}

function openOf(card) {
  return card && !card.closed_at ? card : null;
}

/** `N 1042 teks`; `N 1042 @DMK-01 teks` is a message. */
export function note(words, ground) {
  const head = isNumber(words[0] ?? "") ? words[0] : null;
  const rest = words.slice(head ? 1 : 0);
  if (rest[0]?.startsWith("@")) return message(words, ground);
  const incident = head ? incidentOf(head, ground) : ground.selected;
  if (!incident) return head ? no("incident", { word: head }) : no("incident_how");
  const text = rest.join(" ");
  return text ? noted(text, incident) : no("text", { short: incident.short });
}

function noted(text, { id, short }) {
  return { orders: [{ do: "note", incident: id, text }], say: "note", values: { short, text } };
}

/** What stands in the field of the opened incident: a note as it was typed, which may begin with a number; after an @ a message. */
export function jotted(text, ground) {
  return text.startsWith("@") ? message(text.split(/\s+/), ground) : noted(text, ground.selected);
}

/** `P DMK-01 lewat belakang`, `P 1042 @DMK-01 @POL lewat belakang`: to those who are there. The first word names somebody,
 * further ones only with an @ before them. Without a number the selected incident is meant, else where the unit is. */
export function message(words, ground) {
  const head = isNumber(words[0] ?? "") ? words[0] : null;
  const { names, text } = addressed(words.slice(head ? 1 : 0));
  const odd = names.find((name) => !isSomebody(named(name, ground)));
  if (odd) return unknown(odd, ground);
  if (names.length === 0) return no("message_whom");
  const whom = names.map((name) => named(name, ground));
  const who = whom.map(nameOf).join(", ");
  const card = head ? incidentOf(head, ground) : theirs(whom, ground);
  if (!card) return head ? no("incident", { word: head }) : no("idle", { who });
  const away = whom.filter((one) => !isThere(one, card)).map(nameOf);
  if (away.length) return no("unassigned", { who: away.join(", "), short: card.short });
  if (!text) return no("message_text", { who });
  if (text.length > LONGEST) return no("message_long", { n: LONGEST });
  const [units, agencies] = [whom.filter((one) => one.unit), whom.filter((one) => one.agency)].map((some) => some.map(nameOf));
  const order = { do: "message", incident: card.id, agencies, units, text };
  return { orders: [order], say: "message", values: { who, short: card.short, text } };
}

function addressed(words) {
  const next = words.findIndex((word, at) => at > 0 && !word.startsWith("@"));
  const end = next < 0 ? words.length : next;
  const names = words.slice(0, end).flatMap((word) => word.split(/[,;:]+/));
  return { names: names.map((name) => name.replace(/^@/, "").toUpperCase()).filter(Boolean), text: words.slice(end).join(" ") };
}

const isSomebody = ({ agency, unit }) => Boolean(agency ?? unit);
const nameOf = ({ agency, unit }) => agency?.code ?? unit.call_sign;

/** Whether an agency or unit is at an incident; of an agency that was told as a whole any unit may be meant. */
function isThere({ agency, unit }, card) {
  const rows = card.assignments.filter((row) => !row.ended_at);
  if (agency) return rows.some((row) => row.agency === agency.code);
  return rows.some((row) => row.unit === unit.call_sign || (row.unit === null && row.agency === unit.agency));
}

function theirs(whom, { incidents, selected }) {
  const isTheirs = (card) => whom.every((one) => isThere(one, card));
  const shown = openOf(selected);
  if (shown && isTheirs(shown)) return shown;
  const found = incidents.filter((card) => !card.closed_at && isTheirs(card));
  return found.length === 1 ? found[0] : shown;
}

/** `E 1042 tidak menjawab`: the next rung of all ladders now, with the reason; `E 1042 BPB`: of that agency's, of which
 * the reason is known. */
export function escalate(words, ground) {
  const { card, problem, text } = openNamed(words, ground);
  if (problem) return problem;
  const { id, short } = card;
  const waiting = new Set(card.assignments.filter((row) => row.state === "notified").map((row) => row.agency));
  if (waiting.size === 0) return no("escalate_whom", { short });
  const { codes, reason } = aimed(text, ground);
  const answered = codes.filter((code) => !waiting.has(code));
  if (answered.length) return no("escalate_answered", { who: answered.join(", "), short, waiting: [...waiting].join(", ") });
  if (codes.length + reason.length === 0) return no("escalate_reason", { short });
  const said = codes.length === 0 ? "escalate" : reason ? "escalate_aimed" : "escalate_silent";
  return { orders: [{ do: "escalate", incident: id, agencies: codes, reason }], say: said, values: { who: codes.join(", "), short, reason } };
}

/** The whole codes of agencies at the beginning of a text, and what follows: a beginning of a code may begin a sentence too. */
function aimed(text, { agencies }) {
  const known = new Set(agencies.map(({ code }) => code));
  const words = text.split(" ").map((word) => [word, word.toUpperCase().split(/[,;:]+/).filter(Boolean)]);
  const next = words.findIndex(([, names]) => names.length === 0 || !names.every((name) => known.has(name)));
  const end = next < 0 ? words.length : next;
  const codes = [...new Set(words.slice(0, end).flatMap(([, names]) => names))];
  return { codes, reason: words.slice(end).map(([word]) => word).join(" ") };
}
