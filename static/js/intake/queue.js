/** The left column: who rings, who talks, what lies on my desk, what I have done in this watch. */

import { clockText, drawTimes, duration, shortTime } from "../shared/clock.js";
import { fill, icon, keyed, refill, setIcon } from "../shared/dom.js";
import { glyphOf, hasNew, isWritten, lateText, limitOf, say, wordsOf } from "./channels.js";
import { valueOf } from "./draft.js";
import { isTheirs, nameOf } from "./hands.js";
import { stable } from "./stable.js";
import { average, isLow, isTalk } from "./state.js";
import { countOn } from "./tabs.js";
import { isLate, waitingSince } from "./waits.js";
import { byId, identityText, incidentUrl, networkText, settings, word, write } from "./words.js";

const steady = stable(({ call }) => call.id);
const GLYPHS = { number: "phone-in", pseudo: "sim-off", imei: "sim-off", none: "phone-in" };

/** Draws the calls that ring. @param {object[]} calls the longest-ringing first @param {(call: object) => void} answer */
export function drawQueue(calls, answer) {
  const items = steady(calls.map((call, at) => ({ call, isFirst: at === 0 })));
  keyed(byId("queue"), items, {
    key: ({ call }) => call.id,
    create: ({ call }) => {
      const row = fill("queue-row");
      row.firstElementChild.addEventListener("click", () => answer(call));
      return row;
    },
    update: drawRinging,
  });
  byId("queue-none").hidden = calls.length > 0;
  byId("ringing-count").hidden = calls.length === 0;
  write(byId("ringing-count").querySelector("span"), word("ringing", { n: calls.length }));
}

function drawRinging(row, { call, isFirst }) {
  setIcon(row.querySelector(".ic"), call.history?.silent > 1 ? "quiet" : call.history?.prank > 2 ? "mask" : glyphOf(call, GLYPHS[call.identity]));
  row.firstElementChild.classList.toggle("attend", call.history?.silent > 1);
  row.firstElementChild.dataset.waits = waitingSince(call);
  row.firstElementChild.dataset.limit = limitOf(call);
  row.querySelector("[data-since]").dataset.since = waitingSince(call);
  refill(row, { identity: identityText(call), late: lateText(call), key: isFirst ? "F2" : null, words: wordsOf(call), marks: marksOf(call) });
}

function marksOf(call) {
  const marks = document.createDocumentFragment();
  const { dialled, transferred_from: from } = call;
  if (isWritten(call) && call.channel !== "panic") marks.append(mark("info", glyphOf(call), say(call.channel)));
  if (networkText(call)) marks.append(mark("off", "sim-off", networkText(call)));
  if (call.requeued_at) marks.append(mark("warn", "phone-in", word("waitsAgain")), mark("off", "clock", word("firstRang", { time: shortTime(call.offered_at) })));
  if (call.rings_since) marks.append(mark("off", "clock", word("rangThere", { time: shortTime(call.requeued_at ?? call.offered_at) })));
  if (from) marks.append(mark("info", "xfer", word("transferred", { number: from })));
  if (dialled && dialled !== "112" && dialled !== from) marks.append(mark("info", "phone", word("dialled", { number: dialled })));
  if (call.history?.silent) marks.append(mark("crit", "quiet", word("silent", { n: call.history.silent })));
  if (call.history?.prank) marks.append(mark("warn", "mask", word("prank", { n: call.history.prank })));
  if (isLow(call)) marks.append(mark("off", "dn", word("demoted")));
  if (call.is_test) marks.append(mark("off", "bell", word("test")));
  return marks.childElementCount ? marks : null;
}

function mark(look, glyph, text) {
  const chip = fill("queue-mark");
  chip.className = `st ${look}`;
  chip.prepend(icon(glyph));
  chip.lastElementChild.textContent = text;
  return chip;
}

