/**
 * A list from which one is chosen, by mouse, by arrows and Enter, or by its first letters. The list itself has the focus,
 * or a field above it whose arrows walk through it.
 */

import { keyed } from "../shared/dom.js";
import { jump } from "./kinds.js";

const TYPING_TOGETHER = 700;

/**
 * @template T
 * @param {HTMLElement} list an element with role listbox
 * @param {{key: (item: T) => string, label: (item: T) => string, letters?: (item: T) => string, create: () => HTMLElement,
 *   update: (row: HTMLElement, item: T) => void, choose: (item: T) => void, onActive?: (item: T) => void}} how
 *   letters: the two that lead to one from anywhere; choose: with Enter, space or the mouse; onActive: whenever the arrows reach one
 */
export function listbox(list, how) {
  let items = [];
  let active = -1;
  let field = null;
  let typed = { text: "", at: 0 };

  function draw(next, chosenKey) {
    items = next;
    const rows = items.map((item) => ({ item, isChosen: how.key(item) === chosenKey }));
    keyed(list, rows, {
      key: ({ item }) => how.key(item),
      create: ({ item }) => {
        const row = how.create();
        row.id = `${list.id}-${how.key(item)}`;
        // The press must not take the focus out of the field above the list.
        row.addEventListener("mousedown", (event) => event.preventDefault());
        row.addEventListener("click", () => pick(items.find((one) => how.key(one) === row.keyedBy)));
        return row;
      },
      update: (row, { item, isChosen }) => {
        how.update(row, item);
        row.setAttribute("aria-selected", String(isChosen));
      },
    });
    activate(Math.min(active, items.length - 1));
  }

  function activate(at, { isTold = false } = {}) {
    active = at;
    [...list.children].forEach((row, index) => row.classList.toggle("active", index === at));
    const row = list.children[at];
    for (const owner of [list, field].filter(Boolean)) {
      if (row) owner.setAttribute("aria-activedescendant", row.id);
      else owner.removeAttribute("aria-activedescendant");
    }
    if (row) row.scrollIntoView({ block: "nearest" });
    if (row && isTold) how.onActive?.(items[at]);
  }

  function pick(item) {
    if (item === undefined) return;
    activate(items.indexOf(item));
    how.choose(item);
  }

  function walk(step) {
    if (!items.length) return;
    const from = active < 0 && step < 0 ? 0 : active;
    activate((from + step + items.length) % items.length, { isTold: true });
  }

  const steps = {
    ArrowDown: () => walk(1),
    ArrowUp: () => walk(-1),
    Home: () => items.length && activate(0, { isTold: true }),
    End: () => items.length && activate(items.length - 1, { isTold: true }),
    Enter: () => pick(items[active]),
    " ": () => pick(items[active]),
  };

  list.addEventListener("focus", beginAnew);
  list.addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey) {
      beginAnew();
      return;
    }
    const step = steps[event.key];
    if (step) step();
    else if (event.key.length === 1) leap(event.key);
    else return;
    event.preventDefault();
  });

  /** Whoever comes to the list, also with its key from the list itself, types a new word. */
  function beginAnew() {
    typed = { text: "", at: 0 };
  }

  function leap(letter) {
    const now = performance.now();
    typed = { text: now - typed.at < TYPING_TOGETHER ? typed.text + letter : letter, at: now };
    const at = jump(items.map(how.label), typed.text, active, items.map((item) => how.letters?.(item) ?? ""));
    if (at >= 0) activate(at, { isTold: true });
  }

  /** Lets a field above the list walk through it with its arrows; returns what Enter would choose. */
  function follow(input) {
    field = input;
    return {
      walk,
      active: () => items[active],
      pick: () => pick(items[active]),
      rest: (at = -1) => activate(at),
    };
  }

  return { draw, follow, items: () => items };
}
