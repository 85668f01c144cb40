/**
 * Words typed in this browser whose report has left the desk meanwhile: the browser crashed or was elsewhere while it was
 * sent or put aside. Says to what they belonged; their writer adds them there as a note, or throws them away.
 */

import { shortTime } from "../shared/clock.js";
import { fill, keyed, refill } from "../shared/dom.js";
import { get } from "../shared/http.js";
import { toast } from "../shared/toasts.js";
import { stable } from "./stable.js";
import { asLines } from "./telling.js";
import { byId, incidentUrl, word, write } from "./words.js";

/** So long after no answer came the server is asked again, in milliseconds. */
const ASK_AGAIN_AFTER = 5000;
const address = (id) => `/api/v1/reports-drafts/${id}/handed/`;

/** @param {{command: object, saver: object}} desk */
export function orphans({ command, saver }) {
  /** @type {Map<number, object>} what the server says became of each report; null while it is asked, or says nothing */
  const fates = new Map();
  const steady = stable(({ id }) => id);

  async function ask(id) {
    fates.set(id, null);
    const answer = await get(address(id));
    if (answer.ok && answer.data.report && answer.data.is_mine) saver.hear([answer.data.report]);
    else if (answer.ok || answer.refusal.status === 404) fates.set(id, answer.ok ? answer.data : {});
    else setTimeout(forget, ASK_AGAIN_AFTER, id);
    draw();
  }

  function forget(id) {
    fates.delete(id);
    draw();
  }

  async function tell(id, text) {
    const keep = saver.kept(id);
    if (!keep) return;
    // Under the keys of the first attempt, also after another crash: told twice they are one line.
    const lines = keep.lines ?? asLines(text);
    saver.keep(id, { ...keep, lines });
    const data = await command.send(`orphan:${id}`, address(id), { lines });
    if (!data) return;
    saver.drop(id);
    toast(data.incident ? word("orphanTold", { number: data.incident.short }) : word("orphanKept"));
  }

  function throwAway(id) {
    const keep = saver.kept(id);
    saver.drop(id);
    toast(word("orphanThrown"), { undo: () => saver.keep(id, keep) });
  }

  function create({ id, text }) {
    const row = fill("orphan-row");
    row.querySelector("[data-act=tell]").addEventListener("click", () => tell(id, text));
    row.querySelector("[data-act=throw]").addEventListener("click", () => throwAway(id));
    return row;
  }

  function draw() {
    const rows = steady(saver.orphans().map((one) => ({ ...one, fate: fates.get(one.id) ?? null })));
    byId("orphans-panel").hidden = !rows.length;
    write(byId("orphans-count"), rows.length ? String(rows.length) : "");
    keyed(byId("orphans"), rows, { key: ({ id }) => id, create, update });
    for (const { id } of rows) if (!fates.has(id)) ask(id);
  }

  return { draw };
}

function update(row, { text, place, startedAt, fate }) {
  const time = startedAt ? shortTime(startedAt) : "";
  const { incident } = fate ?? {};
  if (incident) row.querySelector("a").href = incidentUrl(incident.id);
  refill(row, { title: place || word("orphanReport"), time, about: fate ? fateOf(fate) : null, number: incident?.short ?? null, text, canTell: Boolean(fate && "is_sent" in fate) });
}

function fateOf({ incident, is_sent: isSent, is_closed: isClosed, report }) {
  if (incident) return word("orphanSent");
  if (isSent || isClosed) return word("orphanClosed");
  if (isSent === undefined) return word("orphanGone");
  return word(report ? "orphanTheirs" : "orphanPutAside");
}
