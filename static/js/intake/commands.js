/** What a call-taker does, each one command: one key per intention, one answer in words, nothing typed lost. */

import { newKey, post } from "../shared/http.js";
import { toast } from "../shared/toasts.js";
import { answeringId, carryOn, giveUp, hasCome, isAnswering, startAnswering } from "./answering.js";
import { basesOf, leftOver, packed, unsaved, valuesOf } from "./draft.js";
import { ending } from "./ending.js";
import { joining } from "./joining.js";
import { inTurn } from "./inturn.js";
import { word } from "./words.js";

/** Intentions on their way, so that a double click or a second Enter is the same intention. */
const underWay = new Set();

/**
 * @param {{live: object, saver: object, hearCalls: (calls: object[]) => void, open: (key: string|null, focus?: boolean) => void,
 *   sent: (callId: number|null, draft: object, incident: object) => void, coded: (call: object) => void,
 *   ended: (key: string, at: string) => void, reopened: (key: string) => void, told: (call: object, verb: string) => void, refused: (fields: object) => string, unsaid: (text: string) => void, redraw: () => void}} desk
 */
export function commands(desk) {
  let forwarding = { id: null, body: "", key: "" };
  const coding = inTurn();
  /** @type {Map<number, Promise<object|null>>} the answers on their way */
  const answers = new Map();

  /** Sends once; answers the data, or null after having said why not. */
  async function send(intention, url, body = {}, { key, onFields } = {}) {
    if (underWay.has(intention)) return null;
    underWay.add(intention);
    desk.redraw();
    const slow = () => toast(word("slow"), { kind: "warn" });
    const answer = await post(url, body, { key: key ?? newKey(), onSlow: slow });
    underWay.delete(intention);
    desk.redraw();
    if (answer.ok) return answer.data;
    sayWhy(answer.refusal, onFields);
    if (answer.refusal.card) desk.live.hear([answer.refusal.card]);
    return null;
  }

  function sayWhy({ status, code, detail, fields }, onFields) {
    const rest = onFields && Object.keys(fields).length ? onFields(fields) : detail;
    if (status === 0) toast(word("unsent"), { kind: "crit" });
    else if (code.startsWith("already")) toast(rest, { kind: "warn" });
    else if (rest || status >= 500) toast(rest || word("failed"), { kind: "crit" });
  }

  function hearCall(call) {
    desk.hearCalls([call]);
    desk.live.hear([call]);
  }

  async function answer(call) {
    if (isAnswering()) return;
    startAnswering(call);
    const sending = send(`answer:${call.id}`, `/api/v1/calls/${call.id}/answer/`);
    answers.set(call.id, sending);
    const data = await sending;
    answers.delete(call.id);
    // Begun by the socket's word it may have been sent or put aside since, and the next call be the one being answered.
    const isAwaited = answeringId() === call.id;
    if (!data) {
      if (isAwaited) giveUp();
      return;
    }
    hearCall(data.call);
    desk.told(data.call, "answer");
    if (!isAwaited) return;
    if (data.report) desk.saver.hear([data.report]);
    openAnswered(call.id);
  }

  const openAnswered = (callId) => carryOn(() => desk.open(`call:${callId}`, true));

  /** The socket may bring a report before its answer comes. @param {object} view */
  function look(view) {
    if (hasCome(view)) openAnswered(answeringId());
  }

  /** A call that was answered and has nobody: it is mine to write down or to code; its line stays where it is. */
  async function takeOver(call) {
    const data = await send(`take-over:${call.id}`, `/api/v1/calls/${call.id}/taking/`);
    if (!data) return;
    hearCall(data.call);
    if (data.report) desk.saver.hear([data.report]);
    desk.open(`call:${call.id}`, true);
  }

  async function hangUp(callId) {
    const data = await send(`hang-up:${callId}`, `/api/v1/calls/${callId}/hang-up/`);
    if (!data) return;
    hearCall(data.call);
    desk.told(data.call, "hang_up");
  }

  /**
   * One outcome of a call after the other: of two keys in a row the later counts, also while the first is on its way.
   * @param {object} [details] what the outcome's short end adds: clues, contact
   */
  function code(call, outcome, label, details = {}) {
    return coding(call.id, JSON.stringify([outcome, details]), () => sayOutcome(call, outcome, label, details));
  }

  async function sayOutcome(call, outcome, label, details) {
    const draftNow = () => desk.saver.all().find((one) => one.callId === call.id);
    // The socket may be quicker than the answer and take the draft away: what was typed must be there for an undo.
    const before = draftNow();
    const data = await send(`outcome:${call.id}`, `/api/v1/calls/${call.id}/outcome/`, { outcome, ...details });
    if (!data) return null;
    hearCall(data.call);
    if (data.report) {
      desk.saver.hear([data.report]);
      return data;
    }
    const draft = draftNow() ?? before;
    if (draft) desk.saver.drop(draft.id);
    desk.coded(data.call);
    const undo = () => uncode(call.id, draft ? unsaved(draft) : {});
    toast(word("outcomeSet", { outcome: label }), { undo, undoUntil: data.undo_until });
    return data;
  }

  const demote = (callId) => send(`demote:${callId}`, `/api/v1/calls/${callId}/demotion/`);
  const explain = (callId, reason) => send(`reason:${callId}`, `/api/v1/calls/${callId}/reason/`, { reason });

  /** @param {object} typed what the server had not heard yet when the report was put aside */
  async function uncode(callId, typed) {
    const data = await send(`undo:${callId}`, `/api/v1/calls/${callId}/undo/`);
    if (!data) return;
    hearCall(data.call);
    if (data.report) {
      desk.saver.hear([data.report]);
      desk.saver.change(data.report.id, typed);
    }
    desk.reopened(`call:${callId}`);
    desk.open(`call:${callId}`);
    toast(word("undone"));
  }

  async function begin(source) {
    const data = await send(`begin:${source}`, "/api/v1/reports-drafts/", { source });
    if (!data) return;
    desk.saver.hear([data.report]);
    desk.open(`report:${data.report.id}`, true);
  }

  async function forward(draft) {
    if (underWay.has(`forward:${draft.id}`)) return;
    const all = packed(valuesOf(draft));
    // What the server has goes without saying: another window may have written more there.
    const body = { ...packed(unsaved(draft)), bases: basesOf(draft, unsaved(draft)) };
    const text = JSON.stringify(all);
    // The same words to the same end are the same intention, also when the first answer never came.
    if (forwarding.id !== draft.id || forwarding.body !== text) forwarding = { id: draft.id, body: text, key: newKey() };
    desk.saver.pause(draft.id);
    const options = { key: forwarding.key, onFields: desk.refused };
    const data = await send(`forward:${draft.id}`, `/api/v1/reports-drafts/${draft.id}/forwarding/`, body, options);
    if (!data) {
      desk.saver.resume(draft.id);
      return;
    }
    const rest = leftOver(desk.saver.find(draft.id) ?? draft, all);
    desk.saver.drop(draft.id);
    desk.sent(draft.callId, draft, data.incident);
    toast(word("forwarded", { number: data.incident.short }));
    if (rest && !(await note(data.incident.id, rest))) desk.unsaid(rest);
  }

  async function note(incidentId, text) {
    const data = await send(`note:${incidentId}`, `/api/v1/incidents/${incidentId}/notes/`, { text });
    if (data) toast(word("noted"));
    return Boolean(data);
  }

  async function discard(draft) {
    const data = await send(`discard:${draft.id}`, `/api/v1/reports-drafts/${draft.id}/discarding/`);
    if (!data) return;
    desk.saver.drop(draft.id);
    toast(word("discarded"));
  }

  const end = ending({ desk, send, hearCall, uncode });
  const { attach, joined, reopened } = joining({ desk, send, note });
  const ring = () => send("ring", "/api/v1/demo/ring/");
  const tell = (call, verb) => desk.told(call, verb);
  const isUnderWay = (intention) => underWay.has(intention);
  const answered = (callId) => answers.get(callId);

  return { send, answer, answered, look, takeOver, hangUp, code, demote, explain, begin, forward, attach, joined, reopened, note, discard, end, ring, tell, isUnderWay };
}
