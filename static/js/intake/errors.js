/** What is wrong with a field, said beside it. Only a command goes to the field; a save in the background leaves the cursor be. */

import { tooLong } from "./lengths.js";
import { byId, write } from "./words.js";

/** Shows what is wrong with a field; an empty text takes it away. */
export function showError(name, text) {
  const place = byId(`err-${name}`);
  if (!place) return false;
  place.hidden = !text;
  write(place.lastElementChild, text);
  const field = focusable(name);
  if (text) field?.setAttribute("aria-invalid", "true");
  else field?.removeAttribute("aria-invalid");
  return true;
}

/** @param {HTMLElement} form */
export function clearErrors(form) {
  for (const place of form.querySelectorAll(".err")) showError(place.id.slice("err-".length), "");
}

function focusable(name) {
  if (name === "category") return byId("kind-filter");
  if (name === "priority") return byId("priority").querySelector(":checked, input");
  if (name === "lat" || name === "lng") return byId("point");
  return byId(name);
}

/**
 * Says every refusal in Indonesian at its field, and the cursor stays where somebody is typing.
 * @param {Record<string, string[]|string>} errors
 * @returns {{first: string|null, rest: string}} the first of the fields; what belongs to none
 */
export function nameErrors(errors) {
  const rest = [];
  let first = null;
  for (const [name, texts] of Object.entries(errors)) {
    const text = tooLong(byId(name)) || [texts].flat().join(" ");
    const place = name === "lat" || name === "lng" ? "point" : name;
    if (showError(place, text)) first ??= name;
    else rest.push(text);
  }
  return { first, rest: rest.join(" ") };
}

/** The same for what somebody commanded, who goes to the first of them. @returns {string} what belongs to no field */
export function showErrors(errors) {
  const { first, rest } = nameErrors(errors);
  if (first) focusOn(first);
  return rest;
}

/** Puts the cursor into a field. @param {string} name */
export function focusOn(name) {
  focusable(name)?.focus();
}
