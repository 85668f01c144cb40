import assert from "node:assert/strict";
import { test } from "node:test";

import { emergencies, endedSince, escalations, toneOf, whereOf } from "../../../static/js/wall/state.js";
import { ago, clock, incident } from "../board/cards.js";

test("the six with the least time left are shown, the others only counted, services and what ended not at all", () => {
  const cards = [70, 10, 40, 20, 60, 30, 50, 80].map((left, index) => incident(index + 1, { clock: clock(left) }));
  const found = emergencies([...cards, incident(20, { track: "service" }), incident(21, { closed_at: ago(5) })]);
  assert.deepEqual(found.urgent.map(({ id }) => id), [2, 4, 6, 3, 7, 5]);
  assert.equal(found.others, 2);
  assert.deepEqual(emergencies([]), { urgent: [], others: 0 });
});

test("what ended since this watch began is counted", () => {
  const cards = [incident(1, { closed_at: ago(10) }), incident(2, { closed_at: ago(100) }), incident(3)];
  assert.equal(endedSince(cards, ago(50)), 1);
  assert.equal(endedSince(cards, null), 0);
});

test("the gravest escalation stands on top, the newest of two as grave", () => {
  const raised = (level, raised_at) => ({ escalation: { level, raised_at } });
  const cards = [incident(1, raised(1, ago(5))), incident(2, raised(2, ago(90))), incident(3, raised(2, ago(30))), incident(4)];
  const found = escalations(cards);
  assert.deepEqual([found.card.id, found.more], [3, 2]);
  assert.deepEqual(escalations([incident(4), incident(5, { ...raised(3, ago(1)), closed_at: ago(1) })]), { card: null, more: 0 });
});

test("place and kelurahan, or the kelurahan alone", () => {
  assert.equal(whereOf({ place: "Jl. Mawar", area: "Sanua · Kendari Barat" }), "Jl. Mawar, Sanua");
  assert.equal(whereOf({ place: "", area: "Sanua · Kendari Barat" }), "Sanua");
  assert.equal(whereOf({ place: "", area: "" }), "");
});

test("a share is green when met, amber when near, red when far, and nothing before there is one", () => {
  assert.deepEqual([90, 89.9, 70, 69.9, null].map((share) => toneOf(share, 90)), ["c-ok", "c-warn", "c-warn", "c-crit", ""]);
});
