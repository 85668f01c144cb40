/** Words for hard calls, beside the report: one is open at a time, Esc closes it and gives the cursor back to where it was. */

import { listenTabs, openTab } from "./tabs.js";
import { byId } from "./words.js";

const buttons = [...document.querySelectorAll("[data-script]")];
let cameFrom = null;
let tabBefore = null;
/** Which foreign language is to be expected of the caller; empty for none. */
let spoken = "";

const isOpen = (button) => button.getAttribute("aria-expanded") === "true";

function show(chosen) {
  for (const button of buttons) {
    const isShown = button === chosen;
    button.setAttribute("aria-expanded", String(isShown));
    byId(button.getAttribute("aria-controls")).hidden = !isShown;
  }
  byId("right").classList.toggle("is-reading", chosen !== null);
}

export function listenScripts() {
  listenTabs();
  for (const button of buttons) button.addEventListener("click", () => show(isOpen(button) ? null : button));
  byId("scripts")?.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (event.key === "Escape") leave();
    else if (step && !event.altKey && buttons.includes(event.target)) {
      buttons[(buttons.indexOf(event.target) + step + buttons.length) % buttons.length].focus();
    } else return;
    event.preventDefault();
  });
}

/** @param {string} language of the open call's caller, ISO 639; empty for none */
export function expectLanguage(language) {
  spoken = language;
}

/** Alt+S: to the open script's button, else to the phrases of the caller's language, else to the first. */
export function toScripts() {
  if (!buttons.length) return false;
  if (!document.activeElement?.closest("#scripts")) {
    cameFrom = document.activeElement;
    tabBefore = openTab("scripts");
  }
  const phrases = spoken && buttons.find(({ dataset }) => dataset.language === spoken);
  (buttons.find(isOpen) || phrases || buttons[0]).focus();
  return undefined;
}

function leave() {
  show(null);
  if (tabBefore) openTab(tabBefore);
  tabBefore = null;
  if (cameFrom?.isConnected) cameFrom.focus();
  cameFrom = null;
}
