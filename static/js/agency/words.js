/** The words and tables that came with the page, and small pieces made of them. */

import { fill, format, icon, setIcon } from "../shared/dom.js";
import { setChip } from "../shared/clock.js";

const source = document.getElementById("words").dataset;

/** What came as tables: the steps of an assignment, words and looks of verbs, states and priorities. */
export const tables = JSON.parse(document.getElementById("tables").textContent);

/** A sentence of the page with its blanks filled.
 * @param {string} name of the data- attribute, in camel case
 * @param {Record<string, string|number>} [values]
 * @returns {string} */
export function say(name, values = {}) {
  return format(source[name], values);
}

/** What a tap did, in a word.
 * @param {import("./state.js").Tap} tap
 * @returns {string} */
export function tapWords(tap) {
  return { note: say("note"), read: say("reading") }[tap.kind] ?? tables.verbs[tap.verb].label;
}

/** A state as a chip: tone, glyph and word.
 * @param {string} state
 * @returns {HTMLElement} */
export function stateChip(state) {
  const { label, look, glyph } = tables.states[state];
  const chip = fill("state-template", { text: label });
  chip.classList.add(look);
  setIcon(chip, glyph);
  return chip;
}

/** The shape of a priority; a service ticket shows the glyph of its kind.
 * @param {object} card
 * @returns {HTMLElement} */
export function shape(card) {
  return card.track === "service" ? glyph(card.glyph) : fill(`priority-${card.priority}`);
}

/** A round glyph.
 * @param {string} name
 * @param {string} [look] ok or crit
 * @returns {HTMLElement} */
export function glyph(name, look) {
  const round = fill("glyph-template");
  if (look) round.classList.add(look);
  setIcon(round, name);
  return round;
}

/** A countdown chip of the incident's clock, or of the time to answer.
 * @param {import("./state.js").Task} task
 * @param {HTMLElement|null} [chip] the one to draw into
 * @returns {HTMLElement|null} null where no clock runs */
export function clockChip({ card, row }, chip = null) {
  const asks = { name: "accept", started_at: row.notified_at, due_at: row.accept_due_at ?? "" };
  const clock = row.state === "notified" ? asks : card.clock;
  if (!clock) return null;
  const drawn = chip ?? fill("chip-template");
  setChip(drawn, clock, row.notified_at);
  return drawn;
}

/** `#1042 Kebakaran rumah`.
 * @param {object} card
 * @returns {string} */
export function headline(card) {
  return `${card.short} ${card.title}`;
}

/** Whose task it is, in words: the unit, or the whole agency.
 * @param {import("./state.js").Row} row
 * @returns {string} */
export function whose(row) {
  return row.unit || say("wholeAgency");
}

/** Puts glyph and word of a verb into a button.
 * @param {HTMLElement} button
 * @param {string} verb */
export function showVerb(button, verb) {
  const { label, glyph: name } = tables.verbs[verb];
  button.replaceChildren(icon(name), Object.assign(document.createElement("span"), { textContent: label }));
  button.dataset.verb = verb;
}
