/** Notes of places on the map, each with the circle in which it is true: what floods, what is locked, where water is. */

import { icon } from "./dom.js";
import { get } from "./http.js";
import { pin } from "./map.js";
import { keepMarkers } from "./markers.js";

const AGAIN_AFTER = 15000;
const EVERY = 60000;

/** The layer of notes; asked for when it is switched on, and each minute while it is in sight.
 * @param {object} map Leaflet's @returns {() => void} show */
export function notedPlacesOn(map) {
  let timer = null;

  const marks = keepMarkers(map, {
    key: ({ id }) => id,
    make: (note) => L.featureGroup([circle(note), pin(draw(note), [note.lat, note.lng], { pane: "noted" })]),
    change: () => {},
  });

  function load() {
    if (map.getPane("noted")) return;
    map.createPane("noted").style.zIndex = 540;
    map.on("layers", ask);
    ask();
  }

  async function ask() {
    clearTimeout(timer);
    const element = map.getContainer();
    const isSeen = element.offsetParent && !element.classList.contains("no-notes");
    const answer = isSeen ? await get("/api/v1/place-notes/") : null;
    if (answer?.ok) marks.follow(answer.data.notes);
    clearTimeout(timer);
    timer = setTimeout(ask, answer && !answer.ok ? AGAIN_AFTER : EVERY);
  }

  return load;
}

function circle({ lat, lng, radius_m: radius, matter }) {
  return L.circle([lat, lng], { radius, className: `m-note ${matter}`, pane: "noted", interactive: false });
}

function draw({ matter, label, text }) {
  const mark = Object.assign(document.createElement("div"), { className: `mk note ${matter}`, title: `${label}: ${text}` });
  mark.append(icon(matter === "hazard" ? "warn" : "info"));
  return mark;
}
