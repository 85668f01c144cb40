/** One row of the list of incidents: facts, flags, chips, countdown; what says the same stays as it is drawn. */

import { drawChip as drawCountdown, serverNow, setChip } from "../shared/clock.js";
import { fill, keyed, refill } from "../shared/dom.js";
import { escalated } from "./alarms.js";
import { briefText } from "./days.js";
import { drawChip, shapeOf } from "./looks.js";
import { chipsByNeed, shownOf } from "./many.js";
import { clockOf, isSilent } from "./state.js";
import { placeOf, say } from "./words.js";

const NEW_FOR = 5000;

/** The bare row of an incident. @param {Record<string, any>} card @param {boolean} isNew it is marked for some seconds
 * @param {IntersectionObserver} watcher @returns {HTMLElement} */
export function newRow(card, isNew, watcher) {
  const row = fill("t-row");
  row.id = `row-${card.id}`;
  row.dataset.id = card.id;
  watcher.observe(row);
  if (isNew) {
    row.classList.add("new");
    setTimeout(() => row.classList.remove("new"), NEW_FOR);
  }
  return row;
}

/** @param {HTMLElement} row `shows` is the card that is drawn in it @param {Record<string, any>} card
 * @param {(code: string) => string} nameOf */
export function drawRow(row, card, nameOf) {
  if (row.shows?.priority !== card.priority) refill(row, { priority: shapeOf(card.priority) });
  refill(row, {
    number: card.short.replace("#", ""),
    time: briefText(card.reported_at),
    title: card.title,
    place: placeOf(card),
    which: clockOf(card)?.label ?? say("clock.none"),
  });
  drawFlags(row.querySelector(".ty"), card);
  drawChips(row.querySelector(".ags"), card.chips, nameOf);
  const countdown = row.querySelector(".sla");
  setChip(countdown, clockOf(card), card.reported_at, card.closed_at);
  drawCountdown(countdown, serverNow());
}

/** What is special about a few of the rows: those that are not are spared the places for it. */
function drawFlags(place, card) {
  const level = escalated(card);
  const flags = [
    [level > 0, "t-flag-escalation", { "escalation-n": say("level", { n: level }) }],
    [card.is_confidential || card.masked, "t-flag-lock"],
    [card.reports > 1, "t-flag-reports", { "reports-n": card.reports }],
    [card.alarm > 1, "t-flag-alarm", { "alarm-n": say("alarm_level", { n: card.alarm }) }],
    [card.unread > 0 && !card.closed_at, "t-flag-unread", { "unread-n": card.unread }],
    [isSilent(card, serverNow()), "t-flag-silent"],
    [card.is_simulated, "t-flag-simulated"],
  ].filter(([isSo]) => isSo);
  const said = JSON.stringify(flags);
  if (place.said === said) return;
  place.said = said;
  place.dataset.count = flags.length;
  place.replaceChildren(place.firstElementChild, ...flags.map(([, template, values]) => fill(template, values)));
}

function drawChips(place, chips, nameOf) {
  const sorted = chipsByNeed(chips);
  const { wide, narrow } = shownOf(sorted.length);
  const over = (index) => `${index >= wide ? " over" : ""}${index >= narrow ? " over-narrow" : ""}`;
  const drawn = sorted.map((chip, index) => ({ key: chip.code, chip, name: nameOf(chip.code), over: over(index) }));
  const counted = [[wide, "more-wide"], [narrow, "more-narrow"]].filter(([shown]) => shown < sorted.length);
  const more = counted.map(([shown, key]) => ({ key, names: sorted.slice(shown).map(({ code }) => nameOf(code)) }));
  const none = sorted.length ? [] : [{ key: "none" }];
  keyed(place, [...drawn, ...more, ...none], { key: ({ key }) => key, create: newSign, update: drawSign });
}

function newSign({ key, chip, names }) {
  if (names) return Object.assign(document.createElement("b"), { className: `num s12 ${key}` });
  return fill(chip ? "t-chip" : "t-none");
}

function drawSign(element, { chip, name, over, names }) {
  if (chip) drawChip(element, chip, name, over);
  if (names) Object.assign(element, { textContent: `+${names.length}`, title: names.join(", ") });
}
