/** Draws the list of incidents: groups, rows, chips, countdowns. Redraws only rows whose card changed; of a long list
 * only the rows about those in sight are on the page (sight.js). */

import { drawChip as drawCountdown, serverNow } from "../shared/clock.js";
import { fill, hide, keyed, refill, setIcon } from "../shared/dom.js";
import { eachInTurn } from "../shared/later.js";
import { drawRow, newRow } from "./row.js";
import { reachOf, shiftOf, topOf, within } from "./sight.js";
import { sizeOf } from "./state.js";
import { say } from "./words.js";

const SIGNS = {
  unassigned: ["warn", "c-crit"],
  waiting: ["hour", "c-warn"],
  handled: ["go", "c-info"],
  finished: ["check2", "c-ok"],
  closed: ["check2", "t3"],
};

/** Rows that an old PC makes within a frame. */
const FEW = 2;

/** @param {{onOpen: (id: number) => void, nameOf: (code: string) => string}} on
 * @returns the list: `draw` shows groups, `move` and `point` set the row that the keyboard is on */
export function makeList({ onOpen, nameOf }) {
  const box = document.getElementById("rows");
  const scroller = box.parentElement;
  const none = document.getElementById("no-rows");
  const loading = document.getElementById("loading");
  const marked = { sel: null, cur: null };
  const inSight = new Set();
  const watcher = new IntersectionObserver(seen, { root: scroller });
  let pointed = null;
  let sight = { from: 0, to: innerHeight };
  let reach = reachOf(sight);
  let isWorn = false;
  const mend = eachInTurn(makeMore);
  let last = { tab: null, groups: [], arrived: new Set(), opened: null };

  new ResizeObserver(look).observe(scroller);
  // A narrow window scrolls as a whole.
  document.addEventListener("scroll", ({ target }) => target.contains(box) && look(), { capture: true, passive: true });
  box.addEventListener("click", (event) => {
    const row = event.target.closest("[role=option]");
    if (row) onOpen(Number(row.dataset.id));
  });
  // Coming from the keyboard, the list has a row to be on; a press of the mouse chooses its own, which must not move away.
  box.addEventListener("focus", () => pointed === null && box.matches(":focus-visible") && move(1));

  /** @param {import("./state.js").Group[]} groups
   * @param {{tab: string, isLoaded: boolean, hidden: number, arrived: Set<number>, opened: number|null}} how */
  function draw(groups, { tab, isLoaded, hidden, arrived, opened }) {
    const isOther = tab !== last.tab;
    const shift = !isOther && sight.from > 0 ? shiftOf(last.groups, groups, sight) : 0;
    last = { tab, groups, arrived, opened };
    hide(loading, isLoaded);
    hide(none, !isLoaded || groups.length > 0);
    hide(box, groups.length === 0);
    refill(none, { words: say(hidden > 0 ? "empty.filtered" : `empty.${tab}`) });
    isWorn = true;
    drawRows(isMade);
    mend();
    if (isOther) scroller.scrollTop = 0;
    else if (shift) scroller.scrollTop += shift;
  }

  /** Makes a few of the rows beyond what is in sight, picture by picture, before news or somebody who scrolls needs them. */
  function makeMore() {
    let left = FEW;
    drawRows((id) => isMade(id) || (left -= 1) >= 0);
    if (left < 0) mend();
    else isWorn = false;
  }

  function drawRows(isWanted) {
    keyed(box, within(last.groups, sight, isWanted), {
      key: (group) => group.stage,
      create: (group) => newGroup(group.stage),
      update: drawGroup,
    });
    mark("sel", last.opened);
    point(pointed);
  }

  function drawGroup(element, { count, cards, first, above, below }) {
    refill(element.firstElementChild, { count });
    const place = element.lastElementChild;
    Object.assign(place.style, { paddingTop: `${above}px`, paddingBottom: `${below}px` });
    keyed(place, cards, {
      key: (card) => card.id,
      create: (card) => newRow(card, last.arrived.has(card.id), watcher),
      update: (row, card) => drawRow(row, card, nameOf),
    });
    const size = sizeOf(last.groups);
    [...place.children].forEach((row, index) => number(row, first + index, size));
  }

  // Only the row that had the mark and the one that gets it are touched.
  function mark(name, id) {
    const next = rowOf(id);
    const before = marked[name];
    if (before === next) return;
    marked[name] = next;
    for (const [row, isIt] of [[before, false], [next, true]]) {
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
    const ids = last.groups.flatMap(({ cards }) => cards).map(({ id }) => id);
    if (ids.length === 0) return;
    const at = ids.indexOf(pointed);
    const next = ids[Math.max(0, Math.min(ids.length - 1, at < 0 ? 0 : at + by))];
    reveal(next);
    point(next);
  }

  function reveal(id) {
    const top = topOf(last.groups, id);
    if (top === null) return;
    if (!isMade(id)) {
      scroller.scrollIntoView({ block: "nearest" });
      const [outer, inner] = [scroller, box].map((part) => part.getBoundingClientRect().top);
      scroller.scrollTop += inner - outer + top - scroller.clientHeight / 2;
    }
    look();
    rowOf(id)?.scrollIntoView({ block: "nearest" });
  }

  /** Makes what came within reach, as what changed in the meantime left the rows. */
  function look() {
    const { top, bottom } = scroller.getBoundingClientRect();
    const start = box.getBoundingClientRect().top;
    sight = { from: Math.max(0, top) - start, to: Math.min(innerHeight, bottom) - start };
    const next = reachOf(sight);
    if (!isWorn && next.from === reach.from && next.to === reach.to) return;
    reach = next;
    isWorn = false;
    drawRows(() => true);
  }

  // What nobody sees need not count; it does so when it comes into sight.
  function seen(entries) {
    for (const { target, isIntersecting } of entries) {
      if (!isIntersecting) inSight.delete(target);
      else drawCountdown(inSight.add(target) && target.querySelector(".sla"), serverNow());
    }
  }

  function tick(now) {
    for (const row of inSight) drawCountdown(row.querySelector(".sla"), now);
  }

  const has = (id) => topOf(last.groups, id) !== null;

  return { draw, point, move, reveal, tick, pointed: () => (has(pointed) ? pointed : null), focus: () => box.focus() };
}

const rowOf = (id) => document.getElementById(`row-${id}`);
const isMade = (id) => rowOf(id) !== null;

/** Rows that are not on the page are counted too, for who hears the list instead of seeing it. */
function number(row, position, size) {
  if (row.position === position && row.among === size) return;
  Object.assign(row, { position, among: size, ariaPosInSet: String(position), ariaSetSize: String(size) });
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
