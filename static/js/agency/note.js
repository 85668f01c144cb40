/** One line of an incident's notes: struck through where another line corrects it. */

import { refill } from "../shared/dom.js";
import { shortTime } from "../shared/clock.js";
import { say } from "./words.js";

/** @param {HTMLElement} item @param {{at: string, who?: string, text: string, is_struck?: boolean, is_correction?: boolean}} note */
export function drawNote(item, note) {
  const marks = { struck: Boolean(note.is_struck), correction: Boolean(note.is_correction) };
  item.classList.toggle("struck", marks.struck);
  refill(item, { at: shortTime(note.at), who: note.who ?? say("note"), text: note.text, waits: null, ...marks });
}
