/**
 * What lies on this desk beyond the cards: my own calls (with whole numbers), which piece is open, what was sent, what was
 * done in this watch.
 */

import { find, shown } from "../shared/state.js";
import { isTheirs } from "./hands.js";
import { unheld } from "./holding.js";
import { mine, pieces, ringing } from "./state.js";
import { settings } from "./words.js";

/** @param {object} saver @param {() => object} cards the state of the live screen @param {object[]} coded done before the page opened */
export function openDesk(saver, cards, coded) {
  /** @type {Map<number, string>} the whole numbers of my callers */
  const callers = new Map();
  /** @type {Map<number, object>} my calls as last seen; a card leaves the queue when it is coded and over, its report may not */
  const own = new Map();
  /** @type {Map<string, object>} incidents made from a piece, by its key */
  const sent = new Map(coded.filter((row) => row.incident).map((row) => [row.key, { id: row.incident, short: row.short, isOpenToMe: true }]));
  const done = [...coded];
  const askedFor = new Set();
  let key = null;
  /** Whether somebody is at work on the open piece; until then a newer one that is heard of takes its place. */
  let isTakenUp = false;

  function hearCalls(calls) {
    for (const call of calls) {
      if (call.answered_by_id !== settings.me) continue;
      // An answer may come after the socket has told what happened since.
      if (!(own.get(call.id)?.version > call.version)) own.set(call.id, call);
      if (call.caller && !call.caller.includes("xx")) callers.set(call.id, call.caller);
    }
  }

  function callOf(piece) {
    return piece?.callId ? find(cards(), "call", piece.callId) ?? own.get(piece.callId) ?? null : null;
  }

  /** Everything the screen shows, as of now. */
  function view(now) {
    const calls = shown(cards(), "call");
    for (const call of calls) if (own.has(call.id) || call.answered_by_id === settings.me) own.set(call.id, call);
    endVanished(now);
    const list = pieces(saver.all(), mine(calls, settings.me));
    if (!isTakenUp || (!list.some((piece) => piece.key === key) && !sent.has(key))) key = list.at(-1)?.key ?? null;
    const piece = list.find((one) => one.key === key) ?? ghost(key);
    const draft = piece?.draftId ? saver.find(piece.draftId) : null;
    isTakenUp ||= draft !== null;
    const isOther = draft !== null && isTheirs(draft, settings.me);
    return {
      now, calls, key, piece, callers, callOf,
      pieces: list,
      ringing: ringing(calls, shown(cards(), "member")),
      unheld: unheld(calls, shown(cards(), "member")),
      members: shown(cards(), "member"),
      telephones: shown(cards(), "telephone"),
      handover: shown(cards(), "handover"),
      incidents: shown(cards(), "incident"),
      exchange: shown(cards(), "exchange")[0] ?? null,
      clock: shown(cards(), "clock")[0] ?? null,
      surges: shown(cards(), "surge"),
      draft,
      // Whose report a colleague writes is on the line with him.
      isTheirs: isOther,
      call: isOther ? null : callOf(piece),
      incident: sent.get(key) ?? null,
      draftOf: (one) => (one.draftId ? saver.find(one.draftId) : null),
      sentOf: (one) => sent.get(one.key) ?? null,
      coded: done,
    };
  }

  /** A call that is coded and over leaves the queue without a word of when it ended; nobody may seem to be talking still. */
  function endVanished(now) {
    for (const [id, call] of own) {
      const isTold = saver.all().some((draft) => draft.callId === id);
      if (!call.ended_at && !isTold && !find(cards(), "call", id)) own.set(id, { ...call, ended_at: new Date(now).toISOString() });
    }
  }

  /** A piece that is over stays on the screen until another is opened. */
  function ghost(of) {
    const id = Number(of?.split(":")[1]);
    return of ? { key: of, callId: of.startsWith("call:") ? id : null, draftId: null, since: "" } : null;
  }

  /** Whether a colleague has answered the call of a report that this browser takes for mine. */
  function wentOn(draft, calls) {
    const taker = calls.find((call) => call.id === draft.callId)?.answered_by_id ?? settings.me;
    return taker !== settings.me && !isTheirs(draft, settings.me);
  }

  function finish(row) {
    unfinish(row.key);
    const call = own.get(Number(row.key.split(":")[1]));
    const isCall = row.key.startsWith("call:") && call?.answered_at;
    done.unshift({ ...row, took_s: isCall ? (Date.parse(row.at) - Date.parse(call.answered_at)) / 1000 : null });
  }

  function unfinish(of) {
    const at = done.findIndex((row) => row.key === of);
    if (at >= 0) done.splice(at, 1);
  }

  return {
    callers, hearCalls, callOf, view, finish,
    /** What was done is to be done again. */
    reopen(of) {
      unfinish(of);
      sent.delete(of);
    },
    open(next) {
      key = next;
      isTakenUp = true;
    },
    markSent: (of, incident) => sent.set(of, incident),
    /**
     * Whether a card says something about my calls that only the list of drafts can tell in full (answered by telephone,
     * by a colleague after me, or ended while its report is open); true once for each state of the calls.
     */
    isBehind(calls) {
      const asking = calls.map((call) => `${call.id}.${call.version}`).join();
      if (askedFor.has(asking)) return false;
      const unknown = mine(calls, settings.me).some((call) => call.report_id && !saver.find(call.report_id) && !sent.has(`call:${call.id}`));
      const over = saver.all().some((draft) => draft.callId && own.has(draft.callId) && !own.get(draft.callId).ended_at && !find(cards(), "call", draft.callId));
      const isBehind = unknown || over || saver.all().some((draft) => wentOn(draft, calls));
      if (isBehind) askedFor.add(asking);
      return isBehind;
    },
  };
}
