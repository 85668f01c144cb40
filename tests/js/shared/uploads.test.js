import assert from "node:assert/strict";
import { test } from "node:test";

import { openUploads } from "../../../static/js/shared/uploads.js";

const DAY = 24 * 3600 * 1000;
const no = (status, code, detail = "") => ({ ok: false, refusal: { status, code, detail, fields: {}, card: null } });
const yes = { ok: true, status: 201, data: {} };

class Shelf {
  kept = new Map();
  async all() { return [...this.kept.values()]; }
  async put(one) { this.kept.set(one.key, one); }
  async drop(key) { this.kept.delete(key); }
}

/** Uploads whose line answers by hand. */
function made(shelf = new Shelf(), user = "7") {
  const world = { shelf, sent: [], timers: [], time: 0, keys: 0 };
  world.send = (url, blob, { key, timeout }) => new Promise((answer) => world.sent.push({ url, key, timeout, answer }));
  world.now = () => world.time;
  world.newKey = () => `k${(world.keys += 1)}`;
  world.setTimeout = (call, after) => world.timers.push({ call, after });
  const done = [];
  const uploads = openUploads({ user, onChange: () => {}, onDone: (incident) => done.push(incident) }, world);
  const answer = async (what) => {
    world.sent.at(-1).answer(what);
    await new Promise((go) => setImmediate(go));
  };
  return { uploads, world, shelf, done, answer };
}

const blob = (size = 1) => ({ size });

test("one after the other is sent, and thrown away once it is there", async () => {
  const { uploads, world, shelf, done, answer } = made();
  uploads.add(9, blob(), "satu.jpg");
  uploads.add(9, blob(), "dua.jpg");
  assert.deepEqual(world.sent.map(({ key }) => key), ["k1"]);
  assert.equal(world.sent[0].url, "/api/v1/incidents/9/attachments/");
  await answer(yes);
  assert.deepEqual(world.sent.map(({ key }) => key), ["k1", "k2"]);
  await answer(yes);
  assert.deepEqual([done, uploads.of(9), shelf.kept.size], [[9, 9], [], 0]);
});

test("over a bad line the same key comes again, later and later", async () => {
  const { uploads, world, answer } = made();
  uploads.add(9, blob(), "satu.jpg");
  for (const code of ["unsent", "in_progress"]) {
    await answer(no(code === "unsent" ? 0 : 409, code));
    assert.equal(uploads.of(9)[0].why, undefined);
    world.timers.at(-1).call();
  }
  assert.deepEqual(world.sent.map(({ key }) => key), ["k1", "k1", "k1"]);
  assert.deepEqual(world.timers.map(({ after }) => after), [3000, 6000]);
});

test("a refusal stays with its reason until it is thrown away, and lets the next one pass", async () => {
  const { uploads, world, shelf, answer } = made();
  uploads.add(9, blob(), "film.mov");
  uploads.add(9, blob(), "dua.jpg");
  await answer(no(409, "kind", "Hanya foto dan suara."));
  assert.equal(world.sent.at(-1).key, "k2");
  assert.deepEqual(uploads.of(9).map(({ why }) => why), ["Hanya foto dan suara.", undefined]);
  assert.deepEqual([...shelf.kept.keys()], ["k2"]);
  uploads.drop("k1");
  assert.deepEqual(uploads.of(9).map(({ key }) => key), ["k2"]);
});

test("what waited when the page went is sent by the next page of the same person, within a day", async () => {
  const shelf = new Shelf();
  const first = made(shelf);
  first.uploads.add(9, blob(), "satu.jpg");
  const other = made(shelf, "8");
  await other.uploads.load();
  assert.deepEqual(other.world.sent, []);
  const again = made(shelf);
  await again.uploads.load();
  assert.deepEqual(again.world.sent.map(({ key }) => key), ["k1"]);
  const late = made(shelf);
  late.world.time = DAY + 1;
  await late.uploads.load();
  assert.deepEqual([late.world.sent, shelf.kept.size], [[], 0]);
});

test("what is too large is said at once and never sent", () => {
  const { uploads, world, shelf } = made();
  uploads.add(9, blob(99), "besar.jpg", "Lebih dari 10 MB.");
  assert.deepEqual([world.sent, shelf.kept.size, uploads.of(9)[0].why], [[], 0, "Lebih dari 10 MB."]);
});

test("a large file is waited for as long as a slow line needs", () => {
  const { uploads, world } = made();
  uploads.add(9, blob(800_000), "besar.jpg");
  assert.equal(world.sent[0].timeout, 130_000);
});
