import assert from "node:assert/strict";
import { test } from "node:test";

import { firstOf } from "../../../static/js/board/portion.js";

const group = (stage, ...ids) => ({ stage, cards: ids.map((id) => ({ id })) });
const PARTS = [group("unassigned", 1, 2, 3), group("waiting", 4, 5), group("handled", 6)];
const shape = (parts) => parts.map(({ stage, cards, count }) => [stage, cards.map(({ id }) => id), count]);

test("the first rows come with their groups, which know how many they are", () => {
  assert.deepEqual(shape(firstOf(PARTS, 4, null)), [["unassigned", [1, 2, 3], 3], ["waiting", [4], 2]]);
  assert.deepEqual(shape(firstOf(PARTS, 99, null)), shape(PARTS.map((part) => ({ ...part, count: part.cards.length }))));
  assert.deepEqual(firstOf([], 4, 1), []);
});

test("the opened row is always among them", () => {
  assert.deepEqual(shape(firstOf(PARTS, 1, 5)), [["unassigned", [1, 2, 3], 3], ["waiting", [4, 5], 2]]);
});
