/** Draws whom to send to the opened incident, as the server proposes it; keys 1–4 assign the nth. */

import { fill, keyed, refill } from "../shared/dom.js";
import { say } from "./words.js";

const SHOWN = 4;
const decimal = new Intl.NumberFormat("id-ID", { maximumFractionDigits: 1 });

/** @param {{onAssign: (chosen: {agencies: string[], units: string[]}, control: HTMLButtonElement) => void}} on
 * @returns {{set: (found: object[]) => void, draw: (isOpen: boolean) => void, take: (nth: number) => void}} */
export function makeSuggestions({ onAssign }) {
  const panel = document.getElementById("suggestions");
  const box = document.getElementById("suggested");
  let found = [];

  box.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (button) onAssign(button.closest(".ru").shows.order, button);
  });

  function set(proposals) {
    found = proposals.slice(0, SHOWN).map((row, index) => ({ ...row, nth: index + 1, order: orderOf(row) }));
    draw(!panel.dataset.closed);
  }

  /** @param {boolean} isOpen whether the incident still takes assignments */
  function draw(isOpen) {
    panel.dataset.closed = isOpen ? "" : "yes";
    const shown = isOpen ? found : [];
    panel.hidden = shown.length === 0;
    keyed(box, shown, { key: (row) => row.unit ?? row.agency, create: () => fill("t-suggestion"), update: drawRow });
  }

  function take(nth) {
    const row = box.children[nth - 1];
    if (row && !row.querySelector("button").disabled) onAssign(row.shows.order, row.querySelector("button"));
  }

  return { set, draw, take };
}

function orderOf({ unit, agency }) {
  return unit ? { agencies: [], units: [unit] } : { agencies: [agency], units: [] };
}

function drawRow(element, { nth, unit, agency, name, km, minutes, reason }) {
  const far = km === null ? "" : say("km", { n: decimal.format(km) });
  const why = [far, name, reason].filter(Boolean).join(" · ");
  refill(element, {
    key: nth,
    icon: Boolean(unit),
    who: unit ?? agency,
    why,
    minutes: minutes === null ? null : say("short_minutes", { n: minutes }),
  });
  element.querySelector('[data-f="why"]').title = why;
  element.querySelector("button").classList.toggle("pri", nth === 1);
}
