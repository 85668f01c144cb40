/** The tabs over the list, as a tablist wants them: arrows move, one is in the tab order; how many each holds. */

import { hide, refill, write } from "../shared/dom.js";

/** @param {(name: string) => void} onTurn @returns {{set: (name: string) => void, name: () => string,
 *   count: (many: {emergency: number, service: number, closed: number}) => void,
 *   step: (by: number, target: EventTarget|null) => void|false}} */
export function makeTabs(onTurn) {
  const tabs = [...document.querySelectorAll("[data-tab]")];
  const strip = document.querySelector(".tabs");
  const badge = document.querySelector('[data-count="board"]');
  let name = tabs[0].dataset.tab;

  document.querySelector("[role=tablist]").addEventListener("click", (event) => {
    const tab = event.target.closest("[data-tab]");
    if (tab) turn(tab.dataset.tab);
  });

  function set(next) {
    name = next;
    for (const tab of tabs) {
      const isChosen = tab.dataset.tab === name;
      tab.setAttribute("aria-selected", String(isChosen));
      tab.tabIndex = isChosen ? 0 : -1;
      if (isChosen) document.getElementById("list").setAttribute("aria-labelledby", tab.id);
    }
  }

  function turn(next) {
    set(next);
    onTurn(next);
  }

  function step(by, target) {
    const at = tabs.indexOf(target);
    if (at < 0) return false;
    const next = tabs[(at + by + tabs.length) % tabs.length];
    next.focus();
    return turn(next.dataset.tab);
  }

  /** How many incidents each holds; emergencies also beside the name of the screen. */
  function count(many) {
    refill(strip, many);
    strip.querySelector('[data-f="emergency"]').classList.toggle("solid", many.emergency > 0);
    if (!badge) return;
    write(badge, String(many.emergency));
    hide(badge, many.emergency === 0);
  }

  return { set, step, count, name: () => name };
}
