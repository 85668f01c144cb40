/**
 * Notes as lines: Enter puts what was typed down with its time and name. A line is never erased: another one corrects it
 * and strikes it through.
 */

import { clockText, serverNow } from "../shared/clock.js";
import { fill, keyed, refill } from "../shared/dom.js";
import { newKey } from "../shared/http.js";
import { lineField, linesOf } from "./draft.js";
import { showError } from "./errors.js";
import { typeInto } from "./form.js";
import { fits, tooLong } from "./lengths.js";
import { byId, word, write } from "./words.js";

/** @param {(fields: object) => void} change @param {() => object|null} draftNow the draft on the screen */
export function noteLines(change, draftNow) {
  const text = byId("words");
  const list = byId("lines");
  let drawn = null;
  /** The line that the next one corrects, and what was put into the field for that. */
  let correcting = { key: null, offered: "" };

  /** What was typed becomes a line. @returns {boolean} false when it is too long for one */
  function enter() {
    const said = text.value.trim();
    if (!draftNow() || !said) return true;
    if (!fits("words", said)) {
      showError("words", tooLong(text));
      text.focus();
      return false;
    }
    const line = { text: said, at: new Date(serverNow()).toISOString(), corrects: correcting.key };
    if (said !== correcting.offered) change({ words: "", [lineField(newKey())]: line });
    else change({ words: "" });
    stop();
    return true;
  }

  function stop() {
    text.value = "";
    showError("words", "");
    correcting = { key: null, offered: "" };
    byId("correcting").hidden = true;
  }

  function correct(line) {
    const isFree = !text.value.trim() || text.value === correcting.offered;
    correcting = { key: line.key, offered: isFree ? line.text : "" };
    byId("correcting").hidden = false;
    write(byId("correcting-text"), word("correcting", { time: clockText(Date.parse(line.at)) }));
    if (isFree) typeInto("words", line.text);
    text.focus();
  }

  function leave() {
    const isOffered = text.value === correcting.offered;
    correcting = { key: null, offered: "" };
    byId("correcting").hidden = true;
    if (isOffered) typeInto("words", "");
    text.focus();
  }

  /** The line above the one that is being corrected, else the last; struck ones are past correcting. */
  function above() {
    const lines = linesOf(draftNow()).filter((line) => !line.isStruck);
    const at = lines.findIndex((line) => line.key === correcting.key);
    return at < 0 ? lines.at(-1) : lines[at - 1];
  }

  function pressed(event) {
    if (event.isComposing || event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return;
    const isUntouched = text.value === correcting.offered;
    const line = event.key === "ArrowUp" && isUntouched && draftNow() ? above() : null;
    if (event.key === "Enter") enter();
    else if (event.key === "Escape" && correcting.key) leave();
    else if (line) correct(line);
    else return;
    event.preventDefault();
  }

  function create(line) {
    const row = fill("line-row");
    row.querySelector("button").addEventListener("click", () => correct(line));
    return row;
  }

  function update(row, line) {
    row.classList.toggle("struck", line.isStruck);
    row.querySelector("button").hidden = line.isStruck;
    refill(row, { at: clockText(Date.parse(line.at)), by: line.by ?? word("you"), text: line.text, struck: line.isStruck, correction: Boolean(line.corrects) });
  }

  text.addEventListener("keydown", pressed);
  byId("correcting-leave").addEventListener("click", leave);

  return {
    enter,
    draw(draft) {
      if (draft === drawn) return;
      if (draft?.id !== drawn?.id) stopFor(draft);
      drawn = draft;
      const lines = draft ? linesOf(draft) : [];
      const isLonger = lines.length > list.childElementCount;
      keyed(list, lines, { key: (line) => line.key, create, update });
      list.hidden = !lines.length;
      if (isLonger) list.scrollTop = list.scrollHeight;
    },
  };

  /** Another report is on the screen: what was being corrected belongs to the one before. */
  function stopFor(draft) {
    correcting = { key: null, offered: "" };
    byId("correcting").hidden = true;
    if (!draft) list.replaceChildren();
  }
}
