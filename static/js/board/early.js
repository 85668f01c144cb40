/** What call-takers are still writing: place and kind before the report is sent, above the incidents of its track. */

import { clockText, shortTime } from "../shared/clock.js";
import { fill, hide, icon, keyed, refill } from "../shared/dom.js";
import { post } from "../shared/http.js";
import { remember } from "../shared/remember.js";
import { toast } from "../shared/toasts.js";
import { shapeOf } from "./looks.js";
import { say } from "./words.js";

const panel = document.getElementById("early");

/** @param {object[]} cards drafts @param {string} tab the track that is shown */
export const drawEarly = remember((cards, tab) => {
  const rows = cards.filter((card) => card.track === tab).sort((a, b) => a.since.localeCompare(b.since) || a.id - b.id);
  hide(panel, rows.length === 0);
  refill(panel, { count: rows.length });
  keyed(panel.querySelector("ul"), rows, { key: (card) => card.id, create: () => fill("t-early"), update: drawRow });
});

/** The button of a row shows its place on the map and tells the call-taker that this dispatcher has seen it.
 * @param {{look: (card: object) => void}} map */
export function armEarly(map) {
  panel.addEventListener("click", async ({ target }) => {
    if (!target.closest("button")) return;
    const card = target.closest("li").shows;
    map.look(card);
    const answer = await post(`/api/v1/reports-drafts/${card.id}/seen/`, {});
    if (!answer.ok) toast(answer.refusal.detail || say("refused.0"), { kind: "warn" });
  });
}

function drawRow(row, card) {
  const place = card.place || card.area.split(" · ")[0];
  refill(row, {
    mark: card.priority ? shapeOf(card.priority) : icon("lock"),
    title: card.title,
    about: [place, [card.seat, card.taker].filter(Boolean).join(" "), shortTime(card.since)].filter(Boolean).join(" · "),
    whom: card.agencies.length ? say("early.whom", { who: card.agencies.join(", ") }) : null,
    alarms: card.alarms.join(" · ") || null,
    seen: card.seen.length ? say("early.seen", { who: seenBy(card.seen) }) : null,
    talking: say(card.is_talking ? "early.talking" : "early.writing"),
  });
}

const seenBy = (seen) => seen.map(({ who, at }) => `${who} ${clockText(at)}`).join(", ");
