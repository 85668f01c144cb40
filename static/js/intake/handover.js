/** What one watch leaves to the next: lines to read, to add and to tick off. */

import { shortTime } from "../shared/clock.js";
import { fill, keyed, refill } from "../shared/dom.js";
import { tooLong } from "./lengths.js";
import { countOn } from "./tabs.js";
import { byId, word, write } from "./words.js";

/** @param {{command: object, live: object}} desk */
export function handover({ command, live }) {
  const text = byId("handover-text");

  /** @param {object[]} notes cards of lines */
  function draw(notes) {
    const rows = [...notes].sort((a, b) => a.written_at.localeCompare(b.written_at) || a.id - b.id);
    keyed(byId("handover"), rows, { key: ({ id }) => id, create, update });
    byId("handover-none").hidden = rows.length > 0;
    const open = rows.filter((row) => !row.done_at).length;
    write(byId("handover-count"), open ? String(open) : "");
    countOn("handover", open);
  }

  function create() {
    const row = fill("handover-row");
    row.querySelector("input").addEventListener("change", ({ target }) => tick(row.shows, target));
    return row;
  }

  function update(row, note) {
    const { written_by: who, written_at: at, done_by: by } = note;
    row.querySelector("input").checked = Boolean(by);
    row.classList.toggle("done", Boolean(by));
    refill(row, { text: note.text, by: word(by ? "handoverDone" : "handoverBy", { who, time: shortTime(at), by: by ?? "" }) });
  }

  async function tick(note, box) {
    const body = { is_done: box.checked, version: note.version };
    const data = await command.send(`handover:${note.id}`, `/api/v1/handover/${note.id}/tick/`, body);
    if (data) live.hear([data.note]);
    // The box shows what the server has, also when it said no.
    else box.checked = !body.is_done;
  }

  function sayWrong(words) {
    byId("handover-err").hidden = !words;
    byId("handover-err").lastElementChild.textContent = words;
  }

  async function add(event) {
    event.preventDefault();
    const typed = text.value;
    const wrong = typed.trim() ? tooLong(text) : word("needText");
    sayWrong(wrong);
    if (wrong) return;
    const onFields = (fields) => {
      sayWrong(Object.values(fields).flat().join(" "));
      return "";
    };
    const data = await command.send("handover", "/api/v1/handover/", { text: typed }, { onFields });
    if (!data) return;
    live.hear([data.note]);
    if (text.value === typed) text.value = "";
  }

  text.addEventListener("input", () => sayWrong(tooLong(text)));
  byId("handover-form").addEventListener("submit", add);
  return { draw };
}
