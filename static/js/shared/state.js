/**
 * What a live screen knows: the newest card of every subject, in whatever order the messages came.
 * Pure: no DOM, no clock, no network. Every rule here is a maximum, so repeats and late messages change nothing.
 */

/**
 * @typedef {{kind: string, id: number, version: number, gone?: boolean, closed_at?: string|null}} Card
 * @typedef {{card: Card, heard: number}} Entry
 * @typedef {{overdue: number, stale: number, at: number}} Beat  in seconds: how late the server's timers are, and how old
 *   what the server itself knows is
 * @typedef {{entries: Map<string, Entry>, floor: number, beat: Beat|null, mismatches: number}} State
 * @typedef {{type: "cards", cards: Card[], at: number}} CardsMessage
 * @typedef {{type: "snapshot", cards: Card[], askedAt: number}} SnapshotMessage
 * @typedef {{type: "beat", overdue_s?: number, stale_s?: number, count?: number, sum?: number, at: number}} BeatMessage
 */

/** A snapshot may be as old as the server's cache of it, in milliseconds; a card heard just before asking is kept. */
const SNAPSHOT_MAY_LAG = 2000;

/** This many sums in a row that differ mean: fetch the snapshot again. */
const MISMATCHES_TO_REFETCH = 2;

/** A screen that has heard nothing yet.
 * @returns {State} */
export function empty() {
  return { entries: new Map(), floor: -Infinity, beat: null, mismatches: 0 };
}

/** The next state; the same object when the message is no news.
 * @param {State} state
 * @param {CardsMessage|SnapshotMessage|BeatMessage|{type: string}} message
 * @returns {State} */
export function reduce(state, message) {
  switch (message.type) {
    case "cards":
      return hear(state, message.cards, message.at);
    case "snapshot":
      return believe(hear(state, message.cards, message.askedAt), message.askedAt);
    case "beat":
      return listen(state, message);
    default:
      return state;
  }
}

/** The cards of a kind that this screen should show: the newest of each, without those that are gone or were
 * missing from a snapshot asked for after they were last heard.
 * @param {State} state
 * @param {string} kind
 * @returns {Card[]} */
export function shown(state, kind) {
  const cards = [];
  for (const { card, heard } of state.entries.values()) {
    if (card.kind === kind && !card.gone && heard >= state.floor) cards.push(card);
  }
  return cards;
}

/** One card if it is to be shown, else null.
 * @param {State} state
 * @param {string} kind
 * @param {number} id
 * @returns {Card|null} */
export function find(state, kind, id) {
  const entry = state.entries.get(`${kind}:${id}`);
  return entry && !entry.card.gone && entry.heard >= state.floor ? entry.card : null;
}

/** Count and sum over the open incidents, as the server computes them for its heartbeat.
 * @param {State} state
 * @returns {{count: number, sum: number}} */
export function checksum(state) {
  let count = 0;
  let sum = 0;
  for (const card of shown(state, "incident")) {
    if (card.closed_at) continue;
    count += 1;
    sum = (sum + card.id * 1000003 + card.version * 7919) % 4294967296;
  }
  return { count, sum };
}

/** Whether the sums have differed so often that the snapshot must be fetched again.
 * @param {State} state
 * @returns {boolean} */
export function isDrifting(state) {
  return state.mismatches >= MISMATCHES_TO_REFETCH;
}

function hear(state, cards, at) {
  let entries = null;
  for (const card of cards) {
    const key = `${card.kind}:${card.id}`;
    const known = (entries ?? state.entries).get(key);
    const next = newer(known, card, at);
    if (next === known) continue;
    entries ??= new Map(state.entries);
    entries.set(key, next);
  }
  return entries ? { ...state, entries } : state;
}

function newer(known, card, at) {
  if (!known) return { card, heard: at };
  const isNews = card.version > known.card.version || (card.version === known.card.version && card.gone && !known.card.gone);
  if (!isNews && at <= known.heard) return known;
  return { card: isNews ? card : known.card, heard: Math.max(at, known.heard) };
}

function believe(state, askedAt) {
  return { ...state, floor: Math.max(state.floor, askedAt - SNAPSHOT_MAY_LAG), mismatches: 0 };
}

function listen(state, message) {
  const isLate = state.beat !== null && message.at < state.beat.at;
  const beat = isLate ? state.beat : { overdue: message.overdue_s ?? 0, stale: message.stale_s ?? 0, at: message.at };
  if (message.sum === undefined || state.floor === -Infinity) return { ...state, beat };
  const own = checksum(state);
  const agrees = own.sum === message.sum && own.count === message.count;
  return { ...state, beat, mismatches: agrees ? 0 : state.mismatches + 1 };
}
