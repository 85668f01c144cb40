/** One line of the news of an incident: a note, struck through where another corrects it, or a message of the desk. */

import { refill } from "../shared/dom.js";
import { shortTime } from "../shared/clock.js";
import { say } from "./words.js";

/** @param {HTMLElement} item @param {{at: string, who?: string, text: string, is_struck?: boolean, is_correction?: boolean,
 *   isMessage?: boolean, unit?: string|null, read_at?: string|null, read_by?: string|null}} note */
export function drawNote(item, note) {
  const marks = { struck: Boolean(note.is_struck), correction: Boolean(note.is_correction) };
  item.classList.toggle("struck", marks.struck);
  const read = note.read_at ? say("read", { who: note.read_by, time: shortTime(note.read_at) }) : "";
  refill(item, { at: shortTime(note.at), who: authorOf(note), text: note.text, waits: null, read, ...marks });
}

function authorOf({ isMessage, who, unit }) {
  return isMessage ? say("messageTo", { who, whom: unit ?? say("wholeAgency") }) : who ?? say("note");
}
