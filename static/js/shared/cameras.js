/** Cameras: the nearest to the opened incident, and those in view on the map. A picture opens in a window of its own. */

import { icon } from "./dom.js";
import { get } from "./http.js";
import { pin } from "./map.js";

const MOST = 150;
const AGAIN_AFTER = 15000;

/** @param {HTMLElement} section holds a list
 * @param {{name: string, link: string, metres: number}[]} cameras */
export function drawCameras(section, cameras) {
  section.hidden = cameras.length === 0;
  section.querySelector("ul").replaceChildren(...cameras.map(line));
}

function line({ name, link, metres }) {
  const item = document.createElement("li");
  const far = Object.assign(document.createElement("span"), { className: "t3 num", textContent: `${metres} m` });
  item.append(icon("cctv"), linkTo(link, name), far);
  return item;
}

/** Only the web's own kinds of address are ever opened. */
function linkTo(link, name) {
  const anchor = Object.assign(document.createElement("a"), { textContent: name, target: "_blank", rel: "noopener noreferrer" });
  if (/^https?:\/\//i.test(link)) anchor.href = link;
  return anchor;
}

/** The layer of cameras; asked for once, when it is first switched on. Of very many those near the middle are drawn.
 * @param {object} map Leaflet's @returns {() => void} show */
export function camerasOn(map) {
  let cameras = null;
  let isAsked = false;
  let drawn = new Map();

  async function load() {
    if (isAsked) return;
    isAsked = true;
    map.createPane("cameras").style.zIndex = 555;
    await ask();
    map.on("moveend", draw);
  }

  async function ask() {
    const answer = await get("/api/v1/cameras/");
    if (!answer.ok) return setTimeout(ask, AGAIN_AFTER);
    cameras = answer.data.cameras;
    return draw();
  }

  function draw() {
    if (!cameras || !map.getContainer().offsetParent) return;
    const seen = inView(cameras, map.getBounds().pad(0.1), map.getCenter(), MOST);
    const kept = new Map();
    for (const one of seen) kept.set(one.code, drawn.get(one.code) ?? put(one));
    for (const [code, marker] of drawn) if (!kept.has(code)) marker.remove();
    drawn = kept;
  }

  function put({ name, link, lat, lng }) {
    const mark = linkTo(link, "");
    mark.className = "mk cam";
    mark.title = name;
    mark.setAttribute("aria-label", name);
    mark.append(icon("cctv"));
    return pin(mark, [lat, lng], { pane: "cameras", interactive: true }).addTo(map);
  }

  return load;
}

/** Those inside the bounds, the nearest to the middle first.
 * @param {{lat: number, lng: number}[]} cameras @param {{contains: (point: number[]) => boolean}} bounds
 * @param {{lat: number, lng: number}} middle @param {number} most */
export function inView(cameras, bounds, middle, most) {
  const far = ({ lat, lng }) => (lat - middle.lat) ** 2 + (lng - middle.lng) ** 2;
  const inside = cameras.filter(({ lat, lng }) => bounds.contains([lat, lng]));
  return inside.length <= most ? inside : inside.sort((one, other) => far(one) - far(other)).slice(0, most);
}
