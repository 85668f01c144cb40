/** A report that waits for a colleague's: said on the form, looked after until it is joined, let go, or taken back. */

import { onTick, serverNow } from "../shared/clock.js";
import { get } from "../shared/http.js";
import { toast } from "../shared/toasts.js";
import { nameOf } from "./hands.js";
import { byId, word, write } from "./words.js";

/** The server is asked this often how it stands, in milliseconds. */
const ASK_EVERY = 1500;
/** A joining can be taken back for five seconds; so long it is looked after, with time for a slow line. */
const TAKEN_BACK_WITHIN = 9000;

/** @param {{command: object, saver: object, lines: {enter: () => boolean}, draftNow: () => object|null}} desk */
export function following({ command, saver, lines, draftNow }) {
  /** @type {Map<number, object>} the drafts that wait, as last seen here */
  const waiting = new Map();
  const asking = new Set();
  /** @type {Map<number, number>} reports that joined with a colleague's, until when he may take that back */
  const joined = new Map();
  let askedAt = 0;

  async function begin(draft, leaderId) {
    const data = await command.send(`attach:${draft.id}`, `/api/v1/reports-drafts/${draft.id}/following/`, { draft: leaderId });
    if (!data) return;
    if (data.incident) command.joined(draft, data);
    else {
      // From now on, not from the next look: the colleague may drop his report in the same second.
      waiting.set(draft.id, { ...draft, follows: data.report.follows });
      saver.hear([data.report]);
      toast(word("following", { who: nameOf(data.report.follows) }), { undo: () => leave(draft) });
    }
  }

  async function leave(draft) {
    const data = await command.send(`follow:${draft.id}`, `/api/v1/reports-drafts/${draft.id}/following/undo/`);
    if (!data) return;
    waiting.delete(draft.id);
    saver.hear([data.report]);
    toast(word("undone"));
  }

  async function ask(id) {
    if (asking.has(id)) return;
    asking.add(id);
    const answer = await get(`/api/v1/reports-drafts/${id}/following/`);
    asking.delete(id);
    const waited = waiting.get(id);
    const draft = saver.find(id) ?? waited;
    if (!answer.ok || (!draft && !joined.has(id))) return;
    const { report, incident } = answer.data;
    if (joined.has(id)) {
      if (report) partAgain(id, report);
      return;
    }
    if (report?.follows) return;
    waiting.delete(id);
    if (incident) {
      joined.set(id, serverNow() + TAKEN_BACK_WITHIN);
      command.joined(draft, answer.data);
    }
    else if (report) {
      saver.hear([report]);
      if (report.let_go) toast(reason(waited ?? draft, report.let_go), { kind: "crit" });
    }
  }

  /** The colleague took his joining back, and mine with it: the report is on my desk again and waits. */
  function partAgain(id, report) {
    joined.delete(id);
    if (saver.find(id)) return; // I took it back myself
    command.reopened(report);
    toast(word("partedAgain"), { kind: "warn" });
  }

  const reason = (draft, code) => word(code === "closed" ? "letGoClosed" : "letGoDropped", { who: draft.follows ? nameOf(draft.follows) : word("colleague") });

  onTick((now) => {
    for (const draft of saver.all()) if (draft.follows) waiting.set(draft.id, draft);
    for (const [id, until] of joined) if (until < now) joined.delete(id);
    const ids = [...waiting.keys(), ...joined.keys()];
    if (!ids.length || now - askedAt < ASK_EVERY) return;
    askedAt = now;
    for (const id of ids) ask(id);
  });
  byId("following-leave").addEventListener("click", () => draftNow() && leave(draftNow()));

  return {
    /** Of an open incident the report becomes one more; for a colleague's report it waits. */
    join({ kind, id }) {
      if (!lines.enter()) return;
      const draft = saver.find(draftNow().id);
      if (kind === "draft") begin(draft, id);
      else command.attach(draft, id);
    },
    /** @param {object|null} draft */
    draw(draft) {
      const { follows = null, letGo = "" } = draft ?? {};
      byId("following").hidden = !follows && !letGo;
      byId("following-leave").hidden = !follows;
      if (follows) write(byId("following-text"), word("following", { who: nameOf(follows) }));
      else if (letGo) write(byId("following-text"), reason(draft, letGo));
    },
  };
}
