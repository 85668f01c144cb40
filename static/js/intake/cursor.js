/** Where the cursor stood in each piece of work, so that whoever comes back to it goes on there. */

import { byId } from "./words.js";

/** @param {() => string|null} keyNow the piece in the form */
export function keepCursors(keyNow) {
  const form = byId("form");
  /** @type {Map<string, {id: string, from?: number|null, to?: number|null}>} */
  const stood = new Map();

  function note(key, { id, selectionStart: from, selectionEnd: to }) {
    if (key && id) stood.set(key, { id, from, to });
  }

  // Whoever answers the next call has left the form before that one is in it.
  form.addEventListener("focusout", ({ target }) => note(keyNow(), target));

  return {
    /** Another piece is about to be opened. A note field beside the form holds the words of its own report. */
    leave() {
      const here = document.activeElement;
      if (form.contains(here)) note(keyNow(), here);
      else if (here?.dataset.piece) note(here.dataset.piece, { id: "words", selectionStart: here.selectionStart, selectionEnd: here.selectionEnd });
    },
    /** @param {string} key the piece that is in the form now @returns {boolean} whether the cursor stood in it before */
    comeBack(key) {
      const { id, from, to } = stood.get(key) ?? {};
      const field = id && byId(id);
      if (!field || !form.contains(field) || field.matches(":disabled") || !field.checkVisibility()) return false;
      field.focus();
      if (typeof from === "number") field.setSelectionRange(from, to);
      return true;
    },
  };
}
