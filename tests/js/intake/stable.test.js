import assert from "node:assert/strict";
import test from "node:test";

import { stable } from "../../../static/js/intake/stable.js";

test("an item stays the same object while its values do, wherever it stands", () => {
  const keep = stable(({ id }) => id);
  const card = {};
  const [first, second] = keep([{ id: 1, card, km: null }, { id: 2, card, km: 3 }]);
  const again = keep([{ id: 2, card, km: 3 }, { id: 1, card, km: null }]);
  assert.equal(again[0], second);
  assert.equal(again[1], first);
});

test("a changed value, or another card, makes another object", () => {
  const keep = stable(({ id }) => id);
  const [first] = keep([{ id: 1, card: {}, km: 1 }]);
  const [second] = keep([{ id: 1, card: first.card, km: 2 }]);
  const [third] = keep([{ id: 1, card: {}, km: 2 }]);
  assert.notEqual(second, first);
  assert.equal(second.km, 2);
  assert.notEqual(third, second);
});

test("an item that was away comes back as another", () => {
  const keep = stable(({ id }) => id);
  const [first] = keep([{ id: 1 }]);
  keep([]);
  assert.notEqual(keep([{ id: 1 }])[0], first);
});
