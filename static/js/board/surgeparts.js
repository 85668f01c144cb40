/** The list of what is attached to a surge already, below its count: each leads to the incident, where it can be taken out. */

import { shortTime } from "../shared/clock.js";
import { fill, keyed, refill } from "../shared/dom.js";
import { shapeOf } from "./looks.js";
import { partsOf, SHOWN } from "./triage.js";
import { placeOf, say } from "./words.js";

/** @param {HTMLDetailsElement} box @param {(incident: number) => void} onOpen
 * @returns {(surge: object, incidents: object[]) => void} draws it; while it is shut only the count */
export function makeSurgeParts(box, onOpen) {
  const list = box.querySelector("ul");
  let last = [{ incident: null, attached: 0 }, []];

  box.addEventListener("toggle", () => draw(...last));
  list.addEventListener("click", ({ target }) => {
    const button = target.closest("button");
    if (button) onOpen(button.closest("li").shows.id);
  });

  function draw(surge, incidents) {
    last = [surge, incidents];
    box.hidden = surge.attached === 0;
    refill(box, { attached: say("surge.attached_now", { n: surge.attached }) });
    if (!box.open) return;
    const shown = partsOf(surge, incidents).slice(0, SHOWN);
    keyed(list, shown, { key: (card) => card.id, create: () => fill("t-surge-part"), update: drawPart });
    const hidden = surge.attached - shown.length;
    refill(box, { gone: hidden > 0 ? say("surge.parts_gone", { n: hidden }) : null });
  }

  return draw;
}

function drawPart(row, card) {
  refill(row, {
    priority: shapeOf(card.priority),
    short: card.short,
    title: card.title,
    place: placeOf(card),
    at: shortTime(card.reported_at),
    state: say(card.closed_at ? "stage.closed_short" : `stage.${card.stage}`),
  });
}
