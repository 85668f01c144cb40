/** The names of places, written on the map for whoever looks from near; where two would cover each other one waits for a
 * nearer zoom. */

import { arrange } from "./crowd.js";
import { get } from "./http.js";
import { pin } from "./map.js";

const FROM = 14;
const LETTER = 6.8;
const DOT = 9;

/** The layer of landmarks, asked for as the map moves.
 * @param {object} map Leaflet's @returns {() => void} show */
export function landmarksOn(map) {
  let isArmed = false;
  let turn = 0;
  let drawn = new Map();

  function load() {
    if (isArmed) return;
    isArmed = true;
    map.createPane("landmarks").style.zIndex = 445;
    map.on("moveend layers", show);
    show();
  }

  async function show() {
    turn += 1;
    const asked = turn;
    const element = map.getContainer();
    const isNear = map.getZoom() >= FROM && element.offsetParent && !element.classList.contains("no-places");
    const places = isNear ? await within(map.getBounds()) : [];
    if (places && asked === turn) draw(apart(places, (point) => map.project(point)));
  }

  function draw(places) {
    const kept = new Map();
    for (const place of places) {
      const key = `${place.name} ${place.lat} ${place.lng}`;
      kept.set(key, drawn.get(key) ?? pin(label(place), [place.lat, place.lng], { pane: "landmarks", interactive: false }).addTo(map));
    }
    for (const [key, marker] of drawn) if (!kept.has(key)) marker.remove();
    drawn = kept;
  }

  return load;
}

function label({ name }) {
  return Object.assign(document.createElement("span"), { className: "mk lab place", textContent: name });
}

/** @returns {Promise<object[]|null>} null: not answered, what is drawn stays */
async function within(bounds) {
  const edges = { south: bounds.getSouth(), west: bounds.getWest(), north: bounds.getNorth(), east: bounds.getEast() };
  const query = Object.entries(edges).map(([name, value]) => `${name}=${value.toFixed(4)}`);
  const answer = await get(`/api/v1/places/within/?${query.join("&")}`);
  return answer.ok ? answer.data.places : null;
}

/** Those whose names do not cover each other, the first of each pile.
 * @template {{name: string, lat: number, lng: number}} T
 * @param {T[]} places @param {(point: number[]) => {x: number, y: number}} project to pixels of this zoom
 * @returns {T[]} */
export function apart(places, project) {
  const marks = places.map(({ name, lat, lng }, at) => {
    const half = (DOT + name.length * LETTER) / 2;
    const { x, y } = project([lat, lng]);
    return { key: String(at), kind: "place", x, y, rank: 0, tries: [{ form: "full", dx: 0, dy: 0, box: [-half, -8, half, 8] }] };
  });
  return [...arrange(marks).keys()].map((key) => places[Number(key)]);
}
