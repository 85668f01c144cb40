/**
 * A report being written: what the server has, what only this browser has, and how the two are brought together.
 * Pure: no page, no clock, no network.
 *
 * @typedef {{value: any, base: any, at: number, sent?: any}} Typed   a field the server does not have yet: what it had when
 *   this was begun, when it was typed (ms, server time), and what of it was last sent
 * @typedef {{id: number, version: number, source: string, callId: number|null, protocol: number|null, startedAt: string, savedAt: number,
 *   saved: Object<string, any>, pending: Object<string, Typed>, other: Object<string, string>}} Draft
 */

export const EMPTY = {
  place_text: "", landmark: "", area: "", lat: null, lng: null, category: "", priority: null,
  is_confidential: false, hides_reporter: false, reporter_name: "", relation: "", callback: "", words: "", proposed: "",
  dead: 0, badly_hurt: 0, lightly_hurt: 0, trapped: 0,
};
const FIELDS = Object.keys(EMPTY);
const ANSWER = "answer:";
const LINE = "line:";
export const LONGEST_LINE = 4000;
export const TEXTS = ["place_text", "landmark", "reporter_name", "relation", "callback", "words"];
const KEPT_MS = 12 * 3600 * 1000;

/** @returns {Draft} the draft as the server told it */
export function fromServer(row) {
  return { ...head(row), savedAt: savedAt(row), saved: fieldsOf(row), pending: {}, other: {} };
}

export function head(row) {
  return { id: row.id, version: row.version, source: row.source, callId: row.call_id ?? null, protocol: row.protocol ?? null, startedAt: row.started_at, follows: row.follows ?? null, letGo: row.let_go ?? "", takenBy: row.taken_by_id ?? null, who: row.who ?? "", seat: row.seat ?? "", isShared: Boolean(row.is_shared) };
}

export const savedAt = (row) => Date.parse(row.saved_at ?? row.started_at);

export function fieldsOf(row) {
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
  const before = draft.pending[field] ?? { base: draft.saved[field] };
  return { ...draft, pending: { ...draft.pending, [field]: { ...before, value, at } } };
}

/** The draft while `sent` is on its way: if the server turns out to have that, nobody else wrote it. */
export function sending(draft, sent) {
  const marked = Object.entries(draft.pending).map(([field, one]) => [field, field in sent ? { ...one, sent: sent[field] } : one]);
  return { ...draft, pending: Object.fromEntries(marked) };
}

/** What the server had of the fields that are sent, as this browser knows it: by that it sees whether others changed them. */
export function basesOf(draft, sent) {
  const baseOf = (field) => (field in draft.pending ? draft.pending[field].base : draft.saved[field]);
  return Object.fromEntries(Object.keys(sent).filter((field) => !isLine(field)).map((field) => [field, baseOf(field) ?? (isAnswer(field) ? "" : null)]));
}

const anything = () => true;

/** The fields the server lacks; a point travels whole. @param {(field: string, value: any) => boolean} fits whether it would take that */
export function unsaved(draft, fits = anything) {
  const typed = Object.entries(draft.pending).map(([field, one]) => [field, one.value]);
  const fields = Object.fromEntries(typed.filter(([field, value]) => fits(field, value)));
  if ("lat" in fields || "lng" in fields) {
    fields.lat = valueOf(draft, "lat");
    fields.lng = valueOf(draft, "lng");
  }
  return fields;
}

export const isSaved = (draft, fits = anything) => Object.keys(unsaved(draft, fits)).length === 0;

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
