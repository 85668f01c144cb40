/** Where the callers of one incident are, beside its own place; asked for anew while it stays open. */

import { metres } from "./age.js";
import { boundsOf, drawArea, isDrawable } from "./area.js";
import { format } from "./dom.js";
import { get } from "./http.js";

const AGAIN_AFTER = 30000;

/** @param {object} map Leaflet's, in an element with data-caller and the words of `metres`
 * @param {[number, number]|null} [keep] a point that is to be seen together with the callers; without it the map stays
 * @param {() => void} [onDrawn] other callers are shown, or none
 * @returns {{follow: (card: {id: number, reports: number, closed_at: string|null, masked?: boolean}|null) => void,
 *   labels: () => {lat: number, lng: number, words: string}[]}} labels: what stands in words under each of them */
export function callersOn(map, keep = null, onDrawn = () => {}) {
  const words = map.getContainer().dataset;
  let followed = "";
  let drawn = [];
  let labels = [];
  let asked = 0;
  let timer = null;

  function follow(card) {
    const next = card && !card.masked ? `${card.id}.${card.reports}` : "";
    if (next === followed) return;
    const isOther = next.split(".")[0] !== followed.split(".")[0];
    followed = next;
    if (isOther) draw([]);
    clearTimeout(timer);
    asked += 1;
    if (next) ask(card.id, !card.closed_at);
  }

  async function ask(id, isOpen) {
    const mine = ++asked;
    const answer = await get(`/api/v1/incidents/${id}/callers/`);
    if (mine !== asked) return;
    if (answer.ok) draw(answer.data.callers);
    // Who may not know is told so once; a line that is down may be up again soon.
    const isRefused = !answer.ok && answer.refusal.status >= 400 && answer.refusal.status < 500;
    if (isOpen && !isRefused) timer = setTimeout(() => ask(id, isOpen), AGAIN_AFTER);
  }

  function draw(callers) {
    for (const one of drawn) one.remove();
    const there = callers.filter(isDrawable);
    const wordsOf = (place) => format(words.caller, { radius: metres(place.radius_m, words) });
    labels = there.map((place) => ({ lat: place.lat, lng: place.lng, words: wordsOf(place) }));
    drawn = there.map((place, at) => drawArea(map, place, labels[at].words));
    onDrawn();
    if (!keep || !there.length) return;
    const bounds = there.reduce((all, place) => all.extend(boundsOf(place)), L.latLngBounds([keep, keep]));
    if (!map.getBounds().contains(bounds)) map.fitBounds(bounds, { padding: [24, 24], maxZoom: map.getZoom(), animate: false });
  }

  return { follow, labels: () => labels };
}
