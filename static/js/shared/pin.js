/** The small map of one incident's page: the centre's areas, one pin, and where its callers are for those who may know. */

import { callersOn } from "./callers.js";
import { groundMap, pin } from "./map.js";

const element = document.getElementById("map");
const { lat, lng, priority, number } = element.dataset;

function shape() {
  const digit = Object.assign(document.createElement("b"), { textContent: priority });
  const span = Object.assign(document.createElement("span"), { className: `pr p${priority}` });
  span.append(digit);
  return span;
}

function marker() {
  const box = Object.assign(document.createElement("div"), { className: "mk inc" });
  const tag = Object.assign(document.createElement("span"), { className: "tag", textContent: number });
  box.append(shape(), tag);
  return box;
}

const map = groundMap(element);
const place = [Number(lat), Number(lng)];
pin(marker(), place, { interactive: false }).addTo(map);
if (element.dataset.incident) callersOn(map, place).follow({ id: Number(element.dataset.incident), reports: 1, closed_at: "as the page was read" });
