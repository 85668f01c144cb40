/** Alt+0: a report that needs nobody is closed with its reason, one digit or click; the last reason asks for a word. */

import { oncePerDouble } from "./double.js";
import { goOn } from "./goingon.js";
import { tooLong } from "./lengths.js";
import { byId, word, write } from "./words.js";

const panel = byId("no-action-panel");
const opener = byId("no-action");
const more = byId("no-action-more");
const buttons = [...panel.querySelectorAll("[data-no-action]")];
const WORDED = "other";

let desk = { view: () => ({ draft: null }), command: null, open: () => {} };
let openFor = null;

/** @param {{view: () => object, command: object, open: (key: string) => void}} of */
export function listenNoAction(of) {
  desk = of;
  opener.addEventListener("click", askNoAction);
  byId("no-action-leave").addEventListener("click", leave);
  panel.addEventListener("keydown", pressed);
  for (const button of buttons) button.addEventListener("click", oncePerDouble(() => choose(button)));
  byId("no-action-word").addEventListener("input", ({ target }) => sayWrong(tooLong(target)));
  more.addEventListener("submit", (event) => {
    event.preventDefault();
    const said = byId("no-action-word").value.trim();
    const long = tooLong(byId("no-action-word"));
    if (long) sayWrong(long);
    else if (said) close(buttons.find((one) => one.dataset.noAction === WORDED), said);
    else sayWrong(word("needWord"));
  });
}

/** Asks why, for the report on the screen; where the reasons stand already they are gone to again. */
export function askNoAction() {
  const { draft, isTheirs } = desk.view();
  if (!draft || isTheirs) return;
  if (openFor !== draft.id) open(draft.id);
  buttons[0].focus();
}

function open(id) {
  openFor = id;
  byId("no-action-word").value = "";
  unfold(false);
  drawNoAction(desk.view().draft);
}

function unfold(isOpen) {
  more.hidden = !isOpen;
  sayWrong("");
  for (const button of buttons) if (button.dataset.noAction === WORDED) button.setAttribute("aria-expanded", String(isOpen));
}

function pressed(event) {
  const isTyped = event.target.matches("input");
  if (event.key === "Escape") leave();
  else if (/^[1-9]$/.test(event.key) && !isTyped && !event.altKey && !event.ctrlKey) buttons[Number(event.key) - 1]?.click();
  else return;
  event.preventDefault();
}

function choose(button) {
  if (button.dataset.noAction !== WORDED) {
    close(button, "");
    return;
  }
  unfold(true);
  byId("no-action-word").focus();
}

async function close(button, said) {
  const { draft } = desk.view();
  if (!draft || draft.id !== openFor) return;
  const why = { reason: button.dataset.noAction, word: said };
  const label = said || button.querySelector("span").textContent.toLowerCase();
  await desk.command.end(draft, why, label, refused);
  goOn(desk);
}

function refused({ word: texts, ...rest }) {
  if (texts) sayWrong([texts].flat().join(" "));
  return Object.values(rest).flat().join(" ");
}

function sayWrong(text) {
  byId("err-no-action").hidden = !text;
  write(byId("err-no-action").lastElementChild, text);
}

function leave() {
  openFor = null;
  drawNoAction(desk.view().draft);
  opener.focus();
}

/** The question belongs to one report: with another on the screen, or none, it is folded up. @param {object|null} draft one that may be closed */
export function drawNoAction(draft) {
  if (draft?.id !== openFor) openFor = null;
  opener.disabled = !draft;
  panel.hidden = openFor === null;
  opener.setAttribute("aria-expanded", String(!panel.hidden));
}
