import assert from "node:assert/strict";
import { test } from "node:test";

import { empty, reduce } from "../../../static/js/shared/state.js";

globalThis.document = {
  body: { dataset: {} },
  getElementById: () => ({ dataset: { me: "1", callBackResults: "{}", sources: "{}" } }),
};
const { openDesk } = await import("../../../static/js/intake/desk.js");

const T = "2026-01-10T12:0";
const call = (id) => ({ kind: "call", id, version: 1, offered_at: `${T}${id}:00Z`, answered_at: `${T}${id}:05Z`, answered_by_id: 1, ended_at: null, outcome: "" });
const draft = (id) => ({ id, callId: id, takenBy: null, startedAt: `${T}${id}:05Z` });

function desk() {
  const world = { cards: empty(), drafts: [] };
  const saver = { all: () => world.drafts, find: (id) => world.drafts.find((one) => one.id === id) ?? null };
  const mine = openDesk(saver, () => world.cards, []);
  return {
    hears: (...ids) => (world.cards = reduce(world.cards, { type: "cards", cards: ids.map(call), at: 1 })),
    has: (...ids) => (world.drafts = ids.map(draft)),
    opens: (id) => mine.open(`call:${id}`),
    shows: () => mine.view(0).key,
  };
}

test("the newest piece is open at first, also when its call is heard of after an older one's", () => {
  const { hears, has, shows } = desk();
  hears(1);
  assert.equal(shows(), "call:1");
  hears(2);
  assert.equal(shows(), "call:2");
  has(1, 2);
  assert.equal(shows(), "call:2");
});

test("the piece that somebody opened, or can write in, stays where it is when another comes", () => {
  const opened = desk();
  opened.hears(1);
  opened.opens(1);
  opened.hears(2);
  assert.equal(opened.shows(), "call:1");
  const written = desk();
  written.hears(1);
  written.has(1);
  assert.equal(written.shows(), "call:1");
  written.hears(2);
  written.has(1, 2);
  assert.equal(written.shows(), "call:1");
});
