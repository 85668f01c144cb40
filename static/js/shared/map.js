/** The ground under every map: the centre's own areas drawn as vectors, so that no internet is needed. Needs Leaflet (`L`). */

import { get } from "./http.js";
import { drawRoads } from "./roads.js";
import { layTiles } from "./tiles.js";

const WARDS_FROM = 14;

/** A map of the centre's ground in an element with data-areas (address of the areas), data-lat, data-lng, data-zoom,
 * data-credit (the line shown while outlines are estimates) and data-zoom-in, data-zoom-out (names of the buttons;
 * without them there are none).
 * @param {HTMLElement} element
 * @returns {object} the Leaflet map; labels and outlines arrive when the areas do */
export function groundMap(element) {
  // Leaflet moves each marker by a 3D transform, which makes each a layer of its own to compose; an old PC without a
  // graphics card pays for hundreds of them at every frame. This flag makes it use the plain transform.
  L.Browser.ie3d = true;
  const { lat, lng, zoom, areas, credit, zoomIn, zoomOut } = element.dataset;
  const map = L.map(element, {
    center: [Number(lat), Number(lng)],
    zoom: Number(zoom),
    minZoom: 10,
    maxZoom: 18,
    zoomSnap: 0.5,
    zoomControl: false,
    attributionControl: false,
    fadeAnimation: false,
  });
  const credits = L.control.attribution({ prefix: false, position: "bottomright" }).addTo(map);
  if (zoomIn) L.control.zoom({ position: "topright", zoomInTitle: zoomIn, zoomOutTitle: zoomOut }).addTo(map);
  layTiles(map);
  // Above the areas, which are opaque, and the roads, and below the markers.
  map.createPane("names").style.zIndex = 450;
  drawAreas(map, areas, () => credits.addAttribution(credit));
  drawRoads(map);
  return map;
}

/** @param {() => void} onApproximate some outlines are estimates */
async function drawAreas(map, address, onApproximate) {
  const answer = await get(address);
  if (!answer.ok) {
    setTimeout(() => drawAreas(map, address, onApproximate), 5000);
    return;
  }
  if (answer.data.features.some((area) => area.properties.is_approximate)) onApproximate();
  const wards = answer.data.features.filter((area) => area.properties.level === "kelurahan");
  const districts = answer.data.features.filter((area) => area.properties.level === "kecamatan");
  outline(wards, "m-land").addTo(map);
  const borders = outline(districts, "m-kec").addTo(map);
  names(borders, "mk lab").addTo(map);
  const small = names(outline(wards, "m-land"), "mk lab ward");
  const show = () => (map.getZoom() >= WARDS_FROM ? small.addTo(map) : small.remove());
  map.on("zoomend", show);
  show();
}

function outline(features, className) {
  return L.geoJSON({ type: "FeatureCollection", features }, { interactive: false, style: { className } });
}

function names(outlines, className) {
  const group = L.layerGroup();
  outlines.eachLayer((layer) => {
    const html = Object.assign(document.createElement("span"), { className, textContent: layer.feature.properties.name });
    const icon = L.divIcon({ html, className: "pin", iconSize: [0, 0] });
    group.addLayer(L.marker(layer.getBounds().getCenter(), { icon, interactive: false, keyboard: false, pane: "names" }));
  });
  return group;
}

/** A marker drawn by our own element and not by Leaflet's picture.
 * @param {HTMLElement} html
 * @param {[number, number]} point
 * @param {object} [options] Leaflet's
 * @returns {object} */
export function pin(html, point, options = {}) {
  const icon = L.divIcon({ html, className: "pin", iconSize: [0, 0] });
  return L.marker(point, { icon, keyboard: false, ...options });
}
