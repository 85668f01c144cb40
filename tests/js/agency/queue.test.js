import assert from "node:assert/strict";
import { test } from "node:test";

import { fate, isWaiting, openQueue } from "../../../static/js/agency/queue.js";

const tap = (key, more) => ({
  key, kind: "progress", assignment: 1, incident: 9, verb: "arrive", at: "2025-12-13T13:46:00Z",
  url: "/api/v1/assignments/1/progress/", body: { verb: "arrive", at: "2025-12-13T13:46:00Z" }, ...more,
});
const no = (status, code, more) => ({ ok: false, refusal: { status, code, detail: "", fields: {}, card: null, ...more } });
const yes = (data = {}) => ({ ok: true, status: 200, data });

class Store {
  kept = new Map();
  getItem(name) { return this.kept.get(name) ?? null; }
  setItem(name, text) { this.kept.set(name, text); }
}

/** A queue whose line answers by hand. */
function made({ storage = new Store(), isOnline = true } = {}) {
  const world = { storage, online: isOnline, sent: [], timers: [] };
  world.isOnline = () => world.online;
  world.post = (url, body, { key }) => new Promise((answer) => world.sent.push({ url, body, key, answer }));
  world.setTimeout = (call, after) => world.timers.push({ call, after });
  const heard = { done: [], refused: [], signedOut: 0, changes: 0 };
  const queue = openQueue(
    {
      name: "taps.7",
      onChange: () => (heard.changes += 1),
      onDone: (one, data) => heard.done.push([one.key, data]),
      onRefused: (one) => heard.refused.push([one.key, one.refusal.detail]),
      onSignedOut: () => (heard.signedOut += 1),
    },
    world,
  );
  const answer = async (what) => {
    world.sent.at(-1).answer(what);
    await new Promise((go) => setImmediate(go));
  };
  return { queue, world, heard, answer, storage };
}
const keys = (list) => list.map(({ key }) => key);

test("taps are sent one after the other, in the order they were made, with key and moment", async () => {
  const { queue, world, heard, answer } = made();
  queue.add(tap("a"));
  queue.add(tap("b"));
  assert.deepEqual(keys(world.sent), ["a"]);
  await answer(yes({ incident: 1 }));
  assert.deepEqual(keys(world.sent), ["a", "b"]);
  await answer(yes({ incident: 2 }));
  assert.deepEqual(heard.done, [["a", { incident: 1 }], ["b", { incident: 2 }]]);
  assert.deepEqual(queue.book(), { taps: [], refused: [] });
  assert.equal(world.sent[0].body.at, "2025-12-13T13:46:00Z");
});

test("without an answer the same tap goes out again under the same key, ever more slowly up to 6 s", async () => {
  const { queue, world, answer } = made();
  queue.add(tap("a"));
  const waits = [];
  for (let turn = 0; turn < 4; turn += 1) {
    await answer(no(0, "unsent"));
    const timer = world.timers.at(-1);
    waits.push(timer.after);
    timer.call();
  }
  assert.deepEqual(waits, [1500, 3000, 6000, 6000]);
  assert.deepEqual(keys(world.sent), ["a", "a", "a", "a", "a"]);
  assert.equal(queue.book().taps.length, 1);
});

test("taps survive the page and are sent by the next one", async () => {
  const { queue, storage } = made({ isOnline: false });
  queue.add(tap("a"));
  queue.add(tap("b"));
  const later = made({ storage });
  assert.deepEqual(keys(later.queue.book().taps), ["a", "b"]);
  later.queue.wake();
  await later.answer(yes());
  await later.answer(yes());
  assert.deepEqual(keys(later.heard.done.map(([key]) => ({ key }))), ["a", "b"]);
  assert.deepEqual(made({ storage }).queue.book().taps, []);
});