/** Draws what lies on my desk. @param {object} view @param {(key: string) => void} open */
export function drawPieces(view, open) {
  keyed(byId("pieces"), view.pieces.map((piece) => ({ piece, view })), {
    key: ({ piece }) => piece.key,
    create: ({ piece }) => {
      const row = fill("piece-row");
      row.firstElementChild.addEventListener("click", () => open(piece.key));
      return row;
    },
    update: drawPiece,
  });
  byId("pieces-none").hidden = view.pieces.length > 0;
  keepInSight(byId("pieces"), view);
}

let inSight = "";

/** Whenever another piece is looked at or the list has grown, once the rows stand, the one on the screen is among those seen. */
function keepInSight(list, { key, pieces }) {
  const at = pieces.findIndex((piece) => piece.key === key);
  const now = `${key} ${at} ${pieces.length}`;
  if (now === inSight) return;
  inSight = now;
  list.children[at]?.scrollIntoView({ block: "nearest" });
}

function drawPiece(row, { piece, view }) {
  const call = view.callOf(piece);
  const draft = view.draftOf(piece);
  const isTalking = isTalk(call);
  setIcon(row.querySelector(".ic"), isTalking ? glyphOf(call, "phone") : draft ? "edit" : "check");
  const button = row.firstElementChild;
  button.classList.toggle("on-line", isTalking);
  if (piece.key === view.key) button.setAttribute("aria-current", "true");
  else button.removeAttribute("aria-current");
  if (isTalking) row.querySelector("[data-f=time]").dataset.since = call.answered_at;
  else delete row.querySelector("[data-f=time]").dataset.since;
  refill(row, {
    title: call ? identityText(call, view.callers.get(call.id)) : settings.sources[draft.source],
    time: isTalking ? duration(view.now - Date.parse(call.answered_at)) : shortTime(piece.since),
    about: aboutText(piece, draft, view),
    state: draft && isTheirs(draft, settings.me) ? word("beingWritten", { who: nameOf(draft) }) : hasNew(call) ? say("newLines") : isTalking ? (isWritten(call) ? say(call.channel) : word("talkingShort")) : draft && view.isUnsaved(draft.id) ? word("unsaved") : "",
  });
}

/** What a piece of work is about, in a line. */
export function aboutText(piece, draft, view) {
  if (!draft) {
    const sent = view.sentOf(piece);
    if (sent) return word(sent.isAttached ? "attachedTitle" : "forwarded", { number: sent.short });
    return word(view.isSentBefore(piece) ? "forwardedBefore" : "opening");
  }
  const kind = view.kindOf(valueOf(draft, "category"))?.name;
  return [kind, valueOf(draft, "place_text")].filter(Boolean).join(" · ") || word("empty");
}

/** Draws the calls I have finished in this watch. @param {object[]} rows the newest first */
export function drawCoded(rows) {
  keyed(byId("coded-list"), rows, {
    key: (row) => row.key,
    create: () => fill("coded-row"),
    update: (element, row) => {
      setIcon(element, row.glyph);
      const link = element.querySelector("a");
      if (row.incident) link.href = incidentUrl(row.incident);
      refill(element, { time: shortTime(row.at), what: row.label, number: row.short || null });
      element.title = clockText(row.at);
    },
  });
  byId("coded-none").hidden = rows.length > 0;
  countOn("coded", rows.length);
  const mean = average(rows);
  write(byId("coded-count"), mean === null ? (rows.length ? String(rows.length) : "") : word("average", { n: rows.length, time: duration(mean) }));
}

/** What the passing second changes: times, and which ringing calls are late. @returns {number} how many are late */
export function tickQueue(now) {
  drawTimes(byId("left"), now);
  const rows = [...byId("queue").querySelectorAll("[data-waits]")];
  const late = rows.filter((row) => isLate(row.dataset.waits, now, Number(row.dataset.limit)));
  for (const row of rows) row.classList.toggle("late", late.includes(row));
  return late.length;
}
