/** How states look: the class that colours them and the glyph that goes with it. One table for rows, units and map. */

import { fill, setIcon, write } from "../shared/dom.js";
import { say } from "./words.js";

/** @type {Record<string, {chip: string, status: string, unit: string, glyph: string}>} */
export const LOOKS = {
  notified: { chip: "wait", status: "warn", unit: "wait", glyph: "hour" },
  accepted: { chip: "acc", status: "info", unit: "acc", glyph: "check" },
  en_route: { chip: "go", status: "info", unit: "go", glyph: "go" },
  on_scene: { chip: "on", status: "vio", unit: "on", glyph: "pinf" },
  controlled: { chip: "on", status: "vio", unit: "on", glyph: "shield2" },
  done: { chip: "done", status: "ok", unit: "rdy", glyph: "check2" },
  declined: { chip: "rej", status: "crit", unit: "rdy", glyph: "x" },
  recalled: { chip: "off", status: "off", unit: "rdy", glyph: "minus" },
  ready: { chip: "done", status: "ok", unit: "rdy", glyph: "circ" },
  off: { chip: "off", status: "off", unit: "offl", glyph: "minus" },
};

/** The shape of a priority with its number. @param {number} priority @returns {HTMLElement} */
export function shapeOf(priority) {
  return fill(`t-p${priority}`);
}

/** Draws one agency's chip of an incident row; nothing where it says so already.
 * @param {HTMLElement} chip
 * @param {{code: string, glyph: string, state: string, escalated: boolean}} shown
 * @param {string} name the agency's
 * @param {string} [more] classes besides those of its state */
export function drawChip(chip, shown, name, more = "") {
  const isLate = shown.escalated && shown.state === "notified";
  const words = say(isLate ? "state.escalated" : `state.${shown.state}`);
  const look = `as ${isLate ? "esc" : LOOKS[shown.state].chip}${more}`;
  const title = `${name}: ${words}`;
  if (chip.className === look && chip.title === title) return;
  Object.assign(chip, { className: look, title, ariaLabel: `${shown.code}: ${words}` });
  write(chip.querySelector('[data-f="code"]'), shown.code);
  setIcon(chip, isLate ? "up" : LOOKS[shown.state].glyph);
}

/** Draws a status word with its sign. @param {HTMLElement} place a `.st` with data-f icon and state @param {string} state
 * @param {string} [finding] what the crew found, said in place of the state */
export function drawStatus(place, state, finding = "") {
  place.className = `st ${LOOKS[state].status}`;
  setIcon(place, LOOKS[state].glyph);
  place.querySelector('[data-f="state"]').textContent = say(finding ? `finding.${finding}` : `state.${state}`);
}
