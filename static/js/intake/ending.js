/** A report that needs nobody is closed, with its call if it has one, and is on the desk again when that is taken back. */

import { toast } from "../shared/toasts.js";
import { unsaved } from "./draft.js";
import { word } from "./words.js";

/** @param {{desk: object, send: Function, hearCall: (call: object) => void, uncode: (callId: number, typed: object) => void}} how */
export function ending({ desk, send, hearCall, uncode }) {
  /** @param {{id: number}} draft @param {{reason: string, word: string}} why @param {string} label the reason as it is read @returns {Promise<boolean>} */
  async function end(draft, why, label, onFields) {
    const data = await send(`end:${draft.id}`, `/api/v1/reports-drafts/${draft.id}/ending/`, why, { onFields });
    if (!data) return false;
    if (data.call) hearCall(data.call);
    // The socket may be quicker than the answer and take the draft away: what was typed must be there for an undo.
    const typed = unsaved(desk.saver.find(draft.id) ?? draft);
    desk.saver.drop(draft.id);
    desk.ended(data.call ? `call:${data.call.id}` : `report:${draft.id}`, data.at);
    const undo = () => (data.call ? uncode(data.call.id, typed) : resume(draft.id, typed));
    toast(word("endedReport", { reason: label }), { undo, undoUntil: data.undo_until });
    return true;
  }

  /** @param {object} typed what the server had not heard yet when the report was closed */
  async function resume(id, typed) {
    const data = await send(`resume:${id}`, `/api/v1/reports-drafts/${id}/ending/undo/`);
    if (!data) return;
    desk.saver.hear([data.report]);
    desk.saver.change(id, typed);
    desk.reopened(`report:${id}`);
    desk.open(`report:${id}`);
    toast(word("undone"));
  }

  return end;
}
