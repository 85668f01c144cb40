/**
 * The short ends of calls. Counselling and a wrong area open one with their key and close the call with the same key; a
 * complaint keeps its report unless it is pointed elsewhere. Silence is over with its key, whether its script was opened by
 * Alt+H or not. What is over at once may be added to: why.js.
 */

import { onTick, serverNow } from "../shared/clock.js";
import { toast } from "../shared/toasts.js";
import { oncePerDouble } from "./double.js";
import { showError } from "./errors.js";
import { goOn, leaveForm } from "./goingon.js";
import { fits, tooLong } from "./lengths.js";
import { drawNoAction, listenNoAction } from "./noaction.js";
import { keepRoster } from "./roster.js";
import { drawSheet, listenSheet } from "./sheet.js";
import { drawSilence, tellTime } from "./silence.js";
import { forget, listenMore } from "./why.js";
import { byId, word, write } from "./words.js";

const panels = new Map([...document.querySelectorAll("[data-end]")].map((panel) => [panel.dataset.end, panel]));

const SILENT = "silent";

/** @typedef {{outcome: string, label: string, since: number, picks: Set<string>, receipt: string, isUnreceived?: boolean}} End */
/** @type {Map<number, End>} the end that is open on a call, kept while another piece is looked at */
const ends = new Map();
let desk = { view: () => ({ call: null }), command: null, open: () => {} };

/** @param {{view: () => object, command: object, open: (key: string) => void}} of */
export function listenEnds(of) {
  desk = of;
  for (const [outcome, panel] of panels) {
    panel.addEventListener("keydown", pressed);
    panel.querySelector("[data-back]").addEventListener("click", leave);
    // As with its key: a double click is not meant for the next call either.
    panel.querySelector("[data-finish]").addEventListener("click", oncePerDouble(() => outcomeButton(outcome).click()));
    for (const button of picksOf(panel)) button.addEventListener("click", oncePerDouble(() => pick(panel, button)));
  }
  byId("silence-open").addEventListener("click", toSilence);
  listenNoAction(of);
  listenSheet();
  listenReceipt();
  keepRoster();
  listenMore(of);
  onTick(tick);
}

const outcomeButton = (outcome) => document.querySelector(`[data-outcome="${outcome}"]`);
// Read anew each time: the rows of a roster change places.
const picksOf = (panel) => [...panel.querySelectorAll("[data-pick]")];
const endNow = () => ends.get(desk.view().call?.id) ?? null;

/** An outcome's key was pressed. @returns {boolean} whether its end takes the key; else the call is coded with it at once */
export function takesKey(outcome, label) {
  const { call, draft } = desk.view();
  if (!call || !draft) return false;
  if (endNow()?.outcome === outcome) {
    finish();
    return true;
  }
  ends.delete(call.id);
  if (outcome === SILENT || !panels.has(outcome)) return false;
  open(call, outcome, label);
  return outcome !== "complaint" || call.outcome === outcome;
}

/** Alt+H: nobody speaks. What to say when, and the cursor at what may be heard; pressed again it only goes there. */
export function toSilence() {
  const { call, draft, isTheirs } = desk.view();
  if (!call || !draft || isTheirs) return;
  if (endNow()?.outcome === SILENT) picksOf(panels.get(SILENT))[0].focus();
  else open(call, SILENT, outcomeButton(SILENT).querySelector("span").textContent);
}

function open(call, outcome, label) {
  ends.set(call.id, { outcome, label, since: serverNow(), picks: new Set(), receipt: "" });
  drawEnds(call);
  picksOf(panels.get(outcome))[0]?.focus();
}

function pressed(event) {
  if (event.key === "Escape") leave();
  // Nobody's name begins with a digit: in an empty field it chooses as well.
  else if (/^[1-9]$/.test(event.key) && !event.altKey && !event.ctrlKey && !event.target.value) {
    picksOf(event.currentTarget)[Number(event.key) - 1]?.click();
  } else return;
  event.preventDefault();
}

