/** The script of a line on which nobody speaks: what is due now, what was heard, and how often the number was silent before. */

import { duration } from "../shared/clock.js";
import { word, write } from "./words.js";

/** @param {HTMLElement} panel @param {object} call its card */
export function drawSilence(panel, call) {
  const repeated = panel.querySelector("[data-f=repeated]");
  const before = call.history?.silent ?? 0;
  repeated.hidden = before === 0;
  write(repeated, word("silentAgain", { n: before + 1 }));
  panel.querySelector("[data-f=alarm]").hidden = !panel.querySelector("[data-alarming][aria-pressed=true]") && before === 0;
}

/** @param {HTMLElement} panel @param {number} passed milliseconds since the script began */
export function tellTime(panel, passed) {
  write(panel.querySelector("[data-f=time]"), duration(passed));
  const steps = [...panel.querySelectorAll("[data-at]")];
  const current = steps.findLast((step) => passed >= Number(step.dataset.at) * 1000);
  for (const step of steps) {
    if (step === current) step.setAttribute("aria-current", "step");
    else step.removeAttribute("aria-current");
  }
}
