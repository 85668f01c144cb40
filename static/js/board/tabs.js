/** The tabs over the list, as a tablist wants them: arrows move, one is in the tab order. */

/** @param {(name: string) => void} onTurn @returns {{set: (name: string) => void, name: () => string,
 *   step: (by: number, target: EventTarget|null) => void|false}} */
export function makeTabs(onTurn) {
  const tabs = [...document.querySelectorAll("[data-tab]")];
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

  return { set, step, name: () => name };
}
