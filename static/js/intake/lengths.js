/** How much a field takes, as the page says it in `data-most`. What is too long is never cut: it stays, and that is said. */

import { byId, word } from "./words.js";

/** Notes keep their blanks, so there they count. */
const lengthOf = (field, value) => [...(field.tagName === "TEXTAREA" ? value : String(value).trim())].length;
const number = (n) => Number(n).toLocaleString("id-ID");

/** Whether the server would take so much. @param {string} name the id of a field */
export function fits(name, value) {
  const field = byId(name);
  return !field?.dataset.most || lengthOf(field, value) <= Number(field.dataset.most);
}

/** How much too long a field is, in words; nothing if it fits. @param {HTMLInputElement|null} field */
export function tooLong(field) {
  if (!field || fits(field.id, field.value)) return "";
  return word("tooLong", { most: number(field.dataset.most), n: number(lengthOf(field, field.value)) });
}
