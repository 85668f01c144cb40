/**
 * The moment between pressing "Jawab" and the server's word: what is typed now belongs to the new caller, so it waits in a
 * field of its own and never lands in the report that was open before.
 */

import { refill } from "../shared/dom.js";
import { byId, identityText } from "./words.js";

const field = byId("first-words");
let isOn = false;

export const isAnswering = () => isOn;

/** @param {object} call the card of the call being answered */
export function startAnswering(call) {
  isOn = true;
  field.value = "";
  refill(byId("answering"), { who: identityText(call) });
  byId("content").classList.add("is-answering");
  field.focus();
}

/** @returns {string} what was typed meanwhile */
export function endAnswering() {
  isOn = false;
  byId("content").classList.remove("is-answering");
  return field.value;
}
