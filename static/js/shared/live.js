/** One live screen: socket, snapshot and reducer tied together the same way for board, console and phone. */

import { get } from "./http.js";
import { connect, nameOf } from "./socket.js";
import { empty, isDrifting, reduce } from "./state.js";

const ASK_AGAIN_AFTER = 1500;
/** A page asks for its snapshot under this address while its modules are still on their way (a preload in its head). */
const OPENED = "because=opened";
/** So long after the page was asked for such an answer will do: the socket says again what was said in the four seconds
 * before it opened, and a snapshot may lag by one. */
const OPENED_WITHIN = 2500;
/** Said with the question, so that the server's log counts the screens that had lost something. */
const DRIFTED = "because=drift";
const WORST = ["live", "late", "lost"];

/**
 * @typedef {import("./state.js").State} State
 * @typedef {import("./socket.js").Link & {isLoaded: boolean, isOwed: boolean, dataAge: number}} LiveLink
 *   isOwed: a snapshot was asked for and has not come; dataAge: milliseconds since the screen was last known to be whole.
 */

/** Keeps a screen equal to the server.
 * @param {{socket: string, snapshot: string,
 *   onChange: (state: State, message: object) => void,
 *   onLink: (link: LiveLink) => void,
 *   onNow?: (iso: string) => void,
 *   onSnapshot?: (answer: object) => void,
 *   whole?: (card: object) => object,
 *   onRefused?: (code: number) => void}} options
 *   onNow: the server's clock, with every heartbeat; onSnapshot: the whole answer of the snapshot's address;
 *   whole: makes each card that is heard what the screen reads.
 * @param {object} [world] connect, get, now, setTimeout; for tests
 * @returns {{state: () => State, hear: (cards: object[]) => void, retry: () => void, close: () => void}} */
export function keepLive(options, world = browser()) {
  let state = empty();
  let isLoaded = false;
  let owedSince = world.now();
  let asked = 0;
  let knownSince = NaN;

  function dispatch(heard) {
    const message = options.whole && heard.cards ? { ...heard, cards: heard.cards.map(options.whole) } : heard;
    const before = state;
    state = reduce(state, message);
    if (state !== before) options.onChange(state, message);
  }

  function onMessage(message) {
    if (message.now) options.onNow?.(message.now);
    if (message.type === "hello") {
      knownSince = Date.parse(message.since);
      if (asked === 0 && world.now() < OPENED_WITHIN) load(OPENED, 0);
      else load();
      return;
    }
    dispatch(message);
    if (isDrifting(state) && owedSince === null) load(DRIFTED);
  }

  async function load(why = "", askedAt = world.now()) {
    owedSince ??= world.now();
    const mine = ++asked;
    const answer = await world.get(because(options.snapshot, why));
    if (mine !== asked) return;
    if (!answer.ok) {
      failed(answer.refusal);
      return;
    }
    // What the server's hub knew when it began it does not say again; an older snapshot, kept for a second, may lack it.
    const isWhole = !(Date.parse(answer.data.now) <= knownSince);
    if (isWhole) owedSince = null;
    else again();
    isLoaded = true;
    if (answer.data.now) options.onNow?.(answer.data.now);
    options.onSnapshot?.(answer.data);
    dispatch({ type: "snapshot", cards: answer.data.cards, askedAt });
    line.tell();
  }

  function failed({ status }) {
    if (status === 401 || status === 403) {
      line.refuse(4401);
      return;
    }
    again();
  }

  function again() {
    const mine = asked;
    world.setTimeout(() => mine === asked && load(), ASK_AGAIN_AFTER);
  }

  // A screen whose snapshot does not come, or whose server has lost its database, is as stale as one with a silent socket.
  function onLink(link) {
    const owed = owedSince === null ? 0 : world.now() - owedSince;
    const dataAge = Math.max(link.age, owed, link.age + (state.beat?.stale ?? 0) * 1000);
    const name = WORST[Math.max(WORST.indexOf(link.name), WORST.indexOf(nameOf(dataAge)))];
    options.onLink({ ...link, name, isLoaded, isOwed: owedSince !== null, dataAge });
  }

  const line = world.connect(options.socket, { onMessage, onLink, onRefused: options.onRefused });
  return {
    state: () => state,
    hear: (cards) => dispatch({ type: "cards", cards, at: world.now() }),
    retry: () => line.retry(),
    close: () => line.close(),
  };
}

/** The address with the reason for asking. */
function because(address, why) {
  return why ? `${address}${address.includes("?") ? "&" : "?"}${why}` : address;
}

function browser() {
  return { connect, get, now: () => performance.now(), setTimeout: (call, after) => setTimeout(call, after) };
}
