/** Choosing agencies and units for an incident: filter, check boxes, a button to send them now and one to keep them. Choices survive every redraw. */

import { instantOf, serverNow } from "../shared/clock.js";
import { fill, keyed, refill } from "../shared/dom.js";
import { isFree, keptUnits, nextOf } from "./reserved.js";
import { unitState } from "./state.js";
import { say } from "./words.js";

/** @param {{onAssign: (chosen: {agencies: string[], units: string[]}, control: HTMLButtonElement) => Promise<import("./requests.js").Fate>,
 *   onReserve: (chosen: {agencies: string[], units: string[]}, control: HTMLButtonElement) => Promise<import("./requests.js").Fate>,
 *   onBadTime: (typed: string) => void, onToggle: (isOpen: boolean, hadFocus: boolean) => void}} on */
export function makePicker({ onAssign, onReserve, onBadTime, onToggle }) {
  const form = document.getElementById("picker");
  const filter = document.getElementById("pick-filter");
  const box = document.getElementById("choices");
  const none = document.getElementById("no-choices");
  const button = form.querySelector("[data-act=assign]");
  const later = form.querySelector("[data-act=reserve]");
  const remind = form.querySelector("[data-remind]");
  const chosen = new Map();
  let ground = { incidents: [], agencies: [], units: [], work: new Map(), taken: new Set() };

  filter.addEventListener("input", draw);
  filter.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown") box.querySelector("input:not(:disabled)")?.focus();
    else if (event.key === "Enter" && filter.value) toggleFirst();
    else return;
    event.preventDefault();
  });
  box.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const all = [...box.querySelectorAll("input:not(:disabled)")];
    (all[all.indexOf(document.activeElement) + step] ?? filter).focus();
  });
  box.addEventListener("change", (event) => choose(event.target.value, event.target.checked));
  form.querySelector("[data-act=unpick]").addEventListener("click", () => open(false));
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    open(false);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    hand(onAssign, button);
  });
  later.addEventListener("click", () => {
    const typed = remind.value.trim();
    const at = nextOf(instantOf(typed, serverNow(), document.body.dataset.timeZone));
    if (!typed || at) hand((named, control) => onReserve({ ...named, remindAt: at }, control), later);
    else onBadTime(typed);
  });
  remind.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    later.click();
  });

  async function hand(order, control) {
    const names = [...chosen.keys()];
    const units = names.filter((name) => chosen.get(name) === "unit");
    const agencies = names.filter((name) => chosen.get(name) === "agency");
    if (names.length > 0 && (await order({ agencies, units }, control)) !== "refused") open(false);
    drawChosen();
  }

  function toggleFirst() {
    const [first] = options().filter((option) => !option.isTaken);
    if (!first) return;
    choose(first.name, !chosen.has(first.name));
    filter.value = "";
    draw();
  }

  function choose(name, isChosen) {
    const option = everyOption().find((one) => one.name === name);
    if (isChosen && option) chosen.set(name, option.kind);
    else chosen.delete(name);
    draw();
  }

  function everyOption() {
    const kept = keptUnits(ground.incidents);
    return ground.agencies.flatMap((agency) => {
      const units = ground.units.filter((unit) => unit.agency === agency.code);
      return [agencyOption(agency, units), ...units.map((unit) => unitOption(unit, agency, kept.get(unit.id)))];
    });
  }

  function agencyOption(agency, units) {
    const ready = units.filter((unit) => isFree(unit, ground.work)).length;
    const crews = units.length ? say("ready_of", { ready, all: units.length }) : say("no_units");
    const kind = agency.is_neighbour ? say("neighbour") : agency.only_acknowledges ? say("only_acknowledges") : "";
    const more = [kind, crews].filter(Boolean).join(" · ");
    const words = `${agency.code} ${agency.name}`;
    return { name: agency.code, kind: "agency", words, text: words, more, isTaken: ground.taken.has(agency.code) };
  }

  function unitOption(unit, agency, kept) {
    const state = unitState(unit, ground.work);
    const shorts = ground.work.get(unit.id)?.incidents.map((incident) => incident.short).join(" ") ?? "";
    const held = kept ? say("unit.kept", { short: kept.short }) : "";
    const more = [say(`state.${state}`), shorts || held || unit.reason || unit.post].filter(Boolean).join(" · ");
    const isTaken = !isFree(unit, ground.work) || ground.taken.has(unit.call_sign);
    return { name: unit.call_sign, kind: "unit", words: unit.call_sign, text: `${unit.call_sign} ${agency.name}`, more, isTaken };
  }

  function options() {
    const asked = filter.value.trim().toLowerCase();
    return everyOption().filter((option) => !asked || option.text.toLowerCase().includes(asked));
  }

  function draw() {
    if (form.hidden) return;
    const shown = options();
    none.hidden = shown.length > 0;
    keyed(box, shown, { key: (option) => option.name, create: newChoice, update: drawChoice });
    drawChosen();
  }

  function drawChoice(element, { words, more, isTaken, name }) {
    refill(element, { name: words, more });
    const field = element.querySelector("input");
    field.disabled = isTaken;
    field.checked = chosen.has(name);
  }

  function drawChosen() {
    const names = [...chosen.keys()];
    refill(form, { chosen: names.length ? say("chosen", { who: names.join(", ") }) : say("chosen.none"), count: names.length || "" });
    for (const one of [button, later]) if (!one.hasAttribute("aria-busy")) one.disabled = names.length === 0;
  }

  /** @param {boolean} isOpen closing forgets what was chosen */
  function open(isOpen) {
    const hadFocus = form.contains(document.activeElement);
    form.hidden = !isOpen;
    onToggle(isOpen, hadFocus);
    if (!isOpen) {
      chosen.clear();
      filter.value = remind.value = "";
      return;
    }
    draw();
    filter.focus();
  }

  /** New ground to choose from; `taken` holds what already works on this incident. */
  function setGround(next) {
    ground = next;
    for (const name of chosen.keys()) if (ground.taken.has(name)) chosen.delete(name);
    draw();
  }

  return { open, setGround, isOpen: () => !form.hidden };
}

function newChoice({ kind, name }) {
  const element = fill("t-choice");
  element.classList.add(kind);
  element.querySelector("input").value = name;
  return element;
}
