/** Draws the list of incidents: groups, rows, chips, countdowns. Redraws only rows whose card changed; of a long list the
 * first rows at once, the others picture by picture. */

import { drawChip as drawCountdown, serverNow } from "../shared/clock.js";
import { fill, hide, keyed, refill, setIcon } from "../shared/dom.js";
import { afterPaint } from "../shared/later.js";
import { firstOf } from "./portion.js";
import { drawRow, newRow } from "./row.js";
import { sizeOf } from "./state.js";
import { say } from "./words.js";

const SIGNS = {
  unassigned: ["warn", "c-crit"],
  waiting: ["hour", "c-warn"],
  handled: ["go", "c-info"],
  finished: ["check2", "c-ok"],
  closed: ["check2", "t3"],
};
const FIRST = 60;
const MORE = 80;

/** @param {{onOpen: (id: number) => void, nameOf: (code: string) => string}} on
 * @returns the list: `draw` shows groups, `move` and `point` set the row that the keyboard is on */
export function makeList({ onOpen, nameOf }) {
  const box = document.getElementById("rows");
  const none = document.getElementById("no-rows");
  const loading = document.getElementById("loading");
  const marked = { sel: null, cur: null };
  const inSight = new Set();
  const watcher = new IntersectionObserver(look, { root: box.parentElement });
  let pointed = null;
  let most = FIRST;
  let last = null;

  box.addEventListener("click", (event) => {
    const row = event.target.closest("[role=option]");
    if (row) onOpen(Number(row.dataset.id));
  });
  // Coming from the keyboard, the list has a row to be on; a press of the mouse chooses its own, which must not move away.
  box.addEventListener("focus", () => pointed === null && box.matches(":focus-visible") && move(1));

  /** @param {import("./state.js").Group[]} groups
   * @param {{tab: string, isLoaded: boolean, hidden: number, arrived: Set<number>, opened: number|null}} how */
  function draw(groups, { tab, isLoaded, hidden, arrived, opened }) {
    if (tab !== last?.how.tab) most = FIRST;
    last = { groups, how: { tab, isLoaded, hidden, arrived, opened } };
    const parts = firstOf(groups, most, opened);
    hide(loading, isLoaded);
    hide(none, !isLoaded || groups.length > 0);
    hide(box, groups.length === 0);
    refill(none, { words: say(hidden > 0 ? "empty.filtered" : `empty.${tab}`) });
    keyed(box, parts, {
      key: (group) => group.stage,
      create: (group) => newGroup(group.stage),
      update: (element, group) => drawGroup(element, group, arrived),
    });
    mark("sel", opened);
    point(pointed);
    if (sizeOf(parts) < sizeOf(groups)) afterPaint(() => groups === last.groups && drawMore());
  }

  function drawMore() {
    most += MORE;
    draw(last.groups, last.how);
  }

  function drawGroup(element, group, arrived) {
    refill(element.firstElementChild, { count: group.count });
    keyed(element.querySelector("[data-rows]"), group.cards, {
      key: (card) => card.id,
      create: (card) => newRow(card, arrived.has(card.id), watcher),
      update: (row, card) => drawRow(row, card, nameOf),
    });
  }

  // Only the row that had the mark and the one that gets it are touched.
  function mark(name, id) {
    const next = document.getElementById(`row-${id}`);
    const last = marked[name];
    if (last === next) return;
    marked[name] = next;
    for (const [row, isIt] of [[last, false], [next, true]]) {
      row?.classList.toggle(name, isIt);
      if (name === "sel") row?.setAttribute("aria-selected", String(isIt));
    }
    if (name !== "cur") return;
    if (next) box.setAttribute("aria-activedescendant", `row-${id}`);
    else box.removeAttribute("aria-activedescendant");
  }

  function point(id) {
    pointed = id;
    mark("cur", id);
  }

  function move(by) {
    const ids = [...box.querySelectorAll("[role=option]")].map((row) => Number(row.dataset.id));
    if (ids.length === 0) return;
    const at = ids.indexOf(pointed);
    point(ids[Math.max(0, Math.min(ids.length - 1, at < 0 ? 0 : at + by))]);
    reveal(pointed);
  }

  function reveal(id) {
    document.getElementById(`row-${id}`)?.scrollIntoView({ block: "nearest" });
  }

  // What nobody sees need not count; it does so when it comes into sight.
  function look(entries) {
    for (const { target, isIntersecting } of entries) {
      if (!isIntersecting) inSight.delete(target);
      else drawCountdown(inSight.add(target) && target.querySelector(".sla"), serverNow());
    }
  }

  function tick(now) {
    for (const row of inSight) drawCountdown(row.querySelector(".sla"), now);
  }

  return { draw, point, move, reveal, tick, pointed: () => (document.getElementById(`row-${pointed}`) ? pointed : null), focus: () => box.focus() };
}

function newGroup(stage) {
  const element = fill("t-group", { name: say(`stage.${stage}`) });
  const [glyph, look] = SIGNS[stage];
  const sign = element.querySelector('[data-f="icon"]');
  sign.className = look;
  setIcon(sign, glyph);
  element.setAttribute("aria-label", say(`stage.${stage}`));
  return element;
}
