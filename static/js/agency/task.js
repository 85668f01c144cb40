/** One accepted assignment: what was done, where it is, and the one next step. */

import { makeAttachments } from "../shared/attachments.js";
import { clockText, shortTime } from "../shared/clock.js";
import { fill, keyed, refill, setIcon } from "../shared/dom.js";
import { guard, guardUnder } from "../shared/sheet.js";
import { news } from "./inbox.js";
import { drawNote } from "./note.js";
import { choices, isEnded, milestones } from "./state.js";
import { placeMap, wayTo } from "./place.js";
import { drawPremise } from "./premise.js";
import { clockChip, headline, say, showVerb, tables, whose } from "./words.js";

const byId = (id) => document.getElementById(id);
const section = byId("task");
const [main, also, others, way, noteForm, noteText] = ["main-step", "also-step", "task-others", "task-way", "note-form", "note-text"].map(byId);
const showMap = placeMap(byId("task-map"));
const stepIcons = ["check", "go", "pinf", "check2"];
const steps = () => [main, also, ...others.children];
const attachments = makeAttachments();
let task = null;

/** Wires the buttons of the task on the screen.
 * @param {{step: (task: object, verb: string) => void, note: (task: object, text: string) => void,
 *   cancel: (key: string) => void}} act */
export function wireTask(act) {
  for (const place of [main, also, others]) {
    place.addEventListener("click", (event) => {
      const button = event.target.closest("button");
      if (!button) return;
      // The next step appears in the same place: a double tap must not take it too.
      guard(...steps());
      act.step(task, button.dataset.verb);
    });
  }
  guardUnder(steps);
  noteForm.addEventListener("submit", (event) => {
    event.preventDefault();
    const text = noteText.value.trim();
    if (text) act.note(task, text);
    noteForm.reset();
  });
  byId("task-waiting").addEventListener("click", (event) => {
    const key = event.target.closest("[data-cancel]")?.dataset.cancel;
    if (key) act.cancel(key);
  });
}

/** Shows a task, or none.
 * @param {import("./state.js").Task|null} next
 * @param {(tap: object) => string} waitWords how it stands with a tap the server has not confirmed */
export function drawTask(next, waitWords) {
  if (next === task) return;
  const isOther = next?.id !== task?.id;
  task = next;
  section.hidden = !task;
  attachments.follow(task?.card ?? null);
  if (!task) return;
  const { card, row } = task;
  const since = row.accepted_at ? say("since", { state: tables.states.accepted.label.toLowerCase(), time: clockText(row.accepted_at) }) : "";
  refill(section, {
    title: headline(card),
    about: [whose(row), since].filter(Boolean).join(" · "),
    place: card.place || say("noPlace"),
    area: card.area,
    landmark: card.landmark ? say("landmark", { text: card.landmark }) : null,
    controlled: row.controlled_at ? say("controlled", { time: shortTime(row.controlled_at) }) : null,
    lastName: say({ declined: "declinedName", recalled: "recalledName" }[row.state] ?? "finishedName"),
  });
  drawClock();
  drawSteps();
  drawWaiting(waitWords);
  drawWay();
  drawNotes(waitWords);
  drawChoices();
  if (isOther) {
    // Opened from the list or by Terima: the second tap falls where the steps are now.
    guard(...steps());
    drawPremise(card.id);
    section.querySelector(".bd").scrollTop = 0;
    noteForm.reset();
    byId("task-more").open = false;
  }
}

function drawClock() {
  const { card, row } = task;
  const place = byId("task-clock");
  const chip = clockChip(task, place.firstElementChild);
  place.hidden = !chip || isEnded(row) || Boolean(card.closed_at);
  if (chip && chip !== place.firstElementChild) place.replaceChildren(chip);
}

function drawSteps() {
  const passed = milestones(task.row, task.pending);
  [...byId("task-steps").children].forEach((item, index) => {
    const { at, look, isWaiting } = passed[index];
    const isRefusal = index === 3 && ["declined", "recalled"].includes(task.row.state);
    item.className = [look, isRefusal ? "refused" : "", isWaiting ? "unsure" : ""].join(" ").trim();
    setIcon(item, isWaiting ? "hour" : isRefusal ? "x" : stepIcons[index]);
    item.querySelector("time").textContent = shortTime(at);
    item.querySelector("small").textContent = isWaiting ? say("stepWaiting") : { skipped: say("stepSkipped"), next: say("stepNext") }[look] ?? "";
    if (look === "now") item.setAttribute("aria-current", "step");
    else item.removeAttribute("aria-current");
  });
}

function drawWaiting(waitWords) {
  keyed(byId("task-waiting"), task.waiting.filter((tap) => tap.kind === "progress"), {
    key: (tap) => tap.key,
    create: () => fill("waiting-template"),
    update(item, tap) {
      refill(item, { what: tables.verbs[tap.verb].label, at: clockText(tap.at) });
      const cancel = item.querySelector("[data-cancel]");
      cancel.hidden = Boolean(tap.isTried);
      cancel.dataset.cancel = tap.key;
    },
  });
  tickTask(waitWords);
}

/** Says anew how it stands with what the server has not confirmed; call it every second.
 * @param {(tap: object) => string} waitWords */
export function tickTask(waitWords) {
  if (!task?.waiting.length) return;
  for (const item of [...byId("task-waiting").children, ...byId("task-notes").children]) {
    const tap = task.waiting.find((one) => one.key === item.keyedBy);
    if (tap) refill(item, { waits: waitWords(tap) });
  }
}

function drawWay() {
  const { card } = task;
  const isKnown = card.lat !== null;
  way.hidden = !isKnown || isEnded(task.row);
  if (isKnown) way.href = wayTo(card);
  byId("task-no-point").hidden = isKnown;
  showMap(card);
}

function drawNotes(waitWords) {
  const notes = news(task.card, task.waiting);
  byId("task-no-notes").hidden = notes.length > 0;
  noteForm.hidden = Boolean(task.card.closed_at);
  keyed(byId("task-notes"), notes, {
    key: (note) => note.key ?? note.at + note.text,
    create: () => fill("note-template"),
    update: drawNote,
  });
  tickTask(waitWords);
}

function drawChoices() {
  const { card, row } = task;
  const isOver = isEnded(row) || Boolean(card.closed_at);
  byId("task-foot").hidden = byId("task-more").hidden = isOver;
  byId("task-over").hidden = !isOver;
  if (isOver) {
    byId("task-over").className = `notice ${{ recalled: "warn", declined: "crit" }[row.state] ?? "ok"}`;
    refill(section, { over: over() });
    return;
  }
  const { main: next, also: beside, others: rest } = choices(row, tables.steps);
  showVerb(main, next);
  also.hidden = !beside;
  if (beside) showVerb(also, beside);
  byId("task-more").hidden = rest.length === 0;
  keyed(others, rest, { key: (verb) => verb, create: () => fill("other-template"), update: showVerb });
  for (const button of others.children) button.classList.toggle("no", button.dataset.verb === "decline");
}

function over() {
  const { card, row } = task;
  if (["recalled", "declined"].includes(row.state)) return say(row.state, { time: shortTime(row.ended_at) });
  if (card.closed_at) return say("closed", { time: shortTime(card.closed_at) });
  return say("since", { state: tables.findings[row.finding] ?? tables.states.done.label, time: clockText(row.ended_at) });
}
