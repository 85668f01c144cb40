/** Short messages at the lower left. Errors stay until closed, warnings for twelve seconds, the rest for six; texts come from the page. */

import { serverNow } from "./clock.js";

const SHOWN_FOR = 6000;
const WARNED_FOR = 12000;
const UNDO_FOR = 5000;

/** Says something, with a way to take the deed back while that is possible.
 * @param {string} text
 * @param {{kind?: "ok"|"warn"|"crit", undo?: () => void, undoUntil?: string}} [options]
 * @returns {HTMLElement} */
export function toast(text, { kind = "ok", undo, undoUntil } = {}) {
  const template = document.getElementById("toast-template");
  const box = template.content.firstElementChild.cloneNode(true);
  box.classList.add(kind);
  box.querySelector("[data-text]").textContent = text;
  const close = box.querySelector("[data-close]");
  close.hidden = kind !== "crit";
  close.addEventListener("click", () => box.remove());
  if (undo) offerUndo(box, undo, undoUntil ? Date.parse(undoUntil) : serverNow() + UNDO_FOR);
  if (kind !== "crit") setTimeout(() => box.remove(), kind === "warn" ? WARNED_FOR : SHOWN_FOR);
  document.getElementById("toasts").append(box);
  riseToasts();
  return box;
}

/** What lies under a modal dialog can be neither seen nor pressed: while one is open, messages are said on it. */
export function riseToasts() {
  const place = document.getElementById("toasts");
  const dialog = [...document.querySelectorAll("dialog:modal")].at(-1);
  if (!dialog || dialog.contains(place)) return;
  const home = document.createComment("toasts");
  place.replaceWith(home);
  dialog.append(place);
  dialog.addEventListener("close", () => home.replaceWith(place), { once: true });
}

function offerUndo(box, undo, until) {
  const button = box.querySelector("[data-undo]");
  button.hidden = false;
  button.addEventListener("click", () => {
    box.remove();
    undo();
  });
  countDown(button, until);
}

function countDown(button, until) {
  const left = Math.ceil((until - serverNow()) / 1000);
  button.querySelector("[data-seconds]").textContent = String(Math.max(left, 0));
  if (left <= 0) button.hidden = true;
  else setTimeout(countDown, 250, button, until);
}
