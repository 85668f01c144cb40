/** Search over open and closed incidents: a dialog with a field and what the server found; arrows choose, Enter opens. */

import { fill, refill } from "../shared/dom.js";
import { get } from "../shared/http.js";
import { dayText } from "./days.js";
import { shapeOf } from "./looks.js";
import { say } from "./words.js";

const WAIT = 250;

/** @param {{has: (id: number) => boolean, onOpen: (id: number) => void}} board
 * @returns {{open: () => void}} */
export function makeSearch({ has, onOpen }) {
  const dialog = document.getElementById("search-dialog");
  const field = dialog.querySelector("input");
  const box = document.getElementById("found");
  const state = document.getElementById("found-state");
  let timer = 0;
  let asked = 0;

  document.getElementById("search-open").addEventListener("click", open);
  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, WAIT);
  });
  dialog.querySelector("form").addEventListener("submit", (event) => {
    event.preventDefault();
    box.querySelector("a")?.click();
  });
  dialog.addEventListener("keydown", (event) => {
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (by) move(by, event);
  });
  box.addEventListener("click", (event) => {
    const id = Number(event.target.closest("a")?.dataset.id);
    if (!id || !has(id)) return;
    event.preventDefault();
    dialog.close("");
    onOpen(id);
  });

  function open() {
    if (dialog.open) return;
    dialog.showModal();
    field.select();
  }

  function move(by, event) {
    const stops = [field, ...box.querySelectorAll("a")];
    const at = stops.indexOf(document.activeElement);
    if (at < 0) return;
    event.preventDefault();
    stops[Math.max(0, Math.min(stops.length - 1, at + by))].focus();
  }

  async function ask() {
    const text = field.value.trim();
    const mine = (asked += 1);
    if (!text) return draw([], "");
    state.textContent = say("search.asking");
    const answer = await get(`/api/v1/incidents/search/?${new URLSearchParams({ q: text })}`);
    if (mine !== asked) return;
    if (!answer.ok) return draw([], answer.refusal.detail || say("refused.0"));
    const { incidents, more } = answer.data;
    const words = more ? say("search.more", { n: incidents.length }) : say("search.found", { n: incidents.length });
    draw(incidents, incidents.length ? words : say("search.none"));
  }

  function draw(incidents, words) {
    state.textContent = words;
    box.replaceChildren(...incidents.map(newLine));
  }

  return { open };
}

function newLine(row) {
  const line = fill("t-found");
  const link = line.querySelector("a");
  link.href = `/kejadian/${row.id}/`;
  link.dataset.id = row.id;
  return refill(line, {
    priority: shapeOf(row.priority),
    short: row.short,
    title: row.title,
    place: [row.place, row.area].filter(Boolean).join(" · "),
    at: dayText(row.reported_at),
    state: row.closed_at ? row.ended || say("stage.closed_short") : say("search.open"),
  });
}
