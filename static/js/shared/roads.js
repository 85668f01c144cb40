/** Roads as lines on the ground, where the centre has read a file of them: no internet is needed. Needs Leaflet (`L`). */

import { get } from "./http.js";

/** Each rank is asked for when the map first shows that zoom, and drawn from there on. */
const RANKS = [
  { rank: 1, name: "main", from: 0 },
  { rank: 2, name: "middle", from: 13 },
  { rank: 3, name: "small", from: 15 },
];
const ONE = 100000;
/** The first load belongs to what is happening; roads come once the browser has nothing better to do. */
const QUIET_WITHIN = 4000;
const AGAIN_AFTER = 30000;

/** @param {object} map Leaflet's */
export function drawRoads(map) {
  const pane = map.createPane("roads");
  pane.style.zIndex = 420;
  const renderer = L.svg({ pane: "roads" });
  const drawn = new Map();

  function show() {
    const isOff = map.getContainer().classList.contains("no-roads");
    for (const one of RANKS) {
      const isWanted = !isOff && map.getZoom() >= one.from;
      const layer = drawn.get(one.rank);
      if (layer === undefined && isWanted) load(one);
      else if (layer) isWanted ? layer.addTo(map) : layer.remove();
    }
  }

  async function load({ rank, name }) {
    drawn.set(rank, null);
    const answer = await get(`/api/v1/roads/${rank}/`);
    if (!answer.ok) {
      setTimeout(() => drawn.delete(rank), AGAIN_AFTER);
      return;
    }
    drawn.set(rank, L.polyline(pointsOf(answer.data.lines), { renderer, className: `m-road ${name}`, interactive: false }));
    show();
  }

  whenQuiet(() => {
    show();
    map.on("zoomend layers", show);
  });
}

function whenQuiet(call) {
  if (globalThis.requestIdleCallback) requestIdleCallback(call, { timeout: QUIET_WITHIN });
  else setTimeout(call, QUIET_WITHIN / 2);
}

/** Lines of steps as points in degrees.
 * @param {number[][]} lines each the first point in parts of a degree, then the way from point to point
 * @returns {[number, number][][]} */
export function pointsOf(lines) {
  return lines.map((steps) => {
    let [lat, lng] = [0, 0];
    const points = [];
    for (let at = 0; at + 1 < steps.length; at += 2) {
      lat += steps[at];
      lng += steps[at + 1];
      points.push([lat / ONE, lng / ONE]);
    }
    return points;
  });
}
