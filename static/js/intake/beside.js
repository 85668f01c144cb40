/**
 * The other reports on my desk, live beside the one in the form: how their lines stand, what is written in them, and a field
 * whose words are theirs, so that a note goes to the right report without leaving this one.
 */

import { clockText, drawTimes, onTick, serverNow } from "../shared/clock.js";
import { fill, keyed, refill, setIcon } from "../shared/dom.js";
import { newKey } from "../shared/http.js";
import { shown } from "../shared/state.js";
import { toast } from "../shared/toasts.js";
import { glyphOf, talkingText } from "./channels.js";
import { lineField, linesOf, LONGEST_LINE, valueOf } from "./draft.js";
import { isTheirs } from "./hands.js";
import { standingOf } from "./holding.js";
import { aboutText } from "./queue.js";
import { TYPING_PAUSE } from "./saving.js";
import { neighbour } from "./state.js";
import { byId, identityText, settings, word } from "./words.js";

const LOOKS = { held: ["warn", "pause"], talking: ["ok", "phone"], over: ["off", "hang"], waiting: ["warn", "phone-in"], none: ["off", "edit"] };
const narrow = matchMedia("(max-width: 1500px)");
const panel = byId("beside");

/** A column of its own on a wide screen, a slim band under the call where there is no room for one. */
function settle() {
  if (narrow.matches) byId("strip").after(panel);
  else byId("right").prepend(panel);
}

/** @param {{live: object, saver: object, open: (key: string) => void}} desk */
export function beside({ live, saver, open }) {
  function create({ piece }) {
    const row = fill("beside-row");
    const field = row.querySelector("textarea");
    field.dataset.piece = piece.key;
    field.addEventListener("input", () => saver.change(draftIn(row), { words: field.value }, TYPING_PAUSE));
    field.addEventListener("keydown", (event) => pressed(event, row));
    row.querySelector("button").addEventListener("click", () => open(piece.key));
    return row;
  }

  const draftIn = (row) => Number(row.dataset.draft);

  /** Also with Ctrl: from here that would send the report in the form, which is not the one that is being written in. */
  function pressed(event, row) {
    if (event.key !== "Enter" || event.shiftKey || event.altKey || event.isComposing) return;
    event.preventDefault();
    const text = event.target.value.trim();
    if (!text) return;
    if (text.length > LONGEST_LINE) {
      toast(word("lineTooLong"), { kind: "warn" });
      return;
    }
    event.target.value = "";
    const line = { text, at: new Date(serverNow()).toISOString(), corrects: null };
    saver.change(draftIn(row), { words: "", [lineField(newKey())]: line });
  }

  function update(row, { piece, view, key }) {
    const draft = view.draftOf(piece);
    const call = view.callOf(piece);
    drawLine(row, call, draft);
    const last = draft && linesOf(draft).filter((line) => !line.isStruck).at(-1);
    const priority = draft && valueOf(draft, "priority");
    refill(row, {
      who: call ? identityText(call, view.callers.get(call.id)) : settings.sources[draft?.source],
      mark: priority ? fill(`priority-${priority}`) : null,
      about: aboutText(piece, draft, view),
      unsaved: draft && view.isUnsaved(draft.id) ? word("unsaved") : null,
      at: last ? clockText(Date.parse(last.at)) : null,
      last: last ? last.text : null,
      key,
    });
    drawField(row, draft);
  }

  function drawLine(row, call, draft) {
    const { name, since } = standingOf(call, shown(live.state(), "command"));
    const [look, glyph] = LOOKS[name];
    const chip = row.querySelector(".st");
    chip.className = `st ${look}`;
    setIcon(chip, name === "talking" ? glyphOf(call, glyph) : glyph);
    const words = {
      held: () => word("held"),
      talking: () => talkingText(call),
      over: () => word("ended", { time: clockText(call.ended_at) }),
      waiting: () => word("requeued"),
      none: () => settings.sources[draft?.source] ?? "",
    };
    refill(row, { state: words[name]() });
    const time = row.querySelector(".tm");
    time.hidden = since === null;
    if (since) time.dataset.since = since;
    else delete time.dataset.since;
  }

  function drawField(row, draft) {
    const field = row.querySelector("textarea");
    field.closest("label").hidden = draft === null || isTheirs(draft, settings.me);
    if (draft === null) return;
    const isOther = draftIn(row) !== draft.id;
    row.dataset.draft = draft.id;
    const words = valueOf(draft, "words");
    if (field.value !== words && (isOther || field !== document.activeElement)) field.value = words;
  }

  narrow.addEventListener("change", settle);
  settle();
  onTick((now) => drawTimes(panel, now));

  return {
    /** @param {object} view */
    draw(view) {
      const others = view.pieces.filter((piece) => piece.key !== view.key);
      const keys = new Map([[neighbour(view.pieces, view.key, -1), "Alt+↑"], [neighbour(view.pieces, view.key, 1), "Alt+↓"]]);
      panel.hidden = others.length === 0;
      keyed(byId("beside-list"), others.map((piece) => ({ piece, view, key: keys.get(piece.key) ?? null })), { key: ({ piece }) => piece.key, create, update });
      drawTimes(panel, view.now);
    },
  };
}
