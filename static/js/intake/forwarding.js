/** Ctrl+Enter: what is typed is taken in, what is missing is named at its field, else the report goes to the dispatcher. */

import { missing } from "./draft.js";
import { showErrors } from "./errors.js";
import { allTooLong } from "./lengths.js";
import { byId, word } from "./words.js";

/**
 * @param {{view: () => {draft: object|null, call: object|null, isTheirs: boolean}, saver: {find: Function}, command: {forward: Function}, lines: {enter: () => boolean}}} desk
 * @returns {() => void} forwards the report on the screen
 */
export function forwarding({ view, saver, command, lines }) {
  return () => {
    const { draft, call, isTheirs } = view();
    if (!draft || isTheirs || !lines.enter()) return;
    if (document.activeElement === byId("point")) byId("point").dispatchEvent(new Event("change"));
    const { required } = missing(saver.find(draft.id), call);
    const why = { place_text: word("needPlace"), category: word("needKind") };
    const wrong = { ...Object.fromEntries(required.map((name) => [name, why[name]])), ...allTooLong(byId("form")) };
    if (Object.keys(wrong).length) showErrors(wrong);
    else command.forward(saver.find(draft.id));
  };
}
