/** Draws the assignments of the opened incident: state, time in it, the steps the desk may record, and the ladder. */

import { clockText, drawTimes, instantOf, serverNow } from "../shared/clock.js";
import { fill, keyed, refill, setIcon } from "../shared/dom.js";
import { ladders } from "./alarms.js";
import { drawStatus } from "./looks.js";
import { byNeed } from "./many.js";
import { say } from "./words.js";

const STAMPS = {
  notified: "notified_at",
  accepted: "accepted_at",
  en_route: "departed_at",
  on_scene: "arrived_at",
  controlled: "controlled_at",
};
const NEEDS_REASON = new Set(["decline", "recall"]);

/** @param {{onStep: (row: object, verb: string, more: {at: string|null, unit: string|null}, control: HTMLButtonElement) => void,
 *   onWrite: (name: string) => void, onMove: (row: object, control: HTMLButtonElement) => void, onBadTime: (text: string) => void, agencyOf: (code: string) => object|undefined, freeUnits: (code: string) => object[],
 *   ladder: () => object[]}} on */
export function makeAssignments(on) {
  const box = document.getElementById("assignments");
  const none = document.getElementById("no-assignments");
  const ladder = document.getElementById("ladder");
  let shownRungs = "";

  box.addEventListener("click", (event) => {
    const head = event.target.closest(".asn");
    if (head) toggle(head);
    const step = event.target.closest("[data-verb]");
    if (step) take(step);
    const move = event.target.closest("[data-act=move]");
    if (move) on.onMove(move.closest(".asg").shows, move);
    const write = event.target.closest("[data-act=write]");
    if (write) on.onWrite(write.closest(".asg").shows.unit ?? write.closest(".asg").shows.agency);
  });

  function toggle(head) {
    const isOpen = head.getAttribute("aria-expanded") !== "true";
    head.setAttribute("aria-expanded", String(isOpen));
    head.nextElementSibling.hidden = !isOpen;
    if (isOpen) head.parentElement.scrollIntoView({ block: "nearest" });
  }

  function take(button) {
    const element = button.closest(".asg");
    const typed = element.querySelector("[data-at]").value.trim();
    const at = typed ? instantOf(typed, serverNow(), document.body.dataset.timeZone) : null;
    if (typed && !at) {
      on.onBadTime(typed);
      element.querySelector("[data-at]").focus();
      return;
    }
    const unit = element.querySelector("[data-unit]").value || null;
    on.onStep(element.shows, button.dataset.verb, { at, unit }, button);
  }

  /** @param {Record<string, any>} card */
  function draw(card) {
    none.hidden = card.assignments.length > 0;
    document.getElementById("assigned").textContent = card.assignments.length;
    keyed(box, byNeed(card.assignments), { key: (row) => row.id, create: () => fill("t-assignment"), update: drawRow });
  }

  function drawRow(element, row) {
    const agency = on.agencyOf(row.agency);
    const head = element.querySelector(".asn");
    refill(head, { code: row.agency, who: row.unit ?? row.agency_name, glyph: Boolean(agency) });
    if (agency) setIcon(head.querySelector('[data-f="glyph"]'), agency.glyph);
    head.title = row.agency_name;
    const status = head.querySelector(".st");
    drawStatus(status, row.state, row.finding);
    status.title = status.textContent;
    const time = head.querySelector("time");
    time.classList.toggle("c-crit", row.state === "notified" && row.level > 0);
    if (row.ended_at) {
      delete time.dataset.since;
      time.textContent = clockText(row.ended_at).slice(0, 5);
    } else time.dataset.since = row[STAMPS[row.state]] ?? row.notified_at;
    drawTray(element, row);
    drawTimes(element, serverNow());
  }

  function drawTray(element, row) {
    const steps = element.querySelector(".steps");
    keyed(steps, row.verbs, { key: (verb) => verb, create: newStep, update: () => {} });
    const canName = row.unit === null && row.verbs.includes("accept");
    refill(element, { fact: row.reason || null, "unit-label": canName });
    const extra = element.querySelector(".extra");
    extra.hidden = row.verbs.length === 0;
    steps.parentElement.hidden = row.verbs.length === 0;
    element.querySelector("[data-act=write]").hidden = Boolean(row.ended_at);
    element.querySelector("[data-act=move]").hidden = Boolean(row.ended_at) || !row.unit;
    if (canName) offerUnits(element.querySelector("[data-unit]"), on.freeUnits(row.agency));
  }

  function newStep(verb) {
    const button = fill("t-step");
    button.dataset.verb = verb;
    button.classList.toggle("dangline", NEEDS_REASON.has(verb));
    button.querySelector("span").textContent = say(`verb.${verb}`);
    return button;
  }

  /** @param {Record<string, any>} card @param {number} now */
  function tick(card, now) {
    drawTimes(box, now);
    const [first] = card.closed_at ? [] : ladders(card, on.ladder());
    ladder.hidden = !first;
    if (first) drawLadder(first, now);
  }

  function drawLadder({ agency, level, next, rungs }, now) {
    const words = next ? say("ladder.level", { level, next: next.level }) : say("ladder.end", { level });
    refill(ladder, { agency: on.agencyOf(agency)?.name ?? agency, level: words, next: Boolean(next) });
    const [name, standing] = ladder.querySelectorAll('[data-f="agency"], [data-f="level"]');
    [name.title, standing.title] = [name.textContent, words];
    const countdown = ladder.querySelector('[data-f="next"]');
    if (next) countdown.dataset.until = next.due_at;
    drawTimes(ladder, now);
    const picture = JSON.stringify([rungs, next?.level]);
    if (picture === shownRungs) return;
    shownRungs = picture;
    ladder.querySelector(".lad").replaceChildren(...rungs.map((rung) => newRung(rung, next)));
  }

  return { draw, tick };
}

function newRung(rung, next) {
  const isPast = rung.told_at !== null;
  const words = say(isPast ? "ladder.told" : "ladder.coming");
  const element = fill("t-rung", { title: rung.title, at: clockText(rung.told_at ?? rung.due_at), told: words });
  element.className = isPast ? "past" : rung === next ? "on" : "";
  element.title = [rung.title, rung.phone, words].filter(Boolean).join(" · ");
  return element;
}

function offerUnits(select, units) {
  const names = ["", ...units.map((unit) => unit.call_sign)];
  if ([...select.options].map((option) => option.value).join() === names.join()) return;
  const chosen = select.value;
  select.replaceChildren(...names.map((name) => new Option(name || say("no_unit"), name)));
  if (names.includes(chosen)) select.value = chosen;
}
