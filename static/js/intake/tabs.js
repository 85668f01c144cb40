/**
 * Own calls, hand-over notes and scripts, where the screen has no room for all three: tabs at the foot of the right column,
 * of which one is open. On a wide screen each has a place of its own, and on a telephone they stand below each other.
 */

import { byId, write } from "./words.js";

const narrow = matchMedia("(min-width: 761px) and (max-width: 1500px)");
const tabs = [...byId("tabs").querySelectorAll("[role=tab]")];
const panelOf = (tab) => byId(tab.getAttribute("aria-controls"));
const isOpen = (tab) => tab.getAttribute("aria-selected") === "true";

/** Opens a tab. @param {string} id its panel's @returns {string} the panel that was open before */
export function openTab(id) {
  const before = panelOf(tabs.find(isOpen)).id;
  for (const tab of tabs) {
    const isChosen = panelOf(tab).id === id;
    tab.setAttribute("aria-selected", String(isChosen));
    tab.tabIndex = isChosen ? 0 : -1;
    panelOf(tab).classList.toggle("folded", !isChosen);
  }
  return before;
}

/** How many there are, beside the name of the tab. @param {string} name @param {number} count */
export const countOn = (name, count) => write(byId("tabs").querySelector(`[data-count=${name}]`), count ? String(count) : "");

/** Moves all three under the tabs, or back to where they stand alone. */
function settle() {
  const [coded, handover, ...scripts] = tabs.map(panelOf);
  byId(narrow.matches ? "right" : "below-queue").append(byId("tabs"), coded, handover);
  byId("right").append(...scripts);
}

export function listenTabs() {
  for (const [at, tab] of tabs.entries()) {
    tab.addEventListener("click", () => openTab(panelOf(tab).id));
    tab.addEventListener("keydown", ({ key, altKey }) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[key];
      if (!step || altKey) return;
      const next = tabs[(at + step + tabs.length) % tabs.length];
      openTab(panelOf(next).id);
      next.focus();
    });
  }
  narrow.addEventListener("change", settle);
  settle();
  openTab("coded-panel");
}
