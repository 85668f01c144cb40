/**
 * A report being written: what the server has, what only this browser has, and how the two are brought together.
 * Pure: no page, no clock, no network.
 *
 * @typedef {{value: any, base: any, at: number}} Typed   a field the server does not have yet; `at` in ms, server time
 * @typedef {{id: number, version: number, source: string, callId: number|null, protocol: number|null, startedAt: string, savedAt: number,
 *   saved: Object<string, any>, pending: Object<string, Typed>, other: Object<string, string>}} Draft
 */

const EMPTY = {
  place_text: "", landmark: "", area: "", lat: null, lng: null, category: "", priority: null,
  is_confidential: false, reporter_name: "", relation: "", callback: "", words: "",
  dead: 0, badly_hurt: 0, lightly_hurt: 0, trapped: 0,
};
export const FIELDS = Object.keys(EMPTY);
const ANSWER = "answer:";
const TEXTS = ["place_text", "landmark", "reporter_name", "relation", "callback", "words"];
const KEPT_MS = 12 * 3600 * 1000;

/** @returns {Draft} the draft as the server told it */
export function fromServer(row) {
  return { ...head(row), savedAt: savedAt(row), saved: fieldsOf(row), pending: {}, other: {} };
}

function head(row) {
  return { id: row.id, version: row.version, source: row.source, callId: row.call_id ?? null, protocol: row.protocol ?? null, startedAt: row.started_at };
}

const savedAt = (row) => Date.parse(row.saved_at ?? row.started_at);

function fieldsOf(row) {
  const answers = Object.entries(row.answers ?? {}).map(([id, reply]) => [ANSWER + id, reply]);
  return Object.fromEntries([...FIELDS.map((field) => [field, row[field] ?? EMPTY[field]]), ...answers]);
}

/** What the form shows for a field: the typed value, else the server's. */
export function valueOf(draft, field) {
  return field in draft.pending ? draft.pending[field].value : draft.saved[field];
}

/** Every field as the form shows it, and every answer. */
export function valuesOf(draft) {
  const names = new Set([...Object.keys(draft.saved), ...Object.keys(draft.pending)]);
  return Object.fromEntries([...names].map((field) => [field, valueOf(draft, field)]));
}

/** Fields as they are sent: the answers together, by the id of their question. */
export function packed(fields) {
  const isAnswer = ([field]) => field.startsWith(ANSWER);
  const entries = Object.entries(fields);
  const answers = entries.filter(isAnswer).map(([field, reply]) => [field.slice(ANSWER.length), reply]);
  const rest = Object.fromEntries(entries.filter((entry) => !isAnswer(entry)));
  return answers.length ? { ...rest, answers: Object.fromEntries(answers) } : rest;
}

/** A person changed a field. Typing back what the server has leaves nothing to send. */
export function typed(draft, field, value, at) {
  if (value === valueOf(draft, field)) return draft;
  const base = draft.pending[field]?.base ?? draft.saved[field];
  const pending = { ...draft.pending, [field]: { value, base, at } };
  return { ...draft, pending };
}

/** The fields the server lacks; a point travels whole. */
export function unsaved(draft) {
  const fields = Object.fromEntries(Object.entries(draft.pending).map(([field, typed]) => [field, typed.value]));
  if ("lat" in fields || "lng" in fields) {
    fields.lat = valueOf(draft, "lat");
    fields.lng = valueOf(draft, "lng");
  }
  return fields;
}

export const isSaved = (draft) => Object.keys(draft.pending).length === 0;

/** The server took `sent` and answered with `row` at `at`; what was typed meanwhile stays to be sent. */
export function taken(draft, sent, row, at) {
  const pending = {};
  for (const [field, typed] of Object.entries(draft.pending)) {
    if (!(field in sent)) pending[field] = typed;
    else if (typed.value !== sent[field]) pending[field] = { ...typed, base: sent[field] };
  }
  return { ...merged({ ...draft, pending }, row), savedAt: at };
}

/**
 * The draft as another tab, an earlier visit or the server has it, brought together field by field: the newer wins,
 * and a text that lost is offered beside the field instead of being dropped.
 */
export function merged(draft, row) {
  if (row.version < draft.version) return draft;
  const saved = fieldsOf(row);
  const pending = {};
  const other = { ...draft.other };
  for (const [field, typed] of Object.entries(draft.pending)) {
    const theirs = saved[field];
    if (theirs === typed.value) continue;
    const wins = theirs === typed.base || typed.at >= savedAt(row);
    if (wins) pending[field] = { ...typed, base: theirs };
    if (theirs !== typed.base) offer(other, field, wins ? typed.value : theirs, wins ? theirs : typed.value);
  }
  return { ...draft, ...head(row), savedAt: Math.max(draft.savedAt, savedAt(row)), saved, pending, other };
}

function offer(other, field, winner, loser) {
  if (TEXTS.includes(field) && loser.trim() && !winner.includes(loser.trim())) other[field] = loser;
}

/** Take the offered text in place of what the field shows; what it shows is offered instead. */
export function swapped(draft, field, at) {
  const other = { ...draft.other };
  const shown = valueOf(draft, field);
  const next = typed(draft, field, other[field], at);
  delete other[field];
  offer(other, field, valueOf(next, field), shown);
  return { ...next, other };
}

/** Texts that were typed while `sent` was on its way: they belong to the incident now. */
export function leftOver(draft, sent) {
  return TEXTS.map((field) => [valueOf(draft, field), sent[field] ?? ""])
    .filter(([now, then]) => now !== then)
    .map(([now, then]) => (now.startsWith(then) ? now.slice(then.length) : now).trim())
    .filter(Boolean)
    .join("\n");
}

/** What this browser keeps of a draft until the server has it; null when there is nothing to keep. */
export function kept(draft, at) {
  if (isSaved(draft) && !Object.keys(draft.other).length) return null;
  return { at, pending: draft.pending, other: draft.other };
}

/** The server's draft with what this browser still kept of it. */
export function revived(row, keep) {
  const fresh = fromServer(row);
  return keep ? merged({ ...fresh, pending: keep.pending ?? {}, other: keep.other ?? {} }, row) : fresh;
}

/** Whether something kept in the browser is too old to belong to anybody's watch. */
export const isExpired = (keep, at) => !(at - keep.at < KEPT_MS);

/** What must still be filled in before it can be forwarded (`required`) and what would help (`wanted`). */
export function missing(draft, call) {
  const value = (field) => valueOf(draft, field);
  return {
    required: [
      ...(value("place_text").trim() ? [] : ["place_text"]),
      ...(value("category") ? [] : ["category"]),
    ],
    // A call nobody coded is coded by its category.
    wanted: [...(call && !call.outcome ? ["outcome"] : []), ...(value("lat") === null ? ["point"] : [])],
  };
}

/** The fields a new category brings along: its priority and its confidentiality, unless a person decided otherwise. */
export function classified(draft, next, previous) {
  const priority = valueOf(draft, "priority");
  const isOwn = priority !== null && priority !== previous?.priority;
  const isConfidential = valueOf(draft, "is_confidential");
  const wasDefault = isConfidential === Boolean(previous?.is_confidential);
  return {
    category: next.code,
    priority: isOwn ? priority : next.priority,
    is_confidential: wasDefault ? Boolean(next.is_confidential) : isConfidential,
  };
}
