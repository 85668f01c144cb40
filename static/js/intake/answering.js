/**
 * The moment between pressing "Jawab" and the report: what is typed now belongs to the new caller, so it waits in a field of
 * its own and never lands in the report that was open before; keys that are commands wait with it.
 */

import { refill } from "../shared/dom.js";
import { isTheirs } from "./hands.js";
import { keepPressed } from "./pressed.js";
import { byId, identityText, settings } from "./words.js";

const field = byId("first-words");
const pressed = keepPressed();
let callId = null;
let lastId = null;

export const isAnswering = () => callId !== null;

/** @returns {number|null} the call being answered */
export const answeringId = () => callId;

/** @param {object} call the card of the call being answered */
export function startAnswering(call) {
  callId = call.id;
  // Tried again after no answer came: what was typed stays.
  if (callId !== lastId) field.value = "";
  lastId = callId;
  refill(byId("answering"), { who: identityText(call), said: null });
  byId("content").classList.add("is-answering");
  field.focus();
}

/** Whether the report of the call lies on the desk, whoever brought it: the socket may be quicker than the answer. */
export function hasCome({ calls, pieces, draftOf }) {
  const isMine = calls.some((call) => call.id === callId && call.answered_at && call.answered_by_id === settings.me);
  const piece = isMine && pieces.find((one) => one.callId === callId && one.draftId);
  return Boolean(piece) && !isTheirs(draftOf(piece), settings.me);
}

/** A key that is a command waits until there is something to command. @param {() => void} act */
export function wait(act) {
  pressed.press(field.value, act);
  field.value = "";
  refill(byId("answering"), { said: pressed.said() });
}

/** It came to nothing: what was typed stays for another try, keys do not. */
export function giveUp() {
  field.value = [pressed.said(), field.value].filter(Boolean).join(" ");
  pressed.forget();
  end();
}

/** The report is there: what waited is typed and pressed in it. @param {() => void} open puts the cursor into it */
export function carryOn(open) {
  const last = field.value;
  field.value = "";
  end();
  open();
  pressed.carryOut(typeHere, last);
}

function end() {
  callId = null;
  byId("content").classList.remove("is-answering");
}

/** As if it had been typed where the cursor is. @param {string} text */
function typeHere(text) {
  const place = document.activeElement;
  if (place.matches("input:not([type=radio], [type=checkbox]), textarea")) {
    place.value += text;
    place.dispatchEvent(new Event("input", { bubbles: true }));
  } else for (const key of text) press(key);
}

const press = (key) => document.activeElement.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));

field.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
  event.preventDefault();
  wait(() => press("Enter"));
});
