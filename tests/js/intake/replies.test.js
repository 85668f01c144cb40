import assert from "node:assert/strict";
import { test } from "node:test";
import { keepReplies } from "../../../static/js/intake/replies.js";

function storage(kept = {}) {
  const rows = new Map(Object.entries(kept));
  return {
    get length() {
      return rows.size;
    },
    key: (at) => [...rows.keys()][at] ?? null,
    getItem: (key) => rows.get(key) ?? null,
    setItem: (key, text) => rows.set(key, text),
    removeItem: (key) => rows.delete(key),
    rows,
  };
}

test("what is typed to a sender is there after a reload, each with its own conversation", () => {
  const world = { storage: storage(), now: () => 1000 };
  const before = keepReplies(7, world);
  before.put(1, "Di mana");
  before.put(2, "Ada api?");
  const after = keepReplies(7, world);
  assert.deepEqual([after.find(1), after.find(2), after.find(3)], ["Di mana", "Ada api?", ""]);
  after.put(1, "");
  assert.equal(keepReplies(7, world).find(1), "");
});

test("a colleague at the same desk sees nothing of it, and sign-out forgets only one's own", () => {
  const world = { storage: storage(), now: () => 1000 };
  keepReplies(7, world).put(1, "saya");
  keepReplies(8, world).put(1, "rekan");
  assert.equal(keepReplies(8, world).find(1), "rekan");
  keepReplies(7, world).forget();
  assert.equal(keepReplies(7, world).find(1), "");
  assert.equal(keepReplies(8, world).find(1), "rekan");
});

test("what is older than a watch, or unreadable, is swept", () => {
  const old = { "ntpd112.reply.7.1": JSON.stringify({ text: "lama", at: 0 }), "ntpd112.reply.7.2": "{", other: "x" };
  const world = { storage: storage(old), now: () => 13 * 3600 * 1000 };
  keepReplies(7, world);
  assert.deepEqual([...world.storage.rows.keys()], ["other"]);
});

test("a forbidden storage does not stop the writing", () => {
  const refusing = { ...storage(), length: 0, setItem: () => { throw new Error("full"); } };
  keepReplies(7, { storage: refusing, now: () => 0 }).put(1, "tetap");
});
