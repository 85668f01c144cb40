import assert from "node:assert/strict";
import { test } from "node:test";

import { paced } from "../../../static/js/shared/later.js";

/** Lets time pass and pictures be drawn by hand. */
function hand(t) {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  let now = 0;
  let pictures = [];
  t.mock.method(performance, "now", () => now);
  globalThis.requestAnimationFrame = (call) => pictures.push(call);
  t.after(() => delete globalThis.requestAnimationFrame);
  return {
    pass: (ms) => {
      now += ms;
      t.mock.timers.tick(ms);
    },
    picture: () => {
      const due = pictures;
      pictures = [];
      for (const call of due) call();
    },
  };
}

test("the first news is drawn with the next picture, what follows together and not before its time", (t) => {
  const { pass, picture } = hand(t);
  let drawn = 0;
  const schedule = paced(() => (drawn += 1), 100);
  schedule();
  picture();
  assert.equal(drawn, 1);
  schedule();
  schedule();
  pass(99);
  picture();
  assert.equal(drawn, 1);
  pass(1);
  picture();
  assert.equal(drawn, 2);
  pass(500);
  picture();
  assert.equal(drawn, 2);
});

test("after a quiet time news does not wait again", (t) => {
  const { pass, picture } = hand(t);
  let drawn = 0;
  const schedule = paced(() => (drawn += 1), 100);
  schedule();
  picture();
  pass(100);
  schedule();
  picture();
  assert.equal(drawn, 2);
});
