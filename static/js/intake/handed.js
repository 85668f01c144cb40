/** The open report when a colleague writes it now: who, what of mine he has not got, and what becomes of it. */

import { onTick } from "../shared/clock.js";
import { get } from "../shared/http.js";
import { toast } from "../shared/toasts.js";
import { isTheirs, nameOf, unheard } from "./hands.js";
import { asLines } from "./telling.js";
import { byId, settings, word, write } from "./words.js";

/** The server is asked this often how it stands, in milliseconds. */
const ASK_EVERY = 1500;
const address = (id) => `/api/v1/reports-drafts/${id}/handed/`;

/** @param {{command: object, saver: object, draftNow: () => object|null}} desk */
export function handed({ command, saver, draftNow }) {
  const asking = new Set();
  const mine = new Set();
  /** @type {Map<number, {text: string, lines: object[]}>} what is being told, under the keys of its first attempt */
  const telling = new Map();
  let askedAt = 0;

  async function ask(id) {
    if (asking.has(id)) return;
    asking.add(id);
    const answer = await get(address(id));
    if (answer.ok) await take(id, answer.data);
    else if (answer.refusal.status === 404) saver.setAside(id);
    asking.delete(id);
  }

  async function take(id, { report, is_mine: isMine, is_sent: isSent, is_closed: isClosed }) {
    if (report) saver.hear([report]);
    else if (isMine && saver.isMissing(id)) saver.setAside(id);
    else if (!isMine && saver.find(id)) await end(saver.find(id), isClosed ? "handedTurnedClosed" : isSent ? "handedSent" : "handedClosed");
  }

  /** It is sent, put aside, or no longer for my eyes: what of mine is not in it goes after it, then it leaves the desk. */
  async function end(draft, why) {
    const text = unheard(draft);
    if (!(await tell(draft.id, text))) return;
    saver.drop(draft.id);
    toast(word(why), { kind: "warn" });
  }

  async function tell(id, text) {
    if (!text) return true;
    if (telling.get(id)?.text !== text) telling.set(id, { text, lines: asLines(text) });
    const data = await command.send(`hand:${id}`, address(id), { lines: telling.get(id).lines });
    if (!data) return false;
    saver.told(id);
    toast(word("handedTold"));
    if (data.report) saver.hear([data.report]);
    return true;
  }

  async function leave(draft) {
    if (await command.send(`leave:${draft.id}`, `${address(draft.id)}closing/`)) saver.drop(draft.id);
  }

  /** Says once of a report that was mine that it is not any more. */
  function notice() {
    for (const draft of saver.all()) {
      if (!isTheirs(draft, settings.me)) mine.add(draft.id);
      else if (mine.delete(draft.id)) toast(word("handedOver", { who: nameOf(draft) }), { kind: "warn" });
    }
  }

  onTick((now) => {
    const watched = saver.all().filter((one) => one.isShared || isTheirs(one, settings.me) || saver.isMissing(one.id));
    if (!watched.length || now - askedAt < ASK_EVERY) return;
    askedAt = now;
    for (const { id } of watched) ask(id);
  });
  byId("handed-tell").addEventListener("click", () => tell(draftNow().id, unheard(draftNow())));
  byId("handed-leave").addEventListener("click", () => leave(draftNow()));

  return {
    ask,
    /** @param {object|null} draft */
    draw(draft) {
      notice();
      const isOther = draft !== null && isTheirs(draft, settings.me);
      byId("handed").hidden = !isOther;
      byId("writable").disabled = isOther;
      if (!isOther) return;
      const text = unheard(draft);
      write(byId("handed-text"), [word("handedOver", { who: nameOf(draft) }), text && word("handedWords", { text })].filter(Boolean).join(" "));
      byId("handed-tell").hidden = !text;
    },
  };
}
