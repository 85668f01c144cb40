/** Draws the strip of units by agency; what a unit does comes from the incidents' cards. */

import { onTick, serverNow } from "../shared/clock.js";
import { fill, keyed, refill, setIcon, write } from "../shared/dom.js";
import { remember } from "../shared/remember.js";
import { columns } from "./columns.js";
import { LOOKS } from "./looks.js";
import { staleFor, unitState } from "./state.js";
import { ageOf, say } from "./words.js";

/** @param {{onOpen: (incident: number) => void}} on
 * @returns {{draw: (agencies: object[], units: object[], work: Map<number, import("./state.js").Work>, kept: Map<number, {id: number, short: string}>) => void}} */
export function makeUnits({ onOpen }) {
  const box = document.getElementById("units");
  const kept = new Map();
  const inColumns = remember(columns);
  let last = null;

  box.addEventListener("click", (event) => {
    const chip = event.target.closest("[data-incident]");
    if (chip?.dataset.incident) onOpen(Number(chip.dataset.incident));
  });

  // Places grow old without anybody saying so.
  onTick((now) => last && now - last.at > 10000 && draw(...last.given));

  function draw(agencies, units, work, kept) {
    last = { at: serverNow(), given: [agencies, units, work, kept] };
    const picture = inColumns(agencies, units).map((column) => describe(column, { work, held: kept }, same));
    keyed(box, picture, {
      key: ({ head }) => head.key,
      create: ({ head }) => newColumn(head),
      update: drawColumn,
    });
  }

  /** The object drawn before, where it says the same: most cards change no unit, and then nothing is touched. */
  function same(key, made) {
    const text = JSON.stringify(made);
    if (kept.get(key)?.text !== text) kept.set(key, { text, made });
    return kept.get(key).made;
  }

  return { draw: remember(draw) };
}

function describe({ agencies, units }, doing, same) {
  const shown = units.map((unit) =>
    same(unit.id, { ...whatOf(unit, doing), id: unit.id, sign: unit.call_sign, agency: unit.agency }),
  );
  const head = {
    key: agencies.map((agency) => agency.code).join("+"),
    name: agencies.map((agency) => agency.name).join(say("column.join")),
    glyph: agencies.length === 1 ? agencies[0].glyph : null,
    isMixed: new Set(units.map(({ call_sign: sign }) => partsOf(sign)[0])).size > 1,
    ready: shown.filter((unit) => unit.state === "ready").length,
    all: shown.length,
  };
  return { head: same(head.key, head), units: shown };
}

function whatOf(unit, { work, held }) {
  const busy = work.get(unit.id);
  const state = unitState(unit, work);
  const stale = unit.is_on_duty || busy ? staleFor(unit, serverNow()) : 0;
  const keeper = held.get(unit.id);
  if (!busy && keeper) {
    return { state, stale, what: say("unit.kept_short", { n: keeper.short.replace("#", "") }), incident: keeper.id, keeper: keeper.short };
  }
  if (!busy) return { state, stale, what: state === "off" ? unit.reason : ageOf(stale), incident: "" };
  const more = busy.incidents.length > 1 ? ` +${busy.incidents.length - 1}` : "";
  return { state, stale, what: busy.incidents[0].short.replace("#", "") + more, incident: busy.incidents[0].id };
}

function newColumn(column) {
  const element = fill("t-column", { icon: column.glyph !== null, name: column.name });
  if (column.glyph) setIcon(element.querySelector('[data-f="icon"]'), column.glyph);
  element.querySelector('[data-f="name"]').title = column.name;
  return element;
}

function drawColumn(element, { head, units }) {
  if (element.head !== head) {
    element.head = head;
    element.classList.toggle("o", head.isMixed);
    refill(element, { ready: head.ready, all: `/ ${head.all}` });
    element.querySelector('[data-f="look"]').className = `num ${head.ready ? "c-ok" : "c-crit"}`;
  }
  keyed(element.querySelector(".ug"), units, {
    key: (unit) => unit.id,
    create: () => fill("t-unit"),
    update: drawUnit,
  });
}

/** Before its number and the number; where all of a column begin alike a small screen leaves that out. */
const partsOf = (sign) => /^(.*?)([^-]*)$/.exec(sign).slice(1);

function drawUnit(chip, { state, stale, sign, what, incident, keeper }) {
  const [prefix, suffix] = partsOf(sign);
  chip.className = `u ${LOOKS[state].unit}${stale ? " lost" : ""}${stale && !incident ? " aged" : ""}`;
  chip.dataset.incident = incident;
  setIcon(chip, LOOKS[state].glyph);
  write(chip.querySelector('[data-f="prefix"]'), prefix);
  write(chip.querySelector('[data-f="suffix"]'), suffix);
  write(chip.querySelector('[data-f="what"]'), what);
  const age = stale ? say("unit.stale", { n: stale }) : "";
  const told = keeper ? `· ${say("unit.kept", { short: keeper })}` : stale && !incident ? "" : what;
  const words = [say("unit.words", { sign, state: say(`state.${state}`), what: told }).trim(), age];
  chip.title = chip.ariaLabel = words.filter(Boolean).join(" · ");
}
