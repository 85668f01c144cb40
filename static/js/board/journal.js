/** Draws the journal of the opened incident and its notes; reads them anew whenever the card is newer. */

import { drawCameras } from "../shared/cameras.js";
import { clockText } from "../shared/clock.js";
import { fill, keyed, refill, setIcon } from "../shared/dom.js";
import { get } from "../shared/http.js";
import { drawPlaceNotes } from "../shared/placenotes.js";
import { momentText } from "./days.js";
import { chosenOf, kindOf } from "./journalkinds.js";
import { say } from "./words.js";

const AFTER = 120;
const AGAIN_AFTER = 3000;

/** @param {{onSuggestions: (suggestions: object[], recommendation: object|null) => void}} on
 * @returns {{follow: (card: object|null) => void, again: (id: number) => Promise<object[]>, pending: (incident: number, text: string) =>
 *   (fate: import("./requests.js").Fate) => void}} */
export function makeJournal({ onSuggestions }) {
  const box = document.getElementById("journal");
  const waiting = document.getElementById("pending-notes");
  const state = document.getElementById("journal-state");
  const older = document.getElementById("journal-older");
  const known = document.getElementById("place-notes");
  const cameras = document.getElementById("near-cameras");
  const kinds = document.getElementById("journal-kinds");
  const none = document.getElementById("journal-none");
  let followed = { id: null, version: 0 };
  let lines = [];
  let chosen = "";
  let timer = null;

  // What was written of its place in another window.
  addEventListener("focus", () => followed.id !== null && load(followed));

  // What was chosen stays for every incident that is opened after it.
  kinds.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    chosen = button.dataset.kind;
    for (const one of kinds.children) one.setAttribute("aria-pressed", String(one === button));
    draw();
  });

  /** @param {Record<string, any>|null} card */
  function follow(card) {
    const isOther = card?.id !== followed.id;
    if (!isOther && card?.version === followed.version) return;
    followed = { id: card?.id ?? null, version: card?.version ?? 0 };
    clearTimeout(timer);
    if (isOther) {
      lines = [];
      draw();
      waiting.replaceChildren();
      older.hidden = true;
      onSuggestions([], null);
      drawPlaceNotes(known, []);
      drawCameras(cameras, []);
      state.textContent = card ? say("journal.loading") : "";
    }
    if (card) timer = setTimeout(load, isOther ? 0 : AFTER, followed);
  }

  async function load(asked) {
    const answer = await get(`/api/v1/incidents/${asked.id}/journal/`);
    if (asked !== followed) return;
    if (answer.ok) show(answer.data);
    else fail(asked, answer.refusal);
  }

  function fail(asked, { status }) {
    const isHidden = status === 403 || status === 404;
    state.textContent = say(isHidden ? "journal.closed" : "journal.failed");
    if (!isHidden) timer = setTimeout(load, AGAIN_AFTER, asked);
  }

  function show({ entries, notes, messages, suggestions, recommendation, place_notes: places, cameras: near, is_cut: isCut }) {
    lines = [...entries.map(entryLine), ...notes.map(noteLine), ...messages.map(messageLine)].sort((one, other) => compare(other.at, one.at));
    state.textContent = lines.length ? "" : say("journal.empty");
    for (const line of waiting.querySelectorAll("[data-done]")) line.remove();
    draw();
    older.hidden = !isCut;
    older.firstElementChild.href = `/kejadian/${followed.id}/`;
    onSuggestions(suggestions, recommendation);
    drawPlaceNotes(known, places);
    drawCameras(cameras, near);
  }

  function draw() {
    const shown = chosenOf(lines, chosen);
    keyed(box, shown, { key: (line) => line.key, create: () => fill("t-entry"), update: drawLine });
    none.hidden = shown.length > 0 || lines.length === 0;
    if (!none.hidden) none.textContent = say(`journal.none_${chosen}`);
  }

  /** Shows a note at once with a clock; the returned function is told what became of it. */
  function pending(incident, text) {
    const line = fill("t-entry");
    drawLine(line, { at: null, icon: "clock", who: say("note.pending"), text, isLate: false });
    if (incident === followed.id) waiting.prepend(line);
    line.scrollIntoView({ block: "nearest" });
    return (fate) => {
      if (fate === "done") done(line);
      else if (fate === "unsent") refill(line, { who: say("note.unsent") });
      else line.remove();
    };
  }

  // It stays until the journal that holds it is here.
  function done(line) {
    line.dataset.done = "yes";
    setIcon(line.querySelector('[data-f="icon"]'), "check");
    refill(line, { who: null });
  }

  /** Reads anew whom to send to an incident: a unit that was free may have gone elsewhere. Draws it where it is open. */
  async function again(id) {
    const asked = followed;
    const answer = await get(`/api/v1/incidents/${id}/journal/`);
    if (answer.ok && asked === followed && asked.id === id) show(answer.data);
    return answer.ok ? answer.data.suggestions : [];
  }

  return { follow, again, pending };
}

function compare(one, other) {
  return one < other ? -1 : Number(one > other);
}

function entryLine(entry) {
  const { number, happened_at: at, icon, who, text, verb, is_late: isLate } = entry;
  return { key: `e${number}`, kind: kindOf(verb), at, icon, who, text, isLate };
}

function noteLine({ at, who, text, origin, is_struck: isStruck, is_correction: isCorrection }, index) {
  return { key: `n${index}`, kind: origin, at, icon: "chat", who, text, isLate: false, isStruck, isCorrection };
}

function messageLine({ id, at, who, agency, unit, text, read_at: readAt, read_by: readBy }) {
  const read = readAt ? say("message.read", { who: readBy, at: clockText(readAt) }) : "";
  return { key: `m${id}`, kind: "unit", at, icon: "chat2", who: say("message.to", { who, whom: unit ?? agency }), text, isLate: false, read, isUnread: !readAt };
}

function drawLine(element, { at, icon, who, text, isLate, isStruck = false, isCorrection = false, read = "", isUnread = false }) {
  element.querySelector("time").textContent = momentText(at, clockText);
  setIcon(element.querySelector('[data-f="icon"]'), icon || "info");
  element.classList.toggle("struck", isStruck);
  refill(element, { who, text, late: isLate, struck: isStruck, correction: isCorrection, read: Boolean(read), "read-words": read, unread: isUnread });
}
