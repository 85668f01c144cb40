/**
 * A call was closed with one key, and for a while one more digit may add to it: why it was a prank, what was asked, or that
 * whoever was cut off need not be called back. Nobody has to press it. The digit is the panel's, which has the cursor while it
 * asks: the form may show the next report by then.
 */

import { clockText } from "../shared/clock.js";
import { refill } from "../shared/dom.js";
import { onKeys } from "../shared/keys.js";
import { toast } from "../shared/toasts.js";
import { isAnswering } from "./answering.js";
import { closeCallBack, reopenCallBacks } from "./callback_closing.js";
import { oncePerDouble } from "./double.js";
import { isIdle } from "./goingon.js";
import { isPassed, onDesk } from "./passed.js";
import { byId, identityText, word } from "./words.js";

const panels = new Map([...document.querySelectorAll("[data-more]")].map((panel) => [panel.dataset.more, panel]));
const LASTS = 20000;
const DIGITS = 5;
const NOTHING = { call: null, panel: null, timer: 0, known: new Set() };

let desk = null;
let asked = NOTHING;
/** @type {{outcome: string, presses: number, digit: number|null}|null} an outcome on its way, and the digit pressed behind it */
let expected = null;

/** @param {{view: () => object, command: object, open: (key: string) => void}} of */
export function listenMore(of) {
  desk = of;
  for (const panel of panels.values()) {
    panel.addEventListener("keydown", pressedHere);
    panel.querySelector("[data-skip]").addEventListener("click", stop);
    for (const button of answersOf(panel)) button.addEventListener("click", oncePerDouble(() => answer(button)));
  }
  onKeys(Object.fromEntries(Array.from({ length: DIGITS }, (_one, at) => [String(at + 1), () => press(at)])));
}

const answersOf = (panel) => [...panel.querySelectorAll("[data-reason], [data-settles]")];

/** An outcome was pressed: what was asked about the last is over, and a digit from now on is not typed into any report. */
export function expectMore(outcome) {
  stop();
  if (!panels.has(outcome)) expected = null;
  else if (expected?.outcome === outcome) expected.presses += 1;
  else expected = { outcome, presses: 1, digit: null };
  if (expected) byId("content").focus();
  return expected;
}

/** Asks, where there is something to add: who waits for nobody need not be called off. @param {object|null} call as it was coded */
export function askMore(call, since) {
  if (!since || since !== expected) return;
  since.presses -= 1;
  if (!call && since.presses) return;
  expected = null;
  const panel = call && panels.get(call.outcome);
  const isFree = isIdle(document.activeElement);
  if (!panel || isAnswering() || (call.outcome === "cut_off" && !call.call_back)) {
    if (isFree) giveBack();
    return;
  }
  asked = { call, panel, timer: setTimeout(stop, LASTS), known: onDesk(desk.view()) };
  const who = identityText(call, desk.view().callers.get(call.id));
  refill(panel, { about: `${who} · ${clockText(call.ended_at ?? call.answered_at)}` });
  panel.hidden = false;
  if (isFree) panel.focus();
  if (since.digit !== null) press(since.digit);
}

/** Nothing is asked any more about a call whose outcome was taken back, or when the next is answered. */
export function forget() {
  if (asked.call && (isAnswering() || isPassed(asked, desk.view()))) stop();
}

function stop() {
  clearTimeout(asked.timer);
  const { panel } = asked;
  asked = NOTHING;
  if (!panel) return;
  if (panel.contains(document.activeElement)) queueMicrotask(giveBack);
  panel.hidden = true;
}

/** The cursor goes where it stood in the report on the screen, unless it has gone elsewhere since or a digit may still come. */
function giveBack() {
  const here = document.activeElement;
  const { piece, key } = desk.view();
  if (piece && !isAnswering() && !asked.call && !expected && (isIdle(here) || here.closest("[data-more]"))) desk.open(key);
}

/** Keys while the panel has the cursor; a letter is none of its own and is typed into the report. */
function pressedHere(event) {
  if (event.altKey || event.ctrlKey || event.metaKey || event.isComposing) return;
  if (event.key === "Escape") stop();
  else if (!/^[1-9]$/.test(event.key)) {
    if (/^\S$/u.test(event.key) || (event.key === " " && event.target === asked.panel)) toReport();
    return;
  } else press(Number(event.key) - 1);
  event.preventDefault();
}

function toReport() {
  const { piece, key } = desk.view();
  if (piece) desk.open(key);
}

function press(at) {
  if (expected) {
    expected.digit = at;
    return undefined;
  }
  const button = asked.panel && answersOf(asked.panel)[at];
  return button ? void answer(button) : false;
}

async function answer(button) {
  const { call } = asked;
  const said = call.outcome === "information" ? "topicSet" : "reasonSet";
  stop();
  if (button.dataset.settles) await settle(call, button.dataset.settles);
  else if (await desk.command.explain(call.id, button.dataset.reason)) {
    toast(word(said, { reason: button.querySelector("span").textContent }));
  }
}

async function settle(call, reason) {
  const data = await closeCallBack(desk.command, call.id, reason);
  if (data) toast(word("callBackSettled"), { undo: () => reopenCallBacks(desk.command, [call.id]), undoUntil: data.undo_until });
}
