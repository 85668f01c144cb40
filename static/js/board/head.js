/** Draws the head of the opened incident: number, title, the big clock with its meaning, and the plain facts. */

import { clockText, drawChip, setChip } from "../shared/clock.js";
import { fill, keyed, refill } from "../shared/dom.js";
import { momentText } from "./days.js";
import { shapeOf } from "./looks.js";
import { clockOf } from "./state.js";
import { limit, placeOf, say } from "./words.js";

const STATES = ["run", "soon", "late", "met", "miss", "hold"];

/** @param {{onOpen: (id: number) => void, onUnlink: (control: HTMLButtonElement) => void}} on
 * @returns {{draw: (card: Record<string, any>) => void, tick: (card: Record<string, any>, now: number) => void}} */
export function makeHead({ onOpen, onUnlink }) {
  const box = document.querySelector("#detail-body .sh");
  const big = document.getElementById("d-clock");
  const facts = document.getElementById("d-facts");
  const ties = document.getElementById("d-ties");

  function draw(card) {
    const [ward, district] = card.area.split(" · ");
    document.getElementById("d-priority").replaceChildren(shapeOf(card.priority));
    const place = [placeOf(card), ward && district].filter(Boolean).join(" · ");
    refill(box, { short: card.short, title: card.title, place });
    box.querySelector("h2").title = card.title;
    box.querySelector('[data-f="place"]').title = place;
    setChip(big, clockOf(card), card.reported_at, card.closed_at);
    facts.textContent = factsOf(card).join(" · ");
    facts.hidden = false;
    ties.hidden = card.ties.length === 0;
    keyed(ties, card.ties, { key: (tie) => `${tie.kind}${tie.id}`, create: newTie, update: drawTie });
  }

  function newTie() {
    const line = fill("t-tie");
    line.querySelector("[data-act=open]").addEventListener("click", () => onOpen(line.shows.id));
    line.querySelector("[data-act=unlink]").addEventListener("click", ({ currentTarget }) => onUnlink(currentTarget));
    return line;
  }

  function drawTie(line, tie) {
    line.shows = tie;
    line.querySelector("[data-act=open]").textContent = say(`tie.${tie.kind}`, { short: tie.short });
    line.querySelector("[data-act=unlink]").hidden = tie.kind !== "parent";
  }

  function tick(card, now) {
    drawChip(big, now);
    const { name, label = "", limit_s: seconds } = clockOf(card) ?? {};
    const none = card.closed_at ? "closed" : "none";
    const state = name ? STATES.find((word) => big.classList.contains(word)) : none;
    refill(box, { clock: say(`big.${state}`, { limit: seconds ? limit(seconds) : "", label }) });
  }

  return { draw, tick };
}

function factsOf(card) {
  const facts = [];
  if (card.masked) facts.push(say("facts.masked"));
  if (card.landmark) facts.push(say("landmark", { landmark: card.landmark }));
  facts.push(say("from", { at: momentText(card.reported_at, clockText), reports: say("reports", { n: card.reports }) }));
  if (card.is_simulated) facts.push(say("simulated"));
  if (card.closed_at) facts.push(say(`facts.${card.outcome}`, { at: momentText(card.closed_at, clockText), how: card.disposition ?? "–" }));
  return facts;
}
