/** A call-back is closed with a reason, and taken back: the same two commands wherever it is done. */

import { toast } from "../shared/toasts.js";
import { word } from "./words.js";

export const closeCallBack = (command, callId, reason) =>
  command.send(`closing:${callId}`, `/api/v1/calls/${callId}/callback/closing/`, { reason });

export async function reopenCallBacks(command, calls) {
  if (await command.send("reopening", "/api/v1/callbacks/closing/undo/", { calls })) toast(word("callBacksReopened"));
}