function pick(panel, button) {
  const end = endNow();
  if (!end) return;
  const chosen = button.dataset.pick;
  const had = end.picks.has(chosen);
  if ("single" in panel.dataset) end.picks.clear();
  if (had) end.picks.delete(chosen);
  else end.picks.add(chosen);
  drawEnds(desk.view().call);
  // Where somebody there has to take it, his name comes next.
  const next = panel.querySelector("#receipt");
  if (next && !had && !end.receipt) next.focus();
  else button.focus();
}

function leave() {
  const { call } = desk.view();
  const { outcome } = endNow() ?? {};
  ends.delete(call?.id);
  drawEnds(call);
  if (outcome) (outcome === SILENT ? byId("silence-open") : outcomeButton(outcome)).focus();
}

async function finish() {
  const { call } = desk.view();
  const end = endNow();
  if (!call || !end) return;
  if (end.outcome === "complaint" && !end.picks.size) {
    leave();
    toast(word("stillOpen", { outcome: end.label }));
    return;
  }
  if (end.outcome === "wrong_area" && !isReceived(end)) return;
  leaveForm();
  if (await desk.command.code(call, end.outcome, end.label, detailsOf(end))) ends.delete(call.id);
  goOn(desk);
}

function detailsOf({ outcome, picks, receipt }) {
  const chosen = [...picks];
  if (outcome === SILENT) return { clues: chosen };
  return { ...(chosen.length && { contact: Number(chosen[0]) }), ...(receipt && { receipt }) };
}

/** Another region's call is not over before somebody there has it: where nobody is named yet, a digit chooses who. */
function isReceived(end) {
  const [first] = picksOf(panels.get(end.outcome));
  end.isUnreceived = !end.picks.size && !end.receipt && first !== undefined;
  drawEnds(desk.view().call);
  const isLong = !fits("receipt", end.receipt);
  if (isLong) byId("receipt").focus();
  else if (end.isUnreceived) first.focus();
  return !isLong && !end.isUnreceived;
}

/** Who took it is kept with the end, so that another piece may be looked at meanwhile. */
function listenReceipt() {
  byId("receipt").addEventListener("input", () => {
    const end = endNow();
    if (end) end.receipt = byId("receipt").value.trim();
    drawEnds(desk.view().call);
  });
  byId("receipt").addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    finish();
  });
}

/** @param {object|null} call the card of the open piece's call */
export function drawEnds(call) {
  const { draft, isTheirs, isSending } = desk.view();
  drawNoAction(isTheirs || isSending ? null : draft);
  const end = draft && call ? ends.get(call.id) : null;
  for (const [outcome, panel] of panels) {
    panel.hidden = end?.outcome !== outcome;
    if (!panel.hidden) drawPicks(panel, end);
  }
  byId("silence-open").setAttribute("aria-expanded", String(end?.outcome === SILENT));
  if (end?.outcome === SILENT) drawSilence(panels.get(SILENT), call);
  if (end?.outcome === "wrong_area") drawReceipt(end);
  forget();
  tick(serverNow());
}

function drawPicks(panel, end) {
  for (const button of picksOf(panel)) button.setAttribute("aria-pressed", String(end.picks.has(button.dataset.pick)));
}

function drawReceipt({ picks, receipt, isUnreceived }) {
  if (byId("receipt").value.trim() !== receipt) byId("receipt").value = receipt;
  const isMissing = isUnreceived && !picks.size && !receipt;
  showError("receipt", tooLong(byId("receipt")) || (isMissing ? word("unreceived") : ""));
  drawSheet(desk.view(), panels.get("wrong_area").querySelector("[aria-pressed=true]"));
}

function tick(now) {
  const end = endNow();
  if (end?.outcome === SILENT) tellTime(panels.get(SILENT), now - end.since);
}
