/** Two incidents that are one event, or one a part of the other: which may be, the question, and the orders. */

import { apart } from "../shared/distance.js";
import { refill } from "../shared/dom.js";
import { ask } from "./dialogs.js";
import { placeOf, say } from "./words.js";

const FAR_KM = 50;

/** The open incidents another could go on in, the likeliest first: of the same kind, then near, then reported close in time.
 * @param {Record<string, any>} card
 * @param {Record<string, any>[]} incidents
 * @returns {Record<string, any>[]} */
export function candidates(card, incidents) {
  const fits = incidents.filter(
    (other) => !other.closed_at && other.id !== card.id && (card.track === "service" || other.track === "emergency"),
  );
  return fits.map((other) => ({ other, far: unlikeness(card, other) })).sort((one, two) => one.far - two.far).map(({ other }) => other);
}

function unlikeness(card, other) {
  const kilometres = Math.min(apart(card, other) ?? FAR_KM, FAR_KM);
  const hours = Math.abs(Date.parse(card.reported_at) - Date.parse(other.reported_at)) / 3600000;
  return kilometres + hours + (card.category.code === other.category.code ? 0 : 5);
}

/** Which event an incident belongs to, and whether it is the same or a part. @param {Record<string, any>} card
 * @param {Record<string, any>[]} incidents
 * @returns {Promise<{other: Record<string, any>, isPart: boolean}|null>} null when it was left, or there is no other */
export async function askMerge(card, incidents) {
  const dialog = document.getElementById("merge-dialog");
  const others = candidates(card, incidents);
  dialog.querySelector("select").replaceChildren(...others.map((other) => new Option(nameOf(card, other), String(other.id))));
  refill(dialog, { short: card.short, effect: say(others.length ? "effect.merge" : "effect.merge_none", { short: card.short }) });
  for (const button of dialog.querySelectorAll("button[value]")) button.disabled = others.length === 0;
  const data = await ask(dialog);
  const other = others.find((one) => String(one.id) === data?.get("into"));
  return other ? { other, isPart: dialog.returnValue === "part" } : null;
}

function nameOf(card, other) {
  const kilometres = apart(card, other);
  const far = kilometres === null ? "" : say("km", { n: kilometres.toFixed(1).replace(".", ",") });
  return [other.short, other.title, placeOf(other), far].filter(Boolean).join(" · ");
}

/** @param {Record<string, any>} card the one that ends @param {{id: number, short: string}} into */
export function merging(card, into) {
  const url = `/api/v1/incidents/${card.id}/merging/`;
  const said = say("say.merge", { short: card.short, into: into.short });
  return { url, body: { into: into.id, version: card.version }, said, undo: () => [`${url}undo/`] };
}

/** @param {Record<string, any>} card the part @param {{id: number, short: string}} parent */
export function linking(card, parent) {
  const said = say("say.link", { short: card.short, parent: parent.short });
  const url = `/api/v1/incidents/${card.id}/linking/`;
  return { url, body: { parent: parent.id, version: card.version }, said };
}

/** @param {Record<string, any>} card the part that stands alone again */
export function unlinking(card) {
  const said = say("say.unlink", { short: card.short });
  return { url: `/api/v1/incidents/${card.id}/linking/undo/`, body: { version: card.version }, said };
}

/** @param {Record<string, any>} card the one that was merged */
export function unmerging(card) {
  const said = say("say.unmerge", { short: card.short });
  return { url: `/api/v1/incidents/${card.id}/merging/undo/`, body: { version: card.version }, said };
}
