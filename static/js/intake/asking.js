/**
 * The questions of a protocol: which edition a draft is asked by, what its answers suggest, what is read out. Pure.
 *
 * @typedef {{id: number, text: string, alarm: string, raises_to: number|null, instruction: string}} Question
 * @typedef {{id: number, code: string, edition: number, title: string, sop: string, is_current: boolean,
 *   is_approved: boolean, categories: string[], questions: Question[]}} Protocol
 */

import { classified, valueOf } from "./draft.js";

/** The name under which a draft keeps the answer to a question. @param {number} id */
export const fieldOf = (id) => `answer:${id}`;

/** What was answered; empty for nothing yet. */
export const replyOf = (draft, question) => valueOf(draft, fieldOf(question.id)) ?? "";

/** Whether a reply is the one the question was afraid of. */
export const isAlarming = (question, reply) => question.alarm !== "" && reply === question.alarm;

/**
 * The edition to ask by: one this draft has answers to (the server's choice first), else the server's, else the current.
 * @param {object} draft @param {Protocol[]} known @returns {Protocol|null}
 */
export function protocolFor(draft, known) {
  const fitting = known.filter(({ categories }) => categories.includes(valueOf(draft, "category")));
  const isTheirs = ({ id }) => id === draft.protocol;
  const answered = fitting.filter(({ questions }) => questions.some((one) => replyOf(draft, one)));
  return answered.find(isTheirs) ?? answered[0] ?? fitting.find(isTheirs) ?? fitting.find((one) => one.is_current) ?? null;
}

/** The protocols with one more edition; a current one takes the place of those before it. */
export function withEdition(known, next) {
  const others = known.filter(({ id }) => id !== next.id);
  const retired = others.map((one) => (next.is_current && one.code === next.code ? { ...one, is_current: false } : one));
  return [...retired, next];
}

/** The priority that a kind and the answers suggest: the most urgent of them; answers never lower the kind's own. */
export function suggested(draft, kind, protocol) {
  const raised = (protocol?.questions ?? []).filter((one) => one.raises_to && isAlarming(one, replyOf(draft, one)));
  return Math.min(kind.priority, ...raised.map((one) => one.raises_to));
}

/** How many questions have no answer yet. */
export function unanswered(draft, protocol) {
  return protocol ? protocol.questions.filter((one) => !replyOf(draft, one)).length : 0;
}

/**
 * What an answer changes: itself, and the priority as long as it is the suggested one; a priority that a person chose stays.
 */
export function answered(draft, kind, protocol, question, reply) {
  const before = suggested(draft, kind, protocol);
  const field = fieldOf(question.id);
  const after = suggested({ ...draft, pending: { ...draft.pending, [field]: { value: reply } } }, kind, protocol);
  const priority = valueOf(draft, "priority");
  const isOwn = priority !== null && priority !== before;
  return isOwn || after === priority ? { [field]: reply } : { [field]: reply, priority: after };
}

/** The fields another kind brings along, compared with what kind and answers suggested before. */
export function chosen(draft, next, previous, known) {
  const before = previous && { ...previous, priority: suggested(draft, previous, protocolFor(draft, known)) };
  const moved = { ...draft, pending: { ...draft.pending, category: { value: next.code } } };
  const priority = suggested(draft, next, protocolFor(moved, known));
  return classified(draft, { ...next, priority }, before);
}

/**
 * The question whose instruction is read out: the present one if it alarms or is for everybody, else the last that alarmed.
 * @param {Question|null} present @param {Question|null} last
 */
export function toRead(draft, present, last) {
  const speaks = (one) => Boolean(one?.instruction);
  if (speaks(present) && (!present.alarm || isAlarming(present, replyOf(draft, present)))) return present;
  return speaks(last) && isAlarming(last, replyOf(draft, last)) ? last : null;
}
