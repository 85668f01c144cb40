/** Draws the list of incidents: groups, rows, chips, countdowns. Redraws only rows whose card changed; of a long list the
 * first rows at once, the others picture by picture. */

import { drawChip as drawCountdown, serverNow, setChip, shortTime } from "../shared/clock.js";
import { fill, keyed, refill, setIcon } from "../shared/dom.js";
import { afterPaint } from "../shared/later.js";
import { escalated } from "./alarms.js";
import { drawChip, shapeOf } from "./looks.js";
import { chipsByNeed, shownOf } from "./many.js";
import { firstOf } from "./portion.js";
import { clockOf, isSilent, sizeOf } from "./state.js";
import { placeOf, say } from "./words.js";

const SIGNS = {
  unassigned: ["warn", "c-crit"],
  waiting: ["hour", "c-warn"],
  handled: ["go", "c-info"],
  finished: ["check2", "c-ok"],
  closed: ["check2", "t3"],
};
const NEW_FOR = 5000;
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
  // Coming from the keyboard, the list has a row to be on.
  box.addEventListener("focus", () => pointed === null && move(1));

  /** @param {import("./state.js").Group[]} groups
   * @param {{tab: string, isLoaded: boolean, hidden: number, arrived: Set<number>, opened: number|null}} how */
  function draw(groups, { tab, isLoaded, hidden, arrived, opened }) {
    if (tab !== last?.how.tab) most = FIRST;
    last = { groups, how: { tab, isLoaded, hidden, arrived, opened } };
    const parts = firstOf(groups, most, opened);
    loading.hidden = isLoaded;
    none.hidden = !isLoaded || groups.length > 0;
    box.hidden = groups.length === 0;
    refill(none, { words: say(hidden > 0 ? "empty.filtered" : `empty.${tab}`) });
    keyed(box, parts, {
      key: (group) => group.stage,
      create: (group) => newGroup(group.stage),
      update: (element, group) => drawGroup(element, group, arrived),
    });
    mark("sel", opened)?.setAttribute("aria-selected", "true");
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
    marked[name] = next;
    if (last && last !== next) {
      last.classList.remove(name);
      if (name === "sel") last.setAttribute("aria-selected", "false");
    }
    next?.classList.add(name);
    return next;
  }

  function point(id) {
    pointed = id;
    if (mark("cur", id)) box.setAttribute("aria-activedescendant", `row-${id}`);
    else box.removeAttribute("aria-activedescendant");
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

function newRow(card, isNew, watcher) {
  const row = fill("t-row");
  row.id = `row-${card.id}`;
  row.dataset.id = card.id;
  watcher.observe(row);
  if (isNew) {
    row.classList.add("new");
    setTimeout(() => row.classList.remove("new"), NEW_FOR);
  }
  return row;
}

function drawRow(row, card, nameOf) {
  refill(row, {
    priority: shapeOf(card.priority),
    number: card.short.replace("#", ""),
    time: shortTime(card.reported_at),
    title: card.title,
    place: placeOf(card),
  });
  drawFlags(row.querySelector(".ty"), card);
  drawChips(row.querySelector(".ags"), card.chips, nameOf);
  const countdown = row.querySelector(".sla");
  setChip(countdown, clockOf(card), card.reported_at, card.closed_at);
  drawCountdown(countdown, serverNow());
}

/** What is special about a few of the rows: those that are not are spared the places for it. */
function drawFlags(place, card) {
  const level = escalated(card);
  const flags = [
    [card.is_confidential || card.masked, "t-flag-lock"],
    [card.reports > 1, "t-flag-reports", { "reports-n": card.reports }],
    [card.alarm > 1, "t-flag-alarm", { "alarm-n": say("alarm_level", { n: card.alarm }) }],
    [level > 0, "t-flag-escalation", { "escalation-n": say("level", { n: level }) }],
    [card.unread > 0 && !card.closed_at, "t-flag-unread", { "unread-n": card.unread }],
    [isSilent(card, serverNow()), "t-flag-silent"],
    [card.is_simulated, "t-flag-simulated"],
  ];
  const drawn = flags.filter(([isSo]) => isSo).map(([, template, values]) => fill(template, values));
  place.replaceChildren(place.firstElementChild, ...drawn);
}

function drawChips(place, chips, nameOf) {
  const sorted = chipsByNeed(chips);
  const { wide, narrow } = shownOf(sorted.length);
  const drawn = sorted.map((shown, index) => {
    const chip = fill("t-chip");
    drawChip(chip, shown, nameOf(shown.code));
    chip.classList.toggle("over", index >= wide);
    chip.classList.toggle("over-narrow", index >= narrow);
    return chip;
  });
  const counted = [[wide, "more-wide"], [narrow, "more-narrow"]].filter(([shown]) => shown < sorted.length);
  const more = counted.map(([shown, name]) => moreChips(sorted.slice(shown).map(({ code }) => nameOf(code)), name));
  place.replaceChildren(...(drawn.length ? [...drawn, ...more] : [fill("t-none")]));
}

function moreChips(names, name) {
  const mark = document.createElement("b");
  mark.className = `num s12 ${name}`;
  mark.textContent = `+${names.length}`;
  mark.title = names.join(", ");
  return mark;
}
