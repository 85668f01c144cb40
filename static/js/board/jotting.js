/** The field below the journal: a note for the opened incident, or after `@DMK-01` a message to who is there. */

import { refill } from "../shared/dom.js";
import { requestOf } from "./requests.js";
import { meaning } from "./words.js";
import { jotted } from "./writing.js";

/** @param {{send: Function, card: () => Record<string, any>|null, ground: () => object, pending: (incident: number, text: string) => (fate: import("./requests.js").Fate) => void}} desk
 * @returns {{follow: () => void, focus: () => void, write: (name: string) => void}} follow: another incident may be
 *   opened; write: begins a message to somebody */
export function makeJotting({ send, card, ground, pending }) {
  const field = document.getElementById("note");
  const form = document.getElementById("note-form");
  const said = document.getElementById("note-said");
  const drafts = new Map();
  let shown = null;

  field.addEventListener("input", () => {
    if (card()) drafts.set(card().id, field.value);
    draw();
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    jot();
  });

  function read() {
    const text = field.value.trim();
    return card() && text ? jotted(text, { ...ground(), selected: card() }) : null;
  }

  // Only a message says what it means: who is told must be read before Enter, a note goes nowhere else.
  function draw() {
    const isMessage = field.value.trimStart().startsWith("@");
    const meant = isMessage ? read() : null;
    said.hidden = !meant;
    if (!meant) return;
    said.classList.toggle("c-warn", Boolean(meant.problem));
    refill(said, { words: meaning(meant), enter: !meant.problem });
  }

  async function jot() {
    const meant = read();
    if (!meant || meant.problem) return draw();
    const [order] = meant.orders;
    const typed = field.value;
    const { id } = card();
    const settle = pending(id, order.do === "message" ? meaning(meant) : order.text);
    field.value = "";
    drafts.delete(id);
    draw();
    const fate = await send({ ...requestOf(order, meaning(meant)), onFate: settle }, null, true);
    if (fate !== "refused" || card()?.id !== id || field.value) return;
    field.value = typed;
    draw();
  }

  function follow() {
    if (card()?.id !== shown) {
      shown = card()?.id ?? null;
      field.value = drafts.get(shown) ?? "";
    }
    draw();
  }

  function write(name) {
    field.value = `@${name} `;
    field.focus();
    field.dispatchEvent(new Event("input"));
  }

  return { follow, focus: () => field.focus(), write };
}
