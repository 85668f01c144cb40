/** The dialog that corrects an incident: priority, category, what was typed of the place, and its point. */

import { refill } from "../shared/dom.js";
import { get } from "../shared/http.js";
import { ask } from "./dialogs.js";
import { say } from "./words.js";

/** Another priority, category, place or point. A point that nobody can read is said in the dialog, which stays open.
 * @param {Record<string, any>} card
 * @returns {Promise<object|null>} only what is other */
export async function askChange(card) {
  const dialog = document.getElementById("change-dialog");
  const form = dialog.querySelector("form");
  const before = { place_text: card.place, landmark: card.landmark, point: pointText(card) };
  form.elements.priority.value = String(card.priority);
  form.elements.category.value = card.category.code;
  for (const [name, text] of Object.entries(before)) form.elements[name].value = text;
  refill(dialog, { short: card.short, error: null });
  let moved = {};
  let isOver = false;
  const check = async (event) => {
    const typed = form.elements.point.value.trim();
    if (typed === before.point) return;
    event.preventDefault();
    const { point, problem } = await understood(typed);
    if (isOver) return;
    moved = point;
    if (problem) refuse(form.elements.point, dialog, problem);
    else dialog.close("go");
  };
  form.addEventListener("submit", check);
  const data = await ask(dialog);
  isOver = true;
  form.removeEventListener("submit", check);
  if (!data) return null;
  const changes = { ...changed(data, card, before), ...moved };
  return Object.keys(changes).length ? changes : null;
}

function refuse(field, dialog, problem) {
  refill(dialog, { error: problem });
  field.focus();
}

/** A point as it is read aloud: `−3,98123 · 122,51234`; empty where there is none.
 * @param {{lat: number|null, lng: number|null}} place */
export function pointText({ lat, lng }) {
  return lat === null ? "" : [lat, lng].map((part) => part.toFixed(5).replace("-", "−").replace(".", ",")).join(" · ");
}

/** What is other than on the card, of all but the point.
 * @param {FormData} data @param {Record<string, any>} card @param {Record<string, string>} before */
export function changed(data, card, before) {
  const [priority, category] = [Number(data.get("priority")), data.get("category")];
  const typed = ["place_text", "landmark"].map((name) => [name, data.get(name).trim()]);
  return {
    ...(priority !== card.priority && { priority }),
    ...(category && category !== card.category.code && { category }),
    ...Object.fromEntries(typed.filter(([name, text]) => text !== before[name])),
  };
}

/** What the server makes of it: degrees in every form, plus codes, a link copied from a map; the kelurahan comes along. */
async function understood(text) {
  if (!text) return { point: { lat: null, lng: null } };
  const answer = await get(`/api/v1/places/?${new URLSearchParams({ q: text })}`);
  if (!answer.ok) return { problem: answer.refusal.detail || say("refused.0") };
  const [first] = answer.data.results;
  if (!first?.is_point) return { problem: say("problem.point") };
  return { point: { lat: first.lat, lng: first.lng, area: first.area } };
}
