/** The hospitals beside the opened incident, the nearest first; drawn only while somebody has them open. */

import { onTick, serverNow } from "../shared/clock.js";
import { hide, keyed } from "../shared/dom.js";
import { byDistance, drawHospital, farWords, newHospital } from "../shared/hospitals.js";

const AGEING = 30000;

/** @returns {{draw: (card: object|null, hospitals: object[]) => void}} */
export function makeHospitals() {
  const section = document.getElementById("near-hospitals");
  const list = section.querySelector("ul");
  const nearest = section.querySelector("[data-nearest]");
  let given = [null, []];
  let shown = "";
  let drawnAt = -Infinity;

  section.addEventListener("toggle", show);
  onTick((now) => now - drawnAt > AGEING && show());

  function draw(card, hospitals) {
    given = [card?.closed_at || card?.masked ? null : card, hospitals];
    const [point] = given;
    hide(section, point === null || hospitals.length === 0);
    const signature = [point?.lat, point?.lng, ...hospitals.map(({ id, version }) => `${id}.${version}`)].join();
    if (signature === shown) return;
    shown = signature;
    show();
  }

  function show() {
    if (section.hidden) return;
    const [point, hospitals] = given;
    drawnAt = serverNow();
    const rows = byDistance(hospitals, point);
    nearest.textContent = [rows[0].hospital.name, farWords(rows[0].km)].filter(Boolean).join(" · ");
    if (section.open) keyed(list, rows, { key: ({ hospital }) => hospital.id, create: newHospital, update: (element, row) => drawHospital(element, row, drawnAt) });
  }

  return { draw };
}
