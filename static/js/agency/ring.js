/** The full-screen sheet of an assignment that asks to be answered. */

import { fill, keyed, refill } from "../shared/dom.js";
import { duration } from "../shared/clock.js";
import { guard, guardUnder, openSheet } from "../shared/sheet.js";
import { drawNote } from "./note.js";
import { answerTime, nameable } from "./state.js";
import { placeMap } from "./place.js";
import { say, shape, tables } from "./words.js";

const byId = (id) => document.getElementById(id);
const dialog = byId("ring");
const [accept, decline, back, mute, units] = ["ring-accept", "ring-decline", "ring-back", "ring-mute", "ring-unit"].map(byId);
const showMap = placeMap(byId("ring-map"));
let task = null;
let muted = new Set();

/** Wires the buttons.
 * @param {{accept: (task: object, unit: string) => void, decline: (task: object) => void, leave: (task: object) => void,
 *   onMute: () => void}} act */
export function wireRing(act) {
  accept.addEventListener("click", () => act.accept(task, task.row.unit ? "" : units.value));
  decline.addEventListener("click", () => act.decline(task));
  back.addEventListener("click", () => act.leave(task));
  mute.addEventListener("click", () => {
    muted = muted.has(task.id) ? new Set([...muted].filter((id) => id !== task.id)) : new Set(muted).add(task.id);
    drawMute();
    act.onMute();
  });
  guardUnder(() => [accept, decline]);
  // Escape answers nothing: it only leaves a sheet that was opened by hand.
  dialog.addEventListener("cancel", (event) => {
    event.preventDefault();
    if (!back.hidden) act.leave(task);
  });
}

/** Whether somebody on this telephone has silenced the alarm of this assignment.
 * @param {{id: number}} one
 * @returns {boolean} */
export function isMuted(one) {
  return muted.has(one.id);
}

/** The assignment on the sheet. @returns {number|null} */
export function onRing() {
  return task?.id ?? null;
}

/** Shows one assignment that asks, or none.
 * @param {import("./state.js").Task|null|undefined} next
 * @param {{waiting: number, canLeave: boolean, units: object[], ownUnit: string, now: number}} around
 *   waiting: how many more ask; canLeave: opened by hand from the list */
export function drawRing(next, around) {
  const isOther = next?.id !== task?.id;
  task = next ?? null;
  if (!task) {
    if (dialog.open) dialog.close();
    return;
  }
  if (isOther || !dialog.open) {
    guard(accept, decline);
    drawUnits(around, true);
  } else {
    drawUnits(around, false);
  }
  draw(around);
  openSheet(dialog);
  if (isOther) byId("ring-title").focus();
  showMap(task.card);
  tickRing(around.now);
}

function draw({ waiting, canLeave }) {
  const { card, row } = task;
  const isTicket = card.track === "service";
  dialog.classList.toggle("calm", isTicket);
  back.hidden = !canLeave;
  mute.hidden = isTicket;
  drawMute();
  refill(dialog, {
    number: card.short,
    queue: waiting ? say("of", { n: waiting }) : null,
    shape: shape(card),
    title: card.title,
    priority: isTicket ? null : tables.priorities[card.priority],
    place: card.place || say("noPlace"),
    area: card.area,
    landmark: card.landmark ? say("landmark", { text: card.landmark }) : null,
    for: row.unit ? say("forUnit", { unit: row.unit }) : say("forAgency"),
  });
  keyed(byId("ring-notes"), card.notes.slice(-3), {
    key: (note) => note.at + note.text,
    create: () => fill("note-template"),
    update: drawNote,
  });
}

function drawMute() {
  mute.setAttribute("aria-pressed", String(isMuted(task)));
}

function drawUnits({ units: cards, ownUnit }, isFirst) {
  const named = task.row.unit ? [] : nameable(cards);
  byId("ring-units").hidden = named.length === 0;
  // A ticket takes days: naming a unit by default would keep it from every emergency meanwhile.
  const proposed = task.card.track === "service" ? "" : ownUnit;
  const chosen = isFirst ? proposed : units.value;
  keyed(units, [{ call_sign: "" }, ...named], {
    key: (unit) => unit.call_sign,
    create: () => fill("unit-template"),
    update: (option, unit) => Object.assign(option, { value: unit.call_sign, textContent: unitWords(unit) }),
  });
  units.value = named.some((unit) => unit.call_sign === chosen) ? chosen : "";
}

function unitWords(unit) {
  if (!unit.call_sign) return say("noUnit");
  return say("unitReady", { unit: unit.call_sign });
}

/** Moves the countdown; call it every second.
 * @param {number} now milliseconds since 1970 */
export function tickRing(now) {
  if (!task || !dialog.open) return;
  const { ms, share, isLate, isTimed } = answerTime(task.row, now);
  const left = isTimed && !isLate ? duration(Math.ceil(ms / 1000) * 1000) : duration(ms);
  refill(dialog, { left: isTimed && isLate ? `+${left}` : left, meaning: meaning(isLate, isTimed) });
  byId("ring-share").setAttribute("stroke-dasharray", `${(share * 100).toFixed(1)} 100`);
}

function meaning(isLate, isTimed) {
  if (!isTimed) return say("waited");
  if (isLate) return say("lateAnswer");
  return task.row.level ? say("toAnswerAgain", { level: task.row.level }) : say("toAnswer");
}

/** Says on the sheet that the alarm cannot be heard.
 * @param {boolean} isSilent */
export function showSilence(isSilent) {
  byId("ring-silent").hidden = !isSilent;
}
