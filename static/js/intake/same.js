/** Whether the caller speaks of an event that is known already: asked while he is written down, joined with one key. */

import { shortTime } from "../shared/clock.js";
import { fill, keyed, refill } from "../shared/dom.js";
import { get } from "../shared/http.js";
import { byId, decimal, incidentUrl, word, write } from "./words.js";

/** The server is asked at most so often, in milliseconds. */
const PAUSE = 1000;

/** @param {(one: {kind: "incident"|"draft", id: number}) => void} join */
export function sameEvent(join) {
  let draftId = null;
  let asked = "";
  let found = [];
  let waiting = null;
  let isAsking = false;

  function askSoon(mark, id) {
    asked = mark;
    if (!waiting && !isAsking) waiting = setTimeout(ask, found.length ? PAUSE : 0, id);
  }

  async function ask(id) {
    waiting = null;
    isAsking = true;
    const mark = asked;
    const answer = await get(`/api/v1/reports-drafts/${id}/matches/`);
    isAsking = false;
    if (id !== draftId) {
      if (draftId !== null) waiting = setTimeout(ask, 0, draftId);
      return;
    }
    if (answer.ok) found = answer.data.matches;
    drawRows();
    if (asked !== mark) waiting = setTimeout(ask, PAUSE, id);
  }

  function drawRows() {
    byId("same").hidden = found.length === 0;
    write(byId("same-count"), word("sameFound", { n: found.length }));
    const [first] = found;
    const rows = found.map((one) => ({ one, isFirst: one === first }));
    keyed(byId("same-list"), rows, { key: ({ one }) => `${one.kind}${one.id}`, create, update });
  }

  function create({ one }) {
    const row = fill("same-row");
    row.querySelector("[data-join]").addEventListener("click", () => join(one));
    return row;
  }

  return {
    /** @param {object|null} draft @param {object[]} incidents the open ones as cards @param {boolean} isJoining */
    draw(draft, incidents, isJoining) {
      const id = draft?.id ?? null;
      if (id !== draftId) {
        draftId = id;
        asked = "";
        found = [];
        drawRows();
      }
      for (const button of byId("same-list").querySelectorAll("[data-join]")) button.disabled = isJoining;
      if (!draft || (!draft.saved.place_text && draft.saved.lat === null)) return;
      const mark = `${id}.${draft.version}.${incidents.filter((card) => !card.closed_at).map((card) => card.id).join()}`;
      if (mark !== asked) askSoon(mark, id);
    },
    /** Joins what is likeliest; false when there is nothing, so that the key is the browser's. */
    joinFirst() {
      const [first] = found;
      if (!first) return false;
      join(first);
      return true;
    },
  };
}

function update(row, { one, isFirst }) {
  const isIncident = one.kind === "incident";
  if (isIncident) row.querySelector("a").href = incidentUrl(one.id);
  refill(row, {
    mark: one.priority ? fill(`priority-${one.priority}`) : null,
    number: one.short,
    title: one.title || word("unclassified"),
    about: aboutOf(one),
    key: isFirst,
  });
}

/** What makes it likely, in a line: how far, since when, how alike, where, who writes it. */
function aboutOf(one) {
  const far = one.metres === null ? "" : one.metres < 1000 ? word("metres", { n: one.metres }) : word("km", { km: decimal(one.metres / 1000, 1) });
  const alike = word(`like${one.level[0].toUpperCase()}${one.level.slice(1)}`);
  const writer = one.kind === "draft" ? word("beingWritten", { who: one.seat || one.taker }) : "";
  const reports = one.reports > 1 ? word("reports", { n: one.reports }) : "";
  return [far, shortTime(one.since), alike, writer, reports, one.place].filter(Boolean).join(" · ");
}
