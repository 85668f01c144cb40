import assert from "node:assert/strict";
import { test } from "node:test";

import { keepList, remember } from "../../../static/js/shared/remember.js";

test("a call is made again only when it is asked something else", () => {
  const asked = [];
  const draw = remember((...words) => asked.push(words));
  const cards = [{ id: 1 }];
  draw(cards, true);
  draw(cards, true);
  assert.deepEqual(asked, [[cards, true]]);
  draw(cards, false);
  draw([...cards], false);
  assert.equal(asked.length, 3);
});

test("the answer stays the one of the last call, also when there was none", () => {
  const found = remember((id) => (id === 1 ? { id } : undefined));
  assert.equal(found(1), found(1));
  assert.equal(found(2), undefined);
});

test("a list of the same things stays the same list", () => {
  const keep = keepList();
  const [one, other] = [{ id: 1 }, { id: 2 }];
  const first = keep([one, other]);
  assert.equal(keep([one, other]), first);
  assert.notEqual(keep([other, one]), first);
  assert.deepEqual(keep([one]), [one]);
});
