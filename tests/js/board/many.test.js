import assert from "node:assert/strict";
import { test } from "node:test";

import { byNeed, chipsByNeed, shownOf } from "../../../static/js/board/many.js";

const rows = (...states) => states.map((state, id) => ({ id, state, level: 0 }));
const ids = (found) => found.map(({ id }) => id);

test("a few stand in the order in which they were told", () => {
  assert.deepEqual(ids(byNeed(rows("done", "notified", "en_route"))), [0, 1, 2]);
});

test("of many those come first who have not answered, the escalated before them, and last who is done", () => {
  const many = rows("accepted", "done", "notified", "on_scene", "declined", "en_route", "notified", "recalled", "controlled");
  many[6].level = 2;
  assert.deepEqual(ids(byNeed(many)), [6, 2, 4, 5, 0, 3, 8, 7, 1]);
});

test("chips are escalated as they say", () => {
  const chips = rows("accepted", "notified", "accepted", "notified", "done").map(({ id, state }) => ({ id, state, escalated: id === 3 }));
  assert.deepEqual(ids(chipsByNeed(chips)), [3, 1, 0, 2, 4]);
});

test("where not all chips fit one place is for the number of the others", () => {
  assert.deepEqual([4, 5, 8, 9, 20].map(shownOf), [
    { wide: 4, narrow: 4 },
    { wide: 5, narrow: 3 },
    { wide: 8, narrow: 3 },
    { wide: 7, narrow: 3 },
    { wide: 7, narrow: 3 },
  ]);
});
