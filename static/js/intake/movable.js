/** The point of the report on the map: it is dragged by the mouse, or focused and pushed by the arrow keys. Needs Leaflet. */

import { fill } from "../shared/dom.js";
import { pin } from "../shared/map.js";
import { pointText, pushed, rounded } from "./state.js";
import { byId, word, write } from "./words.js";

/** @param {object} map Leaflet's @param {(point: {lat: number, lng: number}) => void} onMove
 * @returns {object} the marker, on the map */
export function movable(map, onMove) {
  const html = fill("map-point");
  const marker = pin(html, map.getCenter(), { draggable: true, autoPan: true, zIndexOffset: 1000 }).addTo(map);

  function move(point) {
    marker.setLatLng([point.lat, point.lng]);
    if (!map.getBounds().pad(-0.1).contains([point.lat, point.lng])) map.panTo([point.lat, point.lng], { animate: false });
    write(byId("point-said"), word("pointMoved", { point: pointText(point) }));
    onMove(point);
  }

  marker.on("dragend", () => move(rounded(marker.getLatLng())));
  html.addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const next = pushed(marker.getLatLng(), event.key, event.shiftKey);
    if (!next) return;
    event.preventDefault();
    // The map pans by the same keys, and the page scrolls.
    event.stopPropagation();
    move(next);
  });
  return marker;
}
