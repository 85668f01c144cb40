/**
 * Keeps every draft saved: field by field to the server, and in this browser until the server has it. One save of a draft
 * is under way at a time; what is typed meanwhile goes with the next.
 *
 * @typedef {import("./draft.js").Draft} Draft
 */

import { browser } from "./browser.js";
import * as drafts from "./draft.js";
import * as hands from "./hands.js";
import { keptIn } from "./kept.js";
import { isOutdated, swapped, taken } from "./merging.js";
import { refusals } from "./refused.js";

/** A pause in typing this long, in milliseconds, saves. */
export const TYPING_PAUSE = 800;
/** So long after a save that did not arrive the next is tried. */
export const TRY_AGAIN_AFTER = 3000;

/**
 * @param {{me: number, address: (id: number) => string, reload: () => Promise<boolean>, onChange: () => void,
 *   onRefused: (id: number, refusal: import("../shared/http.js").Refusal) => void}} on
 *   reload: fetches the server's drafts and lets them be heard; false when that failed
 *   fits: whether the server would take a field; one that is too long stays in this browser and holds up no other
 * @param {object} [world] post, now, storage, timers; for tests
 */
export function keepSaved({ me, address, reload, onChange, onRefused, fits }, world = browser()) {
  /** @type {Map<number, {draft: Draft, heard: number, timer: any, isSending: boolean, isStuck: boolean, isPaused: boolean, isBehind: boolean, isMissing: boolean}>} */
  const held = new Map();
  const browsers = keptIn(world.storage, me, world.now);
  /** @type {Map<number, number>} when each left the desk: a list that was asked for before may still name it */
  const left = new Map();
  /** Whether the whole list was heard: before that nobody knows what has left the desk. */
  let isWhole = false;
  const isKnown = (id) => held.has(id);
  const orphans = () => (isWhole ? browsers.orphans(isKnown) : []);
  const isTheirs = (one) => hands.isTheirs(one.draft, me);

  function put(id, draft) {
    const one = held.get(id);
    one.draft = draft;
    browsers.keep(id, draft);
    onChange();
  }

  const fresh = () => ({ draft: null, heard: world.now(), timer: null, isSending: false, isStuck: false, isPaused: false, isBehind: false, isMissing: false, ...refusals(fits) });

  /**
   * Drafts as the server has them. A whole list drops those that are not in it any more, if they were known when it was
   * asked for; a colleague's, or one with words that the server never heard, stays as missing until that is seen to.
   */
  function hear(rows, wholeAt = null) {
    for (const row of rows) {
      if (wholeAt !== null && left.get(row.id) >= wholeAt) continue;
      left.delete(row.id);
      const one = held.get(row.id);
      if (!one) held.set(row.id, fresh());
      put(row.id, one ? hands.heard(one.draft, row, me) : hands.revived(row, browsers.read(row.id), me));
      held.get(row.id).isMissing = false;
      if (!drafts.isSaved(held.get(row.id).draft)) saveIn(row.id, 0);
    }
    if (wholeAt === null) return;
    const named = new Set(rows.map((row) => row.id));
    for (const [id, one] of held) {
      if (named.has(id) || one.heard >= wholeAt || one.isSending) continue;
      if (one.isPaused || !(isTheirs(one) || hands.unheard(one.draft))) drop(id);
      else one.isMissing = true;
    }
    isWhole = true;
    browsers.sweep(isKnown);
    onChange();
  }

  /** The report is not on this desk any more; words that nobody has heard wait for their writer's decision. */
  function setAside(id) {
    world.clearTimeout(held.get(id)?.timer);
    held.delete(id);
    browsers.sweep(isKnown);
    onChange();
  }

  function saveIn(id, after) {
    const one = held.get(id);
    world.clearTimeout(one.timer);
    if (!one.isPaused) one.timer = world.setTimeout(() => save(id), after);
  }

  /** Saves now, unless a save is under way; then its end does. @returns {Promise<void>} */
  async function save(id) {
    const one = held.get(id);
    if (!one || one.isSending || one.isPaused || one.isMissing || isTheirs(one) || drafts.isSaved(one.draft, one.takes)) return;
    world.clearTimeout(one.timer);
    one.isSending = true;
    // After a lost line somebody may have written elsewhere: first see what the server has.
    if (one.isBehind) one.isBehind = !(await reload());
    if (held.get(id) !== one) return;
    if (one.isBehind || one.isPaused || one.isMissing || isTheirs(one) || drafts.isSaved(one.draft, one.takes)) {
      one.isSending = false;
      if (one.isBehind) saveIn(id, TRY_AGAIN_AFTER);
      return;
    }
    const sent = drafts.unsaved(one.draft, one.takes);
    put(id, drafts.sending(one.draft, sent));
    one.underWay = new AbortController();
    // Never tried again as it is: what another window saved meanwhile would be written over unseen.
    const answer = await world.post(address(id), { ...drafts.packed(sent), bases: drafts.basesOf(one.draft, sent) }, { signal: one.underWay.signal, isOnce: true });
    one.isSending = false;
    if (held.get(id) !== one) return;
    settle(id, one, sent, answer);
  }

  function settle(id, one, sent, answer) {
    if (answer.ok) {
      one.isStuck = false;
      put(id, taken(one.draft, sent, answer.data.report, world.now()));
      if (!drafts.isSaved(one.draft)) saveIn(id, 0);
      return;
    }
    const { status, code, fields } = answer.refusal;
    // Another window saved the same field since: its word is met first, so that the older one is offered and not lost.
    const isOvertaken = code === "overtaken";
    one.isBehind ||= isOvertaken;
    if (isOvertaken || isOutdated(one.draft, sent, fields)) return saveIn(id, 0);
    if (status === 0 || status >= 500 || status === 429) {
      one.isBehind = true;
      saveIn(id, TRY_AGAIN_AFTER);
      onChange();
      return;
    }
    // Refused for what it says: it waits for a change of its own and stays in the browser, the rest goes on without it.
    one.isStuck = !(status === 400 && one.refuse(sent, fields));
    if (!one.isStuck) saveIn(id, 0);
    onRefused(id, answer.refusal);
    onChange();
  }

  /** A person changed fields; `after` milliseconds of quiet save them. */
  function change(id, fields, after = 0) {
    const one = held.get(id);
    if (!one || isTheirs(one)) return;
    const next = Object.entries(fields).reduce((draft, [field, value]) => drafts.typed(draft, field, value, world.now()), one.draft);
    if (next !== one.draft) {
      one.isStuck = false;
      put(id, next);
    }
    if (!drafts.isSaved(next) && !one.isStuck) saveIn(id, after);
  }

  function swap(id, field) {
    put(id, swapped(held.get(id).draft, field, world.now()));
    saveIn(id, 0);
  }

  /** While a draft is being sent its fields go with it, not by themselves; a save under way would only come too late. */
  function pause(id) {
    const one = held.get(id);
    one.isPaused = true;
    one.underWay?.abort();
  }

  function resume(id) {
    const one = held.get(id);
    if (!one) return;
    one.isPaused = false;
    if (!drafts.isSaved(one.draft)) saveIn(id, 0);
  }

  /** The draft is no longer one: sent, discarded, or never to be sent. */
  function drop(id) {
    world.clearTimeout(held.get(id)?.timer);
    held.delete(id);
    left.set(id, world.now());
    browsers.remove(id);
    onChange();
  }

  /** At sign-out nothing of one's reports stays in the browser. */
  function forget() {
    for (const one of held.values()) world.clearTimeout(one.timer);
    held.clear();
    browsers.forget();
  }

  return {
    hear, change, swap, pause, resume, drop, setAside, forget, save,
    orphans, kept: browsers.read,
    keep(id, kept) {
      browsers.put(id, kept);
      onChange();
    },
    all: () => [...held.values()].map((one) => one.draft),
    find: (id) => held.get(id)?.draft ?? null,
    /** What was typed here has been told another way. */
    told: (id) => held.has(id) && put(id, hands.told(held.get(id).draft)),
    isMissing: (id) => Boolean(held.get(id)?.isMissing),
    saveAll: () => Promise.all([...held.keys()].map(save)),
    isSaved: () => !orphans().length && [...held.values()].every((one) => drafts.isSaved(one.draft)),
  };
}
