import assert from "node:assert/strict";
import { test } from "node:test";

import { checksum, empty, find, isDrifting, reduce, shown } from "../../../static/js/shared/state.js";

const card = (id, version, more = {}) => ({ kind: "incident", id, version, ...more });
const heard = (at, ...cards) => ({ type: "cards", cards, at });
const snapshot = (askedAt, ...cards) => ({ type: "snapshot", cards, askedAt });
const after = (...messages) => messages.reduce(reduce, empty());
const seen = (state) =>
  Object.fromEntries(shown(state, "incident").map(({ id, version }) => [id, version]));

function* orders(items) {
  if (items.length === 0) yield [];
  for (let index = 0; index < items.length; index += 1) {
    const rest = [...items.slice(0, index), ...items.slice(index + 1)];
    for (const order of orders(rest)) yield [items[index], ...order];
  }
}

test("every order of the same messages gives the same screen", () => {
  const messages = [
    heard(1000, card(1, 1), card(2, 1)),
    heard(2000, card(1, 3)),
    heard(3000, card(1, 2), card(4, 2)),
    heard(9000, card(2, 4, { gone: true })),
    snapshot(10000, card(1, 2), card(3, 1), card(2, 3)),
    heard(10500, card(3, 2), card(5, 1)),
    heard(9500, card(6, 1)),
  ];
  let count = 0;
  for (const order of orders(messages)) {
    assert.deepEqual(seen(after(...order)), { 1: 3, 3: 2, 5: 1, 6: 1 });
    count += 1;
  }
  assert.equal(count, 5040);
});

test("a repeat is no news and keeps the same state object", () => {
  const state = after(heard(1, card(1, 2)));
  assert.equal(reduce(state, heard(1, card(1, 2))), state);
  assert.equal(reduce(state, heard(1, card(1, 1))), state);
});

test("the card itself stays the same object when only repeated", () => {
  const first = after(heard(1, card(1, 2)));
  const again = reduce(first, heard(5000, card(1, 2)));
  assert.equal(find(again, "incident", 1), find(first, "incident", 1));
});

test("a card that is gone stays gone when an older one comes late", () => {
  const state = after(heard(1, card(1, 5)), heard(2, card(1, 6, { gone: true })), heard(3, card(1, 5)));
  assert.deepEqual(seen(state), {});
});

test("gone wins over the same version, whichever comes first", () => {
  const gone = heard(1, card(1, 5, { gone: true }));
  const there = heard(1, card(1, 5));
  assert.deepEqual(seen(after(gone, there)), {});
  assert.deepEqual(seen(after(there, gone)), {});
});

test("what left while the line was down vanishes with the snapshot", () => {
  const state = after(heard(1000, card(1, 5), card(2, 1)), snapshot(60000, card(2, 1)));
  assert.deepEqual(seen(state), { 2: 1 });
});

test("what came after the snapshot was asked for stays although the snapshot lacks it", () => {
  const state = after(heard(60100, card(9, 1)), snapshot(60000, card(2, 1)));
  assert.deepEqual(seen(state), { 2: 1, 9: 1 });
});

test("what came a moment before asking stays, because the snapshot may come from the cache", () => {
  const state = after(heard(59000, card(9, 1)), snapshot(60000));
  assert.deepEqual(seen(state), { 9: 1 });
});

test("an incident that came back into sight is shown again", () => {
  const state = after(heard(1000, card(1, 5)), snapshot(60000), snapshot(90000, card(1, 5)));
  assert.deepEqual(seen(state), { 1: 5 });
});

test("an old snapshot that arrives after a newer one brings nothing back", () => {
  const state = after(snapshot(60000, card(2, 1)), snapshot(10000, card(1, 1)));
  assert.deepEqual(seen(state), { 2: 1 });
});

test("kinds do not mix", () => {
  const state = after(heard(1, card(1, 1), { kind: "unit", id: 1, version: 7 }));
  assert.equal(find(state, "unit", 1).version, 7);
  assert.equal(find(state, "incident", 1).version, 1);
});

test("the sum is over open incidents only", () => {
  const state = after(
    heard(1, card(17, 5), card(18, 2, { closed_at: "2025-12-13T13:00:00Z" }), card(19, 1, { gone: true })),
    heard(1, { kind: "unit", id: 4, version: 3 }),
  );
  assert.deepEqual(checksum(state), { count: 1, sum: 17 * 1000003 + 5 * 7919 });
});

test("the sum stays within 32 bits", () => {
  const state = after(heard(1, card(4000, 3), card(4001, 3), card(4002, 3)));
  const whole = [4000, 4001, 4002].reduce((sum, id) => sum + BigInt(id) * 1000003n + 3n * 7919n, 0n);
  assert.equal(BigInt(checksum(state).sum), whole % 4294967296n);
});

test("two sums in a row that differ ask for the snapshot, an equal one or a snapshot forgives", () => {
  const wrong = (at) => ({ type: "beat", at, overdue_s: 0, count: 0, sum: 1 });
  const right = { ...checksum(after(heard(1, card(1, 1)))), type: "beat", at: 9 };
  const start = after(snapshot(1, card(1, 1)));
  assert.equal(isDrifting(reduce(start, wrong(2))), false);
  assert.equal(isDrifting([wrong(2), wrong(3)].reduce(reduce, start)), true);
  assert.equal(isDrifting([wrong(2), right, wrong(10)].reduce(reduce, start)), false);
  assert.equal(isDrifting([wrong(2), wrong(3), snapshot(20, card(1, 1))].reduce(reduce, start)), false);
});

test("before the first snapshot no sum is compared", () => {
  const state = after(...[1, 2, 3].map((at) => ({ type: "beat", at, count: 5, sum: 5 })));
  assert.equal(isDrifting(state), false);
});

test("the newest beat tells how late the timers are", () => {
  const state = after({ type: "beat", at: 5, overdue_s: 7.5 }, { type: "beat", at: 3, overdue_s: 0 });
  assert.equal(state.beat.overdue, 7.5);
  assert.equal(after({ type: "beat", at: 5 }).beat.overdue, 0);
});

test("an unknown message changes nothing", () => {
  const state = after(heard(1, card(1, 1)));
  assert.equal(reduce(state, { type: "hello" }), state);
});
