import assert from "node:assert/strict";
import test from "node:test";

import { MEANT_AFTER, onePressEach } from "../../../static/js/intake/twice.js";

const OUTCOMES = ["emergency", "prank", "silent", "cut_off", "information", "complaint", "counselling", "wrong_area"];

/** Two calls on a desk: the first is in the form, and the clock stands still. */
function desk() {
  const clock = { now: 5000 };
  const presses = onePressEach(() => clock.now);
  presses.show(1);
  return { clock, presses };
}

for (const outcome of OUTCOMES) {
  test(`${outcome}: the key that closed a call is not heard for the next one at once, and is after a while`, () => {
    const { clock, presses } = desk();
    assert.equal(presses.tooMany(outcome), 0);
    clock.now += 4000; // the server takes its time
    presses.show(2);
    clock.now += MEANT_AFTER - 1;
    assert.deepEqual([presses.tooMany(outcome), presses.tooMany(outcome)], [1, 2]);
    clock.now += 1;
    assert.equal(presses.tooMany(outcome), 0);
  });
}

test("the same key twice on one call is heard twice: it opens an end and closes it", () => {
  const { presses } = desk();
  assert.deepEqual([presses.tooMany("silent"), presses.tooMany("silent")], [0, 0]);
});

test("another key for the next call is heard at once", () => {
  const { presses } = desk();
  presses.tooMany("prank");
  presses.show(2);
  assert.equal(presses.tooMany("cut_off"), 0);
});

test("the form may be empty for a blink between the two calls", () => {
  const { clock, presses } = desk();
  presses.tooMany("prank");
  presses.show(null);
  clock.now += 300;
  presses.show(2);
  assert.equal(presses.tooMany("prank"), 1);
  clock.now += MEANT_AFTER;
  presses.show(3);
  assert.equal(presses.tooMany("prank"), 0);
});

test("a call that was taken back is closed again with the same key at once", () => {
  const { presses } = desk();
  presses.tooMany("prank");
  presses.show(2);
  presses.show(1);
  assert.equal(presses.tooMany("prank"), 0);
});

test("whoever presses something else between means the same key again", () => {
  const { presses } = desk();
  presses.tooMany("prank");
  presses.show(2);
  presses.forget();
  assert.equal(presses.tooMany("prank"), 0);
});
