/**
 * A call was closed with one key, and for a while one more digit may add to it: why it was a prank, what was asked, or that
 * whoever was cut off need not be called back. Nobody has to press it.
 */

import { onKeys } from "../shared/keys.js";
import { toast } from "../shared/toasts.js";
import { closeCallBack, reopenCallBacks } from "./callback_closing.js";
import { word } from "./words.js";

const panels = new Map([...document.querySelectorAll("[data-more]")].map((panel) => [panel.dataset.more, panel]));
const LASTS = 20000;
const DIGITS = 5;

let command = null;
let asked = { call: null, panel: null, timer: 0 };

/** @param {object} of the commands of the console */
export function listenMore(of) {
  command = of;
  for (const panel of panels.values()) {
    panel.querySelector("[data-skip]").addEventListener("click", stop);
    for (const button of answersOf(panel)) button.addEventListener("click", () => answer(button));
  }
  onKeys(Object.fromEntries(Array.from({ length: DIGITS }, (_one, at) => [String(at + 1), () => press(at)])));
}

const answersOf = (panel) => [...panel.querySelectorAll("[data-reason], [data-settles]")];

/** Asks, where there is something to add: who waits for nobody need not be called off. @param {object} call as it was coded */
export function askMore(call) {
  stop();
  const panel = panels.get(call.outcome);
  if (!panel || (call.outcome === "cut_off" && !call.call_back)) return;
  asked = { call, panel, timer: setTimeout(stop, LASTS) };
  panel.hidden = false;
}

/** The outcome was taken back: there is nothing to add to. @param {object|null} call the card of the open piece's call */
export function forget(call) {
  if (call && call.id === asked.call?.id && !call.outcome) stop();
}

function stop() {
  clearTimeout(asked.timer);
  if (asked.panel) asked.panel.hidden = true;
  asked = { call: null, panel: null, timer: 0 };
}

function press(at) {
  const button = asked.panel && answersOf(asked.panel)[at];
  return button ? void answer(button) : false;
}

async function answer(button) {
  const { call } = asked;
  const said = call.outcome === "information" ? "topicSet" : "reasonSet";
  stop();
  if (button.dataset.settles) await settle(call, button.dataset.settles);
  else if (await command.explain(call.id, button.dataset.reason)) {
    toast(word(said, { reason: button.querySelector("span").textContent }));
  }
}

async function settle(call, reason) {
  const data = await closeCallBack(command, call.id, reason);
  if (data) toast(word("callBackSettled"), { undo: () => reopenCallBacks(command, [call.id]), undoUntil: data.undo_until });
}
