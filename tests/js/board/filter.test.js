import assert from "node:assert/strict";
import { test } from "node:test";

import { OPEN, districts, filterOf, isNarrow, ordering, passes, urgentOutside } from "../../../static/js/board/filter.js";
import { ago, clock, incident } from "./cards.js";

const ME = 7;
const fire = incident(1, { priority: 1, area: "Kemaraya · Kendari Barat", chips: [{ code: "DMK" }, { code: "POL" }], handlers: [7] });
const flood = incident(2, { priority: 2, area: "Sanua · Kendari Barat", chips: [{ code: "BPB" }] });
const bare = incident(3, { priority: 1, area: "Kadia" });
const shown = (filter) => [fire, flood, bare].filter((card) => passes(card, { ...OPEN, ...filter }, ME)).map(({ id }) => id);

test("without a choice everything passes", () => {
  assert.deepEqual(shown({}), [1, 2, 3]);
  assert.equal(isNarrow(OPEN), false);
  assert.equal(isNarrow({ ...OPEN, order: "newest" }), false);
});

test("each choice narrows, together they narrow further", () => {
  assert.deepEqual(shown({ area: "Kendari Barat" }), [1, 2]);
  assert.deepEqual(shown({ area: "Kadia" }), [3]);
  assert.deepEqual(shown({ priority: 1 }), [1, 3]);
  assert.deepEqual(shown({ mine: true }), [1]);
  assert.deepEqual(shown({ area: "Kendari Barat", priority: 2 }), [2]);
  assert.deepEqual([{ mine: true }, { priority: 1 }].map((more) => isNarrow({ ...OPEN, ...more })), [true, true]);
});

test("what no agency has yet is seen whichever agency is looked at", () => {
  assert.deepEqual(shown({ agency: "POL" }), [1, 3]);
  assert.deepEqual(shown({ agency: "PLN" }), [3]);
});

test("a new P1 outside the filter is said aloud, until somebody is sent or it is shown", () => {
  const older = { ...bare, id: 4, reported_at: ago(600) };
  const hidden = (card) => passes(card, { ...OPEN, priority: 2 }, ME);
  assert.deepEqual(urgentOutside([bare, older, { ...fire, stage: "waiting" }, flood], hidden).map(({ id }) => id), [4, 3]);
  assert.deepEqual(urgentOutside([bare, { ...bare, closed_at: ago(1) }], () => true), []);
  assert.deepEqual(urgentOutside([{ ...bare, closed_at: ago(1) }], () => false), []);
});

test("the districts offered are those of the cards", () => {
  assert.deepEqual(districts([fire, flood, bare, incident(5)]), ["Kadia", "Kendari Barat"]);
});

test("inside a group the order is time left, priority or the newest", () => {
  const cards = [
    incident(1, { priority: 2, clock: clock(10), reported_at: ago(30) }),
    incident(2, { priority: 1, clock: clock(90), reported_at: ago(60) }),
    incident(3, { priority: 1, clock: clock(50), reported_at: ago(90) }),
  ];
  const sorted = (order) => [...cards].sort(ordering(order)).map(({ id }) => id);
  assert.deepEqual([sorted("time"), sorted("priority"), sorted("newest")], [[1, 3, 2], [3, 2, 1], [1, 2, 3]]);
});

test("what the browser kept is read with care", () => {
  assert.deepEqual(filterOf(null), OPEN);
  assert.deepEqual(filterOf({ agency: 4, area: {}, priority: 9, mine: "yes", order: "size" }), OPEN);
  const kept = { agency: "DMK", area: "Kadia", priority: 2, mine: true, order: "newest" };
  assert.deepEqual(filterOf(kept), kept);
});
