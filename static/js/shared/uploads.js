/**
 * Photos and sounds on their way: each is kept with its key before it is sent, survives a reload (a telephone may drop the
 * page while its camera is open), and is sent one after the other as soon as there is a line. The same key makes a repeat
 * harmless. What is not sent within a day is dropped.
 */

const FIRST_WAIT = 3000;
const LONGEST_WAIT = 60000;
const DAY = 24 * 3600 * 1000;
const LATER = new Set(["unsent", "in_progress"]);
// The slowest line that is still waited for, in bytes a second, and what any answer may take besides.
const SLOWEST = 8000;
const LEAST_TIMEOUT = 30000;

/**
 * @typedef {{key: string, incident: number, user: string, name: string, blob: Blob, at: number, why?: string}} Upload
 *   why: the server's reason for not keeping it; it waits to be thrown away.
 */

/** @param {{user: string, onChange: () => void, onDone: (incident: number) => void}} on
 * @param {{shelf: {all: () => Promise<Upload[]>, put: (one: Upload) => Promise<void>, drop: (key: string) => Promise<void>},
 *   send: (url: string, blob: Blob, options: object) => Promise<import("./http.js").Answer>, now: () => number,
 *   newKey: () => string, setTimeout: (call: () => void, after: number) => unknown}} world
 * @returns {{load: () => Promise<void>, add: (incident: number, blob: Blob, name: string, why?: string) => void,
 *   of: (incident: number) => (Upload & {isSending: boolean})[], wake: () => void, drop: (key: string) => void}} */
export function openUploads({ user, onChange, onDone }, world) {
  let waiting = [];
  let sending = null;
  let wait = FIRST_WAIT;
  let turn = 0;

  async function load() {
    const kept = await world.shelf.all();
    const known = new Set(waiting.map(({ key }) => key));
    for (const one of kept) {
      if (world.now() - one.at > DAY) world.shelf.drop(one.key);
      else if (one.user === user && !known.has(one.key)) waiting.push(one);
    }
    onChange();
    send();
  }

  function add(incident, blob, name, why) {
    const one = { key: world.newKey(), incident, user, name, blob, at: world.now(), ...(why && { why }) };
    waiting.push(one);
    if (!why) world.shelf.put(one);
    onChange();
    wake();
  }

  function drop(key) {
    waiting = waiting.filter((one) => one.key !== key);
    world.shelf.drop(key);
    onChange();
  }

  function wake() {
    turn += 1;
    wait = FIRST_WAIT;
    send();
  }

  async function send() {
    const one = waiting.find(({ why }) => !why);
    if (!one || sending) return;
    sending = one;
    onChange();
    const timeout = LEAST_TIMEOUT + (one.blob.size / SLOWEST) * 1000;
    const answer = await world.send(`/api/v1/incidents/${one.incident}/attachments/`, one.blob, { key: one.key, timeout });
    sending = null;
    settle(one, answer);
  }

  function settle(one, answer) {
    if (answer.ok) {
      drop(one.key);
      onDone(one.incident);
      wake();
    } else if (LATER.has(answer.refusal.code) || answer.refusal.status === 401 || answer.refusal.status >= 500) {
      again();
    } else {
      one.why = answer.refusal.detail || answer.refusal.code;
      world.shelf.drop(one.key);
      onChange();
      wake();
    }
  }

  function again() {
    onChange();
    const mine = ++turn;
    world.setTimeout(() => mine === turn && send(), wait);
    wait = Math.min(wait * 2, LONGEST_WAIT);
  }

  const of = (incident) =>
    waiting.filter((one) => one.incident === incident).map((one) => ({ ...one, isSending: one === sending }));
  return { load, add, of, wake, drop };
}

/** Where uploads wait: the browser's own database; where it has none, nothing outlives the page.
 * @returns {{all: () => Promise<Upload[]>, put: (one: Upload) => Promise<void>, drop: (key: string) => Promise<void>}} */
export function openShelf() {
  const opened = new Promise((done) => {
    try {
      const asked = indexedDB.open("ntpd112.uploads", 1);
      asked.onupgradeneeded = () => asked.result.createObjectStore("files", { keyPath: "key" });
      asked.onsuccess = () => done(asked.result);
      asked.onerror = () => done(null);
    } catch {
      done(null);
    }
  });
  const ask = async (mode, what) => {
    const base = await opened;
    if (!base) return null;
    return new Promise((done) => {
      const asked = what(base.transaction("files", mode).objectStore("files"));
      asked.onsuccess = () => done(asked.result);
      asked.onerror = () => done(null);
    });
  };
  return {
    all: async () => (await ask("readonly", (files) => files.getAll())) ?? [],
    put: (one) => ask("readwrite", (files) => files.put(one)),
    drop: (key) => ask("readwrite", (files) => files.delete(key)),
  };
}
