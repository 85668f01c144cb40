/** The list of tasks: what is active, the service tickets, and what ended today. */

import { fill, keyed, refill } from "../shared/dom.js";
import { shortTime } from "../shared/clock.js";
import { isEnded } from "./state.js";
import { clockChip, glyph, say, shape, stateChip, tables, whose } from "./words.js";

const parts = ["active", "tickets", "done"];
const places = Object.fromEntries(
  parts.map((part) => [part, {
    list: document.querySelector(`[data-list="${part}"]`),
    none: document.querySelector(`[data-none="${part}"]`),
    count: document.querySelector(`[data-count="${part}"]`),
  }]),
);

/** Draws the three parts.
 * @param {ReturnType<typeof import("./state.js").groups>} shown
 * @param {number|null} open the task that stands open beside the list */
export function drawList(shown, open) {
  for (const part of parts) {
    const { list, none, count } = places[part];
    none.hidden = shown[part].length > 0;
    count.textContent = String(shown[part].length);
    keyed(list, shown[part], { key: (task) => task.id, create: () => fill("item-template"), update: drawItem });
    for (const item of list.children) mark(item.firstElementChild, open);
  }
}

/** The list is true from now on: no more "loading". */
export function listIsLoaded() {
  document.getElementById("list").setAttribute("aria-busy", "false");
}

function mark(link, open) {
  if (link.hash === `#tugas-${open}`) link.setAttribute("aria-current", "true");
  else link.removeAttribute("aria-current");
}

function drawItem(item, task) {
  const { card, row } = task;
  const link = item.firstElementChild;
  link.href = `#tugas-${task.id}`;
  link.classList.toggle("asks", row.state === "notified");
  const drawn = isEnded(row) ? ended(task) : open(task);
  refill(item, { title: card.title, ...drawn });
}

function open(task) {
  const { card, row } = task;
  const isTicket = card.track === "service" && row.state !== "notified";
  const right = isTicket ? stateChip(row.state) : clockChip(task);
  const about = [card.short, whose(row), card.place || card.area].filter(Boolean).join(" · ");
  return { lead: shape(card), right, state: isTicket ? null : stateChip(row.state), about };
}

function ended({ card, row }) {
  const { label, look, glyph: name } = tables.states[row.state];
  const arrived = row.arrived_at ? say("since", { state: tables.verbs.arrive.label, time: shortTime(row.arrived_at) }) : "";
  return {
    lead: glyph(name, look),
    right: Object.assign(document.createElement("time"), { textContent: shortTime(row.ended_at) }),
    state: null,
    about: [card.short, label, arrived.toLowerCase(), whose(row)].filter(Boolean).join(" · "),
  };
}
