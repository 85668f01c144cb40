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
  const { most, named } = field.dataset;
  const text = word("tooLong", { most: number(most), n: number(lengthOf(field, field.value)) });
  // Where several fields share a line of errors, each says whose it is.
  return named ? `${named}: ${text}` : text;
}

/** What is too long in a form, by field. @param {HTMLElement} form @returns {Record<string, string>} */
export function allTooLong(form) {
  const long = [...form.querySelectorAll("[data-most]")].filter(tooLong);
  return Object.fromEntries(long.map((field) => [field.id, tooLong(field)]));
}
