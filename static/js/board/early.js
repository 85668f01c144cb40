/** What call-takers are still writing: place and kind before the report is sent, above the incidents of its track. */

import { shortTime } from "../shared/clock.js";
import { fill, icon, keyed, refill } from "../shared/dom.js";
import { shapeOf } from "./looks.js";
import { say } from "./words.js";

const panel = document.getElementById("early");

/** @param {object[]} cards drafts @param {string} tab the track that is shown */
export function drawEarly(cards, tab) {
  const rows = cards.filter((card) => card.track === tab).sort((a, b) => a.since.localeCompare(b.since) || a.id - b.id);
  panel.hidden = rows.length === 0;
  refill(panel, { count: rows.length });
  keyed(panel.querySelector("ul"), rows, { key: (card) => card.id, create: () => fill("t-early"), update: drawRow });
}

function drawRow(row, card) {
  const place = card.place || card.area.split(" · ")[0];
  refill(row, {
    mark: card.priority ? shapeOf(card.priority) : icon("lock"),
    title: card.title,
    about: [place, [card.seat, card.taker].filter(Boolean).join(" "), shortTime(card.since)].filter(Boolean).join(" · "),
    talking: say(card.is_talking ? "early.talking" : "early.writing"),
  });
}
