/** When what was closed has left the form, the cursor goes into the report that has come into it, unless it is at work elsewhere. */

import { isAnswering } from "./answering.js";
import { byId } from "./words.js";

/** Whether the cursor is nowhere: in no field, or in one that is seen no more. @param {Element|null} place */
export const isIdle = (place) => place === null || place === document.body || place === byId("content") || !place.checkVisibility();

/** The report is being closed: what is typed from now on is not meant for it, nor for the one behind it. */
export function leaveForm() {
  if (byId("form").contains(document.activeElement)) byId("content").focus();
}

/** It is closed, or refused to be. @param {{view: () => object, open: (key: string) => void}} desk */
export function goOn({ view, open }) {
  const { piece, key } = view();
  if (piece && !isAnswering() && isIdle(document.activeElement)) open(key);
}
