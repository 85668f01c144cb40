/** The marks of the board's map: how an incident, a unit and a report being written look, and the ways each may be drawn. */

import { serverNow } from "../shared/clock.js";
import { incidentWays, putInSpot } from "../shared/crowd.js";
import { fill, refill, setIcon } from "../shared/dom.js";
import { LOOKS, shapeOf } from "./looks.js";
import { staleFor, unitState } from "./state.js";
import { say } from "./words.js";

const LETTER = 7.4;
const UNIT = 9.5;
/** Pixels that a count takes at the end of a unit's name. */
const ROOM = 20;
const STEPS = [[0, 0], [0, 20], [0, -20], [0, 40], [0, -40]];
const FURTHER = [20, -20, 40, -40, 60, -60];
const FIRST_UNIT = 10;
const MOVING = ["en_route", "on_scene", "controlled", "accepted", "notified"];

/** @typedef {import("../shared/crowd.js").Mark & {id: string, lat: number, lng: number, card: object}} Thing */

const number = (card) => card.short.replace("#", "");

/** The thing made last of a card, and of what besides: what is as it was is not made anew each second.
 * @type {WeakMap<object, {said: string, made: Thing}>} */
const kept = new WeakMap();

function keep(card, said, make) {
  if (kept.get(card)?.said !== said) kept.set(card, { said, made: make() });
  return kept.get(card).made;
}

/** An open incident. @returns {Thing} */
export function incidentThing(card, chosen) {
  const isAlone = card.id === chosen;
  const rank = card.priority + (card.track === "service" ? 0.5 : 0);
  return keep(card, String(isAlone), () => thing(`i${card.id}`, "incident", card, rank, incidentWays(number(card), isAlone), isAlone));
}

/** A unit with what it does; those that move come before those that wait. From afar it is only its sign. @returns {Thing} */
export function unitThing(unit, work, isFar) {
  const doing = { state: unitState(unit, work), incident: work.get(unit.id)?.incidents[0].id, stale: staleFor(unit, serverNow()) };
  return keep(unit, [isFar, ...Object.values(doing)].join(), () => crewThing({ ...unit, ...doing }, isFar));
}

function crewThing(card, isFar) {
  const half = isFar ? UNIT : (27 + unitWords(card).length * LETTER) / 2;
  const form = isFar ? "short" : "full";
  const steps = isFar ? STEPS.slice(0, 3) : [...STEPS, [half + 12, 0], [-half - 12, 0]];
  const way = ([dx, dy]) => ({ form, dx, dy, box: [dx - half, dy - UNIT, dx + half, dy + UNIT] });
  const aside = FURTHER.flatMap((dy) => [[0, dy], [half + 12, dy], [-half - 12, dy]]).map(way);
  const at = MOVING.indexOf(card.state);
  return { ...thing(`u${card.id}`, "unit", card, FIRST_UNIT + (at < 0 ? MOVING.length : at), { tries: steps.map(way), aside }), room: ROOM };
}

/** A report that is still being written, always under its own mark. @returns {Thing} */
export function draftThing(card) {
  const words = 40 + draftWords(card).length * LETTER;
  const tries = [{ form: "full", dx: 0, dy: 0, box: [-15, -16, words, 16] }];
  return thing(`d${card.id}`, "draft", card, 0, { tries }, true);
}

/** The words under a caller's place, which callers.js draws: nothing may cover them. @returns {Thing} */
export function labelThing({ lat, lng, words }, at) {
  const half = (words.length * LETTER) / 2;
  return thing(`c${at}`, "label", { lat, lng }, 0, { tries: [{ form: "full", dx: 0, dy: 0, box: [-half, 8, half, 24] }] }, true);
}

/** Its sign, and how many minutes old its place is once that is too old to be trusted. */
const unitWords = ({ call_sign: sign, stale }) => (stale ? `${sign} · ${say("short_minutes", { n: stale })}` : sign);

function unitTitle({ call_sign: sign, stale, speed }) {
  if (stale) return `${sign} · ${say("unit.stale", { n: stale })}`;
  return typeof speed === "number" ? `${sign} · ${say("unit.speed", { n: speed })}` : sign;
}

const draftWords = (card) => say(card.is_talking ? "early.on_map" : "early.on_map_writing");

function thing(key, kind, card, rank, ways, isAlone = false) {
  return { id: key, key, kind, card, rank, ...ways, isAlone, lat: card.lat, lng: card.lng };
}

/** All that the map draws of a thing in its spot; most news of an incident changes nothing here. @returns {string} */
export function looksOf({ card, kind, spot, isAlone, others }) {
  const what = kind === "unit" ? [card.state, card.incident, card.stale, card.speed] : [card.priority, card.short, card.title, card.is_talking];
  return [card.lat, card.lng, spot.form, spot.dx, spot.dy, isAlone, others, ...what].join();
}

/** @param {object} thing with its spot and others (the names of its members) @returns {HTMLElement} */
export function newMark(thing) {
  const template = { incident: "t-mark", unit: "t-unit-mark", draft: "t-early-mark" }[thing.kind];
  return drawMark(fill(template), thing);
}

/** @param {HTMLElement} mark @returns {HTMLElement} */
export function drawMark(mark, thing) {
  const { card, kind, spot, others } = thing;
  if (kind === "unit") drawUnit(mark, card);
  else if (kind === "draft") refill(mark, { mark: shapeOf(card.priority), words: draftWords(card) });
  else refill(mark, { priority: shapeOf(card.priority), number: number(card) });
  mark.classList.toggle("sel", kind === "incident" && thing.isAlone);
  putInSpot(mark, spot);
  const own = kind === "unit" ? unitTitle(card) : [card.short, card.title].filter(Boolean).join(" ");
  mark.title = others.length ? say("map.with", { own, others: others.join(", ") }) : own;
  return mark;
}

function drawUnit(mark, card) {
  mark.className = `mk unit ${LOOKS[card.state].unit}${card.stale ? " lost" : ""}`;
  refill(mark, { name: unitWords(card) });
  setIcon(mark, LOOKS[card.state].glyph);
}
