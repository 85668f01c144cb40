/**
 * Taps that must not be lost: each is kept with its moment and its key before it is sent, survives a reload, and is sent
 * in order as soon as there is a line. The same key makes a repeat harmless.
 */

import { NEVER_AFTER } from "../shared/http.js";

const FIRST_WAIT = 1500;
const LONGEST_WAIT = 6000;
const SERVER_ERRORS_TOLERATED = 5;
// "Not now" of the server itself: the same key may come again.
const LATER = new Set(["unsent", "in_progress"]);
const EMPTY = { taps: [], refused: [] };

/**
 * @typedef {import("./state.js").Tap & {url: string, body: object, isTried?: boolean, errors?: number}} Kept
 * @typedef {Kept & {refusal: import("../shared/http.js").Refusal}} Refused
 * @typedef {{taps: Kept[], refused: Refused[]}} Book
 */

/** What becomes of a tap by its answer.
 * @param {Kept} tap
 * @param {import("../shared/http.js").Answer} answer
 * @returns {"done"|"later"|"refused"|"signed_out"} */
export function fate(tap, answer) {
  if (answer.ok) return "done";
  const { status, code } = answer.refusal;
  if (status === 401) return "signed_out";
  if (LATER.has(code) || status === 408 || status === 429) return "later";
  return status >= 500 && (tap.errors ?? 0) < SERVER_ERRORS_TOLERATED ? "later" : "refused";
}

/** Whether only the moment of a tap is refused: this telephone's clock leapt, and the tap counts from when it is heard. */
const isAhead = (tap, { refusal }) => Boolean(refusal.status === 400 && refusal.fields.at && tap.body.at);

/** Opens the book of taps of one account in this browser and begins to send what is in it.
 * @param {{name: string, onChange: (book: Book) => void, onDone: (tap: Kept, data: object) => void,
 *   onRefused: (tap: Refused) => void, onSignedOut: () => void}} options name: where the browser keeps it
 * @param {{post: Function, storage: Storage, setTimeout: Function, isOnline: () => boolean}} world
 * @returns {{book: () => Book, add: (tap: Kept) => void, cancel: (key: string) => void, dismiss: (key: string) => void,
 *   wake: () => void}} */
export function openQueue({ name, onChange, onDone, onRefused, onSignedOut }, world) {
  let isStored = true;
  let memory = EMPTY;
  let isSending = false;
  let wait = FIRST_WAIT;
  let turn = 0;
  memory = read();

  // Read anew before every change: a second tab of the same telephone writes into the same book.
  function read() {
    if (!isStored) return memory;
    try {
      const book = JSON.parse(world.storage.getItem(name) ?? "null");
      return Array.isArray(book?.taps) && Array.isArray(book?.refused) ? book : EMPTY;
    } catch {
      return memory;
    }
  }

  function change(alter) {
    memory = alter(read());
    try {
      world.storage.setItem(name, JSON.stringify(memory));
      isStored = true;
    } catch {
      // A full or forbidden storage: the taps live as long as the page does.
      isStored = false;
    }
    onChange(memory);
  }

  const without = (list, key) => list.filter((tap) => tap.key !== key);
  const alter = (key, more) => (book) => ({
    ...book,
    taps: book.taps.map((tap) => (tap.key === key ? { ...tap, ...more } : tap)),
  });

  async function send() {
    if (isSending) return;
    const tap = read().taps[0];
    // Not tried without a line: such a tap can still be taken back.
    if (!tap || !world.isOnline()) return;
    isSending = true;
    // Marked before it leaves: from now on nobody can say that the server has not heard it.
    if (!tap.isTried) change(alter(tap.key, { isTried: true }));
    const answer = await world.post(tap.url, tap.body, { key: tap.key });
    isSending = false;
    settle(tap, answer);
  }

  function settle(tap, answer) {
    const what = fate(tap, answer);
    if (what === "signed_out") {
      onSignedOut();
    } else if (what === "later") {
      if (answer.refusal.status >= 500) change(alter(tap.key, { errors: (tap.errors ?? 0) + 1 }));
      again();
    } else if (what === "refused" && isAhead(tap, answer)) {
      // As another request, for the answer to the first is kept under its key.
      change(alter(tap.key, { key: `${tap.key}-now`, body: { ...tap.body, at: null } }));
      send();
    } else {
      finish(tap, answer, what);
    }
  }

  function finish(tap, answer, what) {
    wait = FIRST_WAIT;
    // The card of the answer first: between the two the screen would fall back to the step before.
    if (what === "done") onDone(tap, answer.data);
    const refused = what === "refused" ? { ...tap, refusal: answer.refusal } : null;
    change((book) => ({
      taps: without(book.taps, tap.key),
      refused: refused ? [...without(book.refused, tap.key), refused] : book.refused,
    }));
    if (refused) onRefused(refused);
    send();
  }

  function again() {
    const mine = ++turn;
    world.setTimeout(() => mine === turn && send(), wait);
    wait = Math.min(LONGEST_WAIT, wait * 2);
  }

  return {
    book: () => memory,
    add(tap) {
      change((book) => ({ ...book, taps: [...book.taps, tap] }));
      send();
    },
    cancel(key) {
      change((book) => ({ ...book, taps: book.taps.filter((tap) => tap.key !== key || tap.isTried) }));
    },
    dismiss(key) {
      change((book) => ({ ...book, refused: without(book.refused, key) }));
    },
    wake() {
      turn += 1;
      wait = FIRST_WAIT;
      send();
    },
  };
}

/** Whether a tap has been waiting so long that it is called waiting and no longer sending.
 * @param {Kept} tap
 * @param {number} now milliseconds since 1970
 * @param {boolean} isOnline
 * @returns {boolean} */
export function isWaiting(tap, now, isOnline) {
  return !isOnline || now - Date.parse(tap.at) > NEVER_AFTER / 2;
}
