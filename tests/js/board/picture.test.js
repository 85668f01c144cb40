import assert from "node:assert/strict";
import { test } from "node:test";

import { keepPicture } from "../../../static/js/board/picture.js";
import { empty } from "../../../static/js/shared/state.js";

const told = (...cards) => ({ ...empty(), entries: new Map(cards.map((card) => [`${card.kind}:${card.id}`, { card, heard: 1 }])) });

test("a board works out what its cards say once, and anew only when it has heard of another", () => {
  let state = told({ kind: "hospital", id: 3, version: 1, name: "RSUD" });
  const look = keepPicture(() => state);
  const first = look();
  assert.deepEqual(first.hospitals.map(({ name }) => name), ["RSUD"]);
  assert.deepEqual([first.incidents, first.units, first.alarms], [[], [], []]);
  state = { ...state, beat: { overdue: 0, stale: 0, at: 2 } };
  assert.equal(look(), first);
  state = told({ kind: "hospital", id: 3, version: 2, name: "RSUD Bahteramas" });
  assert.deepEqual(look().hospitals.map(({ name }) => name), ["RSUD Bahteramas"]);
});
