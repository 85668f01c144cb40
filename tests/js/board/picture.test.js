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

test("news of one kind leaves the pictures of the others the same objects", () => {
  const unit = { kind: "unit", id: 1, version: 1, call_sign: "DMK-01" };
  const incident = (version) => ({ kind: "incident", id: 5, version, closed_at: null, assignments: [], escalations: [], reservations: [] });
  let state = told(unit, incident(1));
  const look = keepPicture(() => state);
  const before = look();
  state = told(unit, incident(2));
  const after = look();
  assert.notEqual(after.incidents, before.incidents);
  for (const name of ["units", "hospitals", "drafts", "surges", "shares", "presence"]) assert.equal(after[name], before[name], name);
});
