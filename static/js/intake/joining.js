/** A report becomes one more of an incident that is open already, and stands alone again when that is taken back. */

import { toast } from "../shared/toasts.js";
import { basesOf, leftOver, packed, unsaved, valuesOf } from "./draft.js";
import { word } from "./words.js";

/** @param {{desk: object, send: Function, note: (incident: number, text: string) => Promise<boolean>}} how */
export function joining({ desk, send, note }) {
  /** One more report of an incident that is open already; the draft leaves the console as if it had been forwarded. */
  async function attach(draft, incidentId) {
    desk.saver.pause(draft.id);
    const sent = unsaved(draft);
    const body = { ...packed(sent), bases: basesOf(draft, sent), incident: incidentId };
    const url = `/api/v1/reports-drafts/${draft.id}/attaching/`;
    const data = await send(`attach:${draft.id}`, url, body, { onFields: desk.refused });
    if (!data) {
      desk.saver.resume(draft.id);
      return;
    }
    joined(draft, data, packed(valuesOf(draft)));
  }

  /** The report is part of an incident now; what the server had not heard of it yet (beyond `sent`) becomes a note. */
  async function joined(draft, data, sent = null) {
    const present = desk.saver.find(draft.id) ?? draft;
    const rest = leftOver(present, sent ?? present.saved);
    desk.saver.drop(draft.id);
    desk.sent(draft.callId, draft, { ...data.incident, isAttached: true });
    toast(word("attached", { number: data.incident.short }), { undo: () => detach(draft), undoUntil: data.undo_until });
    if (rest && !(await note(data.incident.id, rest))) desk.unsaid(rest);
  }

  async function detach(draft) {
    const data = await send(`detach:${draft.id}`, `/api/v1/reports-drafts/${draft.id}/attaching/undo/`);
    if (!data) return;
    desk.open(reopened(data.report));
    toast(word("undone"));
  }

  /** A report that was part of an incident is a draft on this desk again; answers its key. */
  function reopened(report) {
    const key = report.call_id ? `call:${report.call_id}` : `report:${report.id}`;
    desk.saver.hear([report]);
    desk.reopened(key);
    return key;
  }

  return { attach, joined, reopened };
}
