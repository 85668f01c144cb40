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
  is_confidential: false, hides_reporter: false, reporter_name: "", relation: "", callback: "", words: "", proposed: "",
  dead: 0, badly_hurt: 0, lightly_hurt: 0, trapped: 0,
};
const FIELDS = Object.keys(EMPTY);
const ANSWER = "answer:";
const LINE = "line:";
export const LONGEST_LINE = 4000;
export const TEXTS = ["place_text", "landmark", "reporter_name", "relation", "callback", "words"];
const CHOICES = ["area", "category", "priority", "dead", "badly_hurt", "lightly_hurt", "trapped"];
const KEPT_MS = 12 * 3600 * 1000;

/** @returns {Draft} the draft as the server told it */
export function fromServer(row) {
  return { ...head(row), savedAt: savedAt(row), saved: fieldsOf(row), pending: {}, other: {} };
}

function head(row) {
  return { id: row.id, version: row.version, source: row.source, callId: row.call_id ?? null, protocol: row.protocol ?? null, startedAt: row.started_at, follows: row.follows ?? null, letGo: row.let_go ?? "", takenBy: row.taken_by_id ?? null, who: row.who ?? "", seat: row.seat ?? "", isShared: Boolean(row.is_shared) };
}

const savedAt = (row) => Date.parse(row.saved_at ?? row.started_at);

function fieldsOf(row) {
  const answers = Object.entries(row.answers ?? {}).map(([id, reply]) => [ANSWER + id, reply]);
  const lines = (row.lines ?? []).map(({ key, ...line }) => [LINE + key, line]);
  return Object.fromEntries([...FIELDS.map((field) => [field, row[field] ?? EMPTY[field]]), ...answers, ...lines]);
}

/** What the form shows for a field: the typed value, else the server's. */
export function valueOf(draft, field) {
  return field in draft.pending ? draft.pending[field].value : draft.saved[field];
}

/** The name of the field that a line of the notes is. @param {string} key */
export const lineField = (key) => LINE + key;

/** Whether a field is the answer to a question. */
export const isAnswer = (field) => field.startsWith(ANSWER);

/** Whether a field is a line of the notes. */
export const isLine = (field) => field.startsWith(LINE);

/** The lines of the notes in the order of their moments; a line that another corrects is struck. */
export function linesOf(draft) {
  const names = new Set([...Object.keys(draft.saved), ...Object.keys(draft.pending)].filter(isLine));
  const lines = [...names].map((field) => ({ ...valueOf(draft, field), key: field.slice(LINE.length) }));
  const corrected = new Set(lines.map((line) => line.corrects).filter(Boolean));
  return lines
    .map((line) => ({ ...line, isStruck: corrected.has(line.key) }))
    .sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
}

/** Whether nothing is known yet: no field, no answer, no line. */
export function isUntouched(draft) {
  const isEmpty = ([field, value]) => (field in EMPTY ? value === EMPTY[field] : !value);
  return linesOf(draft).length === 0 && Object.entries(valuesOf(draft)).every(isEmpty);
}

/** Every field as the form shows it, every answer, and the lines that the server lacks. */
export function valuesOf(draft) {
  const saved = Object.keys(draft.saved).filter((field) => !isLine(field));
  const names = new Set([...saved, ...Object.keys(draft.pending)]);
  return Object.fromEntries([...names].map((field) => [field, valueOf(draft, field)]));
}

/** Fields as they are sent: the answers together, by the id of their question, and the lines with their keys. */
export function packed(fields) {
  const entries = Object.entries(fields);
  const answers = entries.filter(([field]) => isAnswer(field)).map(([field, reply]) => [field.slice(ANSWER.length), reply]);
  const lines = entries.filter(([field]) => isLine(field)).map(([field, line]) => ({ ...line, key: field.slice(LINE.length) }));
  const rest = Object.fromEntries(entries.filter(([field]) => !isAnswer(field) && !isLine(field)));
  return { ...rest, ...(answers.length && { answers: Object.fromEntries(answers) }), ...(lines.length && { lines }) };
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
 * and a text or a choice that lost is offered beside the field instead of being dropped.
 */
export function merged(draft, row) {
  if (row.version < draft.version) return draft;
  const saved = fieldsOf(row);
  const pending = {};
  const other = { ...draft.other };
  for (const [field, typed] of Object.entries(draft.pending)) {
    const theirs = saved[field];
    // A line never changes: where the server has it, it is told.
    if (theirs === typed.value || (isLine(field) && theirs)) continue;
    const wins = theirs === typed.base || typed.at >= savedAt(row);
    if (wins) pending[field] = { ...typed, base: theirs };
    if (theirs !== typed.base) offer(other, field, wins ? typed.value : theirs, wins ? theirs : typed.value);
  }
  return { ...draft, ...head(row), savedAt: Math.max(draft.savedAt, savedAt(row)), saved, pending, other };
}

function offer(other, field, winner, loser) {
  const isText = TEXTS.includes(field) && loser.trim() && !winner.includes(loser.trim());
  if (isText || (CHOICES.includes(field) && loser !== winner && loser !== EMPTY[field])) other[field] = loser;
}

/** Take what is offered in place of what the field shows; what it shows is offered instead. */
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
  const told = new Set((sent.lines ?? []).map((line) => lineField(line.key)));
  const lines = Object.keys(draft.pending).filter((field) => isLine(field) && !told.has(field));
  const typed = TEXTS.map((field) => [valueOf(draft, field), sent[field] ?? ""])
    .filter(([now, then]) => now !== then)
    .map(([now, then]) => (now.startsWith(then) ? now.slice(then.length) : now).trim());
  return [...lines.map((field) => valueOf(draft, field).text), ...typed].filter(Boolean).join("\n");
}

/** What this browser keeps of a draft until the server has it; null when there is nothing to keep. */
export function kept(draft, at) {
  if (isSaved(draft) && !Object.keys(draft.other).length) return null;
  return { at, pending: draft.pending, other: draft.other, startedAt: draft.startedAt, place: valueOf(draft, "place_text") };
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
