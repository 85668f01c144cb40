/** The answered calls without an outcome that nobody on watch has in hand, each to be taken over with one press. */

import { fill, keyed, refill, setIcon } from "../shared/dom.js";
import { glyphOf } from "./channels.js";
import { holderOf } from "./holding.js";
import { byId, identityText, word, write } from "./words.js";

/** @param {object[]} calls the longest-lying first @param {(call: object) => void} take */
export function drawUnheld(calls, take) {
  byId("unheld-panel").hidden = !calls.length;
  write(byId("unheld-count"), calls.length ? String(calls.length) : "");
  keyed(byId("unheld"), calls, {
    key: (call) => call.id,
    create: (call) => {
      const row = fill("unheld-row");
      row.querySelector("button").addEventListener("click", () => take(call));
      return row;
    },
    update: (row, call) => {
      setIcon(row.querySelector(".ic"), call.ended_at ? "edit" : glyphOf(call, "phone"));
      row.querySelector("[data-since]").dataset.since = call.ended_at ?? call.answered_at;
      refill(row, { identity: identityText(call), about: aboutText(call) });
    },
  });
}

function aboutText(call) {
  const { who, extension } = holderOf(call);
  const had = who ? word("unheldBy", { who }) : extension ? word("unheldAt", { extension }) : word("unheldSomewhere");
  return `${had} · ${word(call.ended_at ? "unheldOver" : "unheldOpen")}`;
}
