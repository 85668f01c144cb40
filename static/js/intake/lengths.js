/** How much a field takes, as the page says it in `data-most`. What is too long is never cut: it stays, and that is said. */

import { byId, word } from "./words.js";

const lengthOf = (value) => [...String(value).trim()].length;

/** Whether the server would take so much. @param {string} name the id of a field */
export function fits(name, value) {
  const most = byId(name)?.dataset.most;
  return !most || lengthOf(value) <= Number(most);
}

/** How much too long a field is, in words; nothing if it fits. @param {HTMLInputElement} field */
export function tooLong({ id, value, dataset: { most } }) {
  return fits(id, value) ? "" : word("tooLong", { most, n: lengthOf(value) });
}
