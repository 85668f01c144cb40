/** The sheet in which an assignment is refused with a reason. */

import { duration } from "../shared/clock.js";
import { refill } from "../shared/dom.js";
import { closable, complain, openSheet } from "../shared/sheet.js";
import { answerTime } from "./state.js";
import { say } from "./words.js";

const dialog = closable(document.getElementById("refuse"));
const form = document.getElementById("refuse-form");
const text = document.getElementById("refuse-text");
const error = document.getElementById("refuse-error");
const timer = dialog.querySelector(".st");
let task = null;

/** @param {(task: object, reason: string) => void} onRefused */
export function wireRefuse(onRefused) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const radio = form.querySelector("input[name=reason]:checked");
    const problem = lacking(radio);
    complain(error, problem);
    if (problem) {
      (radio ? text : form.querySelector("input[name=reason]")).focus();
      return;
    }
    const one = task;
    dialog.close();
    onRefused(one, [radio.value, text.value.trim()].filter(Boolean).join(": "));
  });
}

function lacking(radio) {
  if (!radio) return say("choose");
  return "other" in radio.dataset && !text.value.trim() ? say("explain") : "";
}

/** @param {object} one the task to refuse */
export function openRefuse(one) {
  task = one;
  form.reset();
  complain(error, "");
  openSheet(dialog);
}

/** Closes the sheet when there is nothing left to refuse, and moves its countdown.
 * @param {import("./state.js").Task|undefined} present the task as it is now
 * @param {number} now milliseconds since 1970 */
export function tickRefuse(present, now) {
  if (!dialog.open) return;
  if (!present || !["notified", "accepted", "en_route"].includes(present.row.state)) {
    dialog.close();
    return;
  }
  task = present;
  const { ms, isLate, isTimed } = answerTime(present.row, now);
  timer.hidden = present.row.state !== "notified" || !isTimed;
  refill(dialog, { left: (isLate ? "+" : "") + duration(ms) });
}

/** The task the sheet is open for. @returns {number|null} */
export function refusing() {
  return dialog.open ? task.id : null;
}
