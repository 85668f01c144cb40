/** The filter over the list: its form, what it hides in words, and what this browser keeps of it. */

import { refill } from "../shared/dom.js";
import { OPEN, ORDERS, districts, filterOf, isNarrow, passes } from "./filter.js";
import { say } from "./words.js";

const KEPT = "ntpd112.board-filter";

/** @param {() => void} onChange
 * @returns {{filter: () => import("./filter.js").Filter, isNarrow: () => boolean, isShown: (card: object) => boolean,
 *   setShares: (shares: object[]) => void, draw: (cards: object[], agencies: object[], hidden: number) => void, open: () => void, clear: () => void}} */
export function makeFilterBar(onChange) {
  const me = Number(document.querySelector("[data-me]").dataset.me);
  const button = document.getElementById("filter-open");
  const sort = document.getElementById("filter-order");
  const form = document.getElementById("filter");
  const bar = document.getElementById("filtered");
  let filter = filterOf(read());
  let shares = [];
  let drawn = "";

  button.addEventListener("click", () => open(form.hidden));
  sort.addEventListener("click", () => set({ ...filter, order: ORDERS[(ORDERS.indexOf(filter.order) + 1) % ORDERS.length] }));
  bar.querySelector("button").addEventListener("click", clear);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    open(false);
  });
  form.addEventListener("change", () => {
    const { agency, area, priority, mine } = form.elements;
    set({ ...filter, agency: agency.value, area: area.value, priority: Number(priority.value), mine: mine.checked });
  });
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    open(false);
  });

  function open(isOpen) {
    form.hidden = !isOpen;
    button.setAttribute("aria-expanded", String(isOpen));
    (isOpen ? form.elements.agency : button).focus();
  }

  function clear() {
    set({ ...OPEN, order: filter.order });
  }

  function set(next) {
    filter = next;
    localStorage.setItem(KEPT, JSON.stringify(filter));
    onChange();
  }

  function draw(cards, agencies, hidden) {
    const { elements } = form;
    const codes = agencies.map(({ code, name }) => [code, name]);
    const areas = districts(cards).map((name) => [name, name]);
    const said = JSON.stringify([filter, codes, areas, hidden]);
    if (said === drawn) return;
    drawn = said;
    offer(elements.agency, codes, filter.agency);
    offer(elements.area, areas, filter.area);
    elements.priority.value = String(filter.priority);
    elements.mine.checked = filter.mine;
    const agency = agencies.find(({ code }) => code === filter.agency)?.name ?? filter.agency;
    const chosen = [agency, filter.area, filter.priority && `P${filter.priority}`, filter.mine && say("filter.mine")].filter(Boolean);
    refill(button, { words: agency || say("filter.all") });
    refill(sort, { words: say(`order.${filter.order}`) });
    button.classList.toggle("on", isNarrow(filter));
    button.classList.toggle("named", Boolean(filter.agency));
    bar.hidden = !isNarrow(filter);
    refill(bar, { chosen: chosen.join(" · "), hidden: say("filter.hidden", { n: hidden }) });
  }

  const isShown = (card) => passes(card, filter, me, shares);
  return { filter: () => filter, isNarrow: () => isNarrow(filter), isShown, setShares: (next) => (shares = next), draw, open: () => open(form.hidden), clear };
}

/** The choices after the first, which means "no matter which"; what was chosen stays even if it is not offered now. */
function offer(select, rows, chosen) {
  const wanted = chosen && !rows.some(([value]) => value === chosen) ? [...rows, [chosen, chosen]] : rows;
  const known = [...select.options].slice(1).map(({ value }) => value);
  if (known.join() !== wanted.map(([value]) => value).join()) {
    select.replaceChildren(select.options[0], ...wanted.map(([value, name]) => new Option(name, value)));
  }
  select.value = chosen;
}

function read() {
  try {
    return JSON.parse(localStorage.getItem(KEPT));
  } catch {
    return null;
  }
}
