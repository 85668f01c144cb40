/** Where a caller is, on a map: a circle of uncertainty round its middle, or the cell he is in, as a circle or a sector. Needs Leaflet (`L`). */

import { pin } from "./map.js";

const PANE = "callers";
const METRES_PER_DEGREE = 111320;
const STEP = 5;
const DOT = 5;

/**
 * @typedef {{lat: number|null, lng: number|null, radius_m: number|null, azimuth: number|null, opening: number|null,
 *   is_cell: boolean}} Location   metres; degrees, clockwise from the north
 */

/** The corners of a sector: its antenna, then along its edge from one side to the other. Pure.
 * @param {Location} place
 * @returns {[number, number][]} latitude and longitude */
export function sector({ lat, lng, radius_m: radius, azimuth, opening }) {
  const steps = Math.max(2, Math.ceil(opening / STEP));
  const edge = Array.from({ length: steps + 1 }, (_, at) => {
    const bearing = ((azimuth - opening / 2 + (opening * at) / steps) * Math.PI) / 180;
    const north = (radius * Math.cos(bearing)) / METRES_PER_DEGREE;
    const east = (radius * Math.sin(bearing)) / (METRES_PER_DEGREE * Math.cos((lat * Math.PI) / 180));
    return [lat + north, lng + east];
  });
  return [[lat, lng], ...edge];
}

/** Whether there is anything to draw: a handset without a position has no point, and (0, 0) is none. @param {Location|null} place */
export function isDrawable(place) {
  return Boolean(place) && Number.isFinite(place.lat) && Number.isFinite(place.lng) && !(place.lat === 0 && place.lng === 0);
}

/** The rectangle round a location, so that a map can show all of it. @param {Location} place */
export function boundsOf({ lat, lng, radius_m: radius }) {
  return L.latLng(lat, lng).toBounds(2 * Math.max(radius ?? 0, 50));
}

/** Draws a location; it takes no clicks and lies above the ground and below the markers.
 * @param {object} map Leaflet's
 * @param {Location} place
 * @param {string} label its radius in words
 * @returns {{remove: () => void}|null} null when there is nothing to draw */
export function drawArea(map, place, label) {
  if (!isDrawable(place)) return null;
  if (!map.getPane(PANE)) map.createPane(PANE).style.zIndex = 460;
  const middle = [place.lat, place.lng];
  const look = { pane: PANE, interactive: false, className: place.is_cell ? "caller-area cell" : "caller-area" };
  const layers = [];
  if (place.opening && place.radius_m) layers.push(L.polygon(sector(place), look));
  else if (place.radius_m) layers.push(L.circle(middle, { ...look, radius: place.radius_m }));
  if (!place.is_cell) layers.push(L.circleMarker(middle, { ...look, radius: DOT, className: "caller-dot" }));
  layers.push(pin(tag(label, place.is_cell), middle, { interactive: false }));
  return L.layerGroup(layers).addTo(map);
}

function tag(text, isCell) {
  return Object.assign(document.createElement("span"), { className: `mk lab caller${isCell ? " cell" : ""}`, textContent: text });
}