test("a refusal is kept with its reason until it has been read, and holds nothing up", async () => {
  const { queue, world, heard, answer, storage } = made();
  queue.add(tap("a"));
  queue.add(tap("b"));
  await answer(no(409, "already_ended", { detail: "Sudah ditarik." }));
  assert.deepEqual(heard.refused, [["a", "Sudah ditarik."]]);
  assert.deepEqual(keys(world.sent), ["a", "b"]);
  assert.deepEqual(keys(made({ storage }).queue.book().refused), ["a"]);
  queue.dismiss("a");
  assert.deepEqual(queue.book().refused, []);
});

test("only a tap that was never tried can be taken back", async () => {
  const { queue, world, answer } = made({ isOnline: false });
  queue.add(tap("a"));
  queue.add(tap("b"));
  queue.cancel("b");
  assert.deepEqual(keys(queue.book().taps), ["a"]);
  world.online = true;
  queue.wake();
  queue.cancel("a");
  assert.deepEqual(keys(queue.book().taps), ["a"]);
  await answer(yes());
  assert.deepEqual(queue.book().taps, []);
});

test("a session that has ended keeps the taps for the next sign-in", async () => {
  const { queue, heard, answer } = made();
  queue.add(tap("a"));
  await answer(no(401, "not_authenticated"));
  assert.equal(heard.signedOut, 1);
  assert.deepEqual(keys(queue.book().taps), ["a"]);
});

test("a second tab's taps are not forgotten", () => {
  const storage = new Store();
  const one = made({ storage, isOnline: false });
  const other = made({ storage, isOnline: false });
  one.queue.add(tap("a"));
  other.queue.add(tap("b"));
  assert.deepEqual(keys(other.queue.book().taps), ["a", "b"]);
});

test("a browser that keeps nothing still sends, as long as the page lives", async () => {
  const storage = { getItem: () => null, setItem: () => { throw new Error("full"); } };
  const { queue, heard, answer } = made({ storage });
  queue.add(tap("a"));
  await answer(no(0, "unsent"));
  assert.equal(queue.book().taps.length, 1);
  queue.wake();
  await answer(yes());
  assert.equal(heard.done.length, 1);
});

test("what is broken in the browser's book does not stop the page", () => {
  const storage = new Store();
  storage.setItem("taps.7", "{half");
  assert.deepEqual(made({ storage }).queue.book(), { taps: [], refused: [] });
});

test("a server that fails is asked again, but not for ever", () => {
  assert.equal(fate(tap("a"), no(500, "server")), "later");
  assert.equal(fate(tap("a", { errors: 5 }), no(500, "server")), "refused");
  assert.equal(fate(tap("a"), no(409, "in_progress")), "later");
  assert.equal(fate(tap("a"), no(429, "invalid")), "later");
  assert.equal(fate(tap("a"), no(400, "invalid")), "refused");
  assert.equal(fate(tap("a"), no(403, "forbidden")), "refused");
});

test("a tap is sending at first and waiting once nobody answers", () => {
  const at = Date.parse("2025-12-13T13:46:00Z");
  assert.equal(isWaiting(tap("a"), at + 2000, true), false);
  assert.equal(isWaiting(tap("a"), at + 2000, false), true);
  assert.equal(isWaiting(tap("a"), at + 6000, true), true);
});

test("a tap whose moment is refused, for the telephone's clock leapt, goes out again without it, before the next one", async () => {
  const { queue, world, heard, answer } = made();
  queue.add(tap("a"));
  queue.add(tap("b"));
  await answer(no(400, "invalid", { fields: { at: ["Jam ini belum lewat."] } }));
  assert.deepEqual(world.sent.map(({ key, body }) => [key, body.at]), [["a", "2025-12-13T13:46:00Z"], ["a-now", null]]);
  await answer(no(400, "invalid", { fields: { at: ["Jam ini belum lewat."] } }));
  assert.deepEqual(heard.refused.map(([key]) => key), ["a-now"]);
  assert.deepEqual(keys(queue.book().taps), ["b"]);
});
