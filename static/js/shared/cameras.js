/** Cameras: the nearest to the opened incident, and those in view on the map. A picture opens in a window of its own. */

import { arrange } from "./crowd.js";
import { icon } from "./dom.js";
import { get } from "./http.js";
import { pin } from "./map.js";
import { keepMarkers } from "./markers.js";

const AGAIN_AFTER = 15000;
const HALF = 14;
/** At the nearest zoom those on one pole stand around it, so that each can be opened. */
const AROUND = [[0, 0], [0, 30], [0, -30], [30, 0], [-30, 0], [30, 30], [-30, -30], [30, -30], [-30, 30]];
const NAMED = 12;

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

/** The layer of cameras; asked for once, when it is first switched on. Where they stand close, one stands for the others.
 * @param {object} map Leaflet's @returns {() => void} show */
export function camerasOn(map) {
  let cameras = null;
  let isAsked = false;
  let placedAt = null;
  let groups = [];

  const marks = keepMarkers(map, {
    key: ({ camera, spot, others }) => [camera.name, camera.link, spot.dx, spot.dy, ...others.map(({ code }) => code)].join(),
    make: (group) => pin(draw(group), [group.camera.lat, group.camera.lng], { pane: "cameras", interactive: true }),
    change(marker, group) {
      const { options } = marker.options.icon;
      const before = options.html;
      options.html = draw(group);
      before.replaceWith(options.html);
    },
  });

  async function load() {
    if (isAsked) return;
    isAsked = true;
    map.createPane("cameras").style.zIndex = 555;
    await ask();
    map.on("moveend", place);
  }

  async function ask() {
    const answer = await get("/api/v1/cameras/");
    if (!answer.ok) return setTimeout(ask, AGAIN_AFTER);
    cameras = answer.data.cameras;
    return place();
  }

  function place() {
    if (!cameras || !map.getContainer().offsetParent) return;
    const zoom = map.getZoom();
    if (zoom !== placedAt) groups = grouped(cameras, (point) => map.project(point), zoom >= map.getMaxZoom());
    placedAt = zoom;
    const bounds = map.getBounds().pad(0.1);
    marks.follow(groups.filter(({ camera }) => bounds.contains([camera.lat, camera.lng])));
  }

  function draw({ camera, spot, others }) {
    const mark = others.length ? Object.assign(document.createElement("button"), { type: "button" }) : linkTo(camera.link, "");
    mark.className = "mk cam";
    mark.title = names([camera, ...others]);
    mark.setAttribute("aria-label", mark.title);
    mark.style.marginLeft = `${spot.dx}px`;
    mark.style.marginTop = `${spot.dy}px`;
    mark.append(icon("cctv"));
    if (others.length) mark.append(Object.assign(document.createElement("b"), { className: "more num", textContent: `+${others.length}` }));
    if (others.length) mark.addEventListener("click", () => lookAt([camera, ...others]));
    return mark;
  }

  /** From so near that they part. */
  function lookAt(group) {
    const bounds = L.latLngBounds(group.map(({ lat, lng }) => [lat, lng]));
    map.setView(bounds.getCenter(), Math.min(map.getBoundsZoom(bounds.pad(0.3)), map.getMaxZoom()), { animate: false });
  }

  return load;
}

function names(group) {
  const rest = group.length - NAMED;
  return [...group.slice(0, NAMED).map(({ name }) => name), ...(rest > 0 ? [`+${rest}`] : [])].join(", ");
}

/** Cameras that would cover each other as one mark: who stands for them, where, and who the others are.
 * @param {{code: string, lat: number, lng: number}[]} cameras
 * @param {(point: number[]) => {x: number, y: number}} project to pixels of this zoom
 * @param {boolean} isNearest there is no nearer zoom to part them */
export function grouped(cameras, project, isNearest) {
  const steps = isNearest ? AROUND : AROUND.slice(0, 1);
  const tries = steps.map(([dx, dy]) => ({ form: "full", dx, dy, box: [dx - HALF, dy - HALF, dx + HALF, dy + HALF] }));
  const byCode = new Map(cameras.map((one) => [one.code, one]));
  const spots = arrange(cameras.map(({ code, lat, lng }) => ({ key: code, kind: "camera", rank: 0, tries, ...rounded(project([lat, lng])) })));
  return [...spots].map(([code, spot]) => ({ id: code, camera: byCode.get(code), spot, others: spot.members.map((one) => byCode.get(one)) }));
}

const rounded = ({ x, y }) => ({ x: Math.round(x), y: Math.round(y) });
