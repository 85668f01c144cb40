/** Where it is: a small map of the centre's own outlines with one pin, and the way there by the telephone's map app. */

import { groundMap, pin } from "../shared/map.js";
import { say, shape } from "./words.js";

const NEAR = 14;

/** Shows incidents on a small still map; without a point, or without Leaflet, there is no map.
 * @param {HTMLElement} element see shared/map.js for its attributes
 * @returns {(card: object|null) => void} */
export function placeMap(element) {
  let map = null;
  let marker = null;
  let shown = "";
  return (card) => {
    element.hidden = !card || card.lat === null || !globalThis.L;
    if (element.hidden) {
      shown = "";
      return;
    }
    const key = [card.lat, card.lng, card.priority].join();
    if (key === shown) return;
    shown = key;
    map ??= still(element);
    map.invalidateSize();
    map.setView([card.lat, card.lng], NEAR, { animate: false });
    marker?.remove();
    const mark = Object.assign(document.createElement("span"), { className: "mk inc" });
    mark.append(shape(card));
    marker = pin(mark, [card.lat, card.lng], { interactive: false }).addTo(map);
  };
}

// A map that moves under the thumb would hold the page fast that should scroll.
function still(element) {
  const map = groundMap(element);
  for (const way of ["dragging", "touchZoom", "doubleClickZoom", "scrollWheelZoom", "boxZoom", "keyboard"]) map[way].disable();
  element.removeAttribute("tabindex");
  new ResizeObserver(() => map.invalidateSize()).observe(element);
  return map;
}

/** The address that opens the telephone's own navigation.
 * @param {object} card
 * @returns {string} */
export function wayTo({ lat, lng }) {
  return say(/Android/.test(navigator.userAgent) ? "wayAndroid" : "way", { lat, lng });
}
