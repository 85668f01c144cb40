/** The keys of the board: one table, and what the arrows, Enter and Escape mean where the hand is. */

import { isTyping, onKeys } from "../shared/keys.js";
import { showHelp } from "./dialogs.js";

/** @param {{line: object, list: object, map: object, tabs: object, detail: object, banners: object, filter: object, search: object, open: (id: number) => void,
 *   card: (id: number|null) => object|null}} desk */
export function armKeys({ line, list, map, tabs, detail, banners, filter, search, open, card }) {
  function arrow(by, { target }) {
    const isFree = target === document.body || target.id === "content" || target.closest(".rows");
    return isFree && !isTyping(target) ? list.move(by) : false;
  }

  function enter({ target }) {
    const id = list.pointed();
    if (id === null || (target !== document.body && !target.closest(".rows"))) return false;
    open(id);
    return document.getElementById("detail").focus();
  }

  // The row the keyboard is on is meant, not the one that was opened before it.
  function there(act) {
    return () => {
      const id = list.pointed();
      if (id !== null && id !== card(null)?.id) open(id);
      act();
    };
  }

  function leave({ target }) {
    if (isTyping(target)) target.blur();
    else list.focus();
  }

  onKeys({
    "/": () => line.focus(),
    "?": showHelp,
    j: () => list.move(1),
    k: () => list.move(-1),
    ArrowDown: (event) => arrow(1, event),
    ArrowUp: (event) => arrow(-1, event),
    ArrowRight: (event) => tabs.step(1, event.target),
    ArrowLeft: (event) => tabs.step(-1, event.target),
    Enter: enter,
    Escape: leave,
    ...detail.keys,
    d: there(detail.keys.d),
    n: there(detail.keys.n),
    g: there(detail.keys.g),
    l: () => map.layers(),
    m: () => map.toggle(),
    e: () => detail.escalate(card(list.pointed())),
    t: () => line.offerClosing(card(list.pointed())),
    c: () => search.open(),
    f: () => filter.open(),
    0: () => filter.clear(),
    F9: () => banners.button()?.click(),
  });
}
