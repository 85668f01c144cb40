import assert from "node:assert/strict";
import { test } from "node:test";

import { eachInTurn, inTurn, paced } from "../../../static/js/shared/later.js";

/** Lets time pass and pictures be drawn by hand. */
function hand(t) {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  let now = 0;
  let pictures = [];
  t.mock.method(performance, "now", () => now);
  globalThis.requestAnimationFrame = (call) => pictures.push(call);
  const pass = (ms) => {
    now += ms;
    t.mock.timers.tick(ms);
  };
  const picture = () => {
    const due = pictures;
    pictures = [];
    for (const call of due) call();
    pass(1);
  };
  t.after(() => {
    while (pictures.length) picture();
    delete globalThis.requestAnimationFrame;
  });
  return { pass, picture };
}

test("the first news is drawn behind the next picture, what follows together and not before its time", (t) => {
  const { pass, picture } = hand(t);
  let drawn = 0;
  const schedule = paced(() => (drawn += 1), 100);
  schedule();
  picture();
  assert.equal(drawn, 1);
  picture();
  schedule();
  schedule();
  pass(90);
  picture();
  assert.equal(drawn, 1);
  pass(10);
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
  picture();
  schedule();
  picture();
  assert.equal(drawn, 2);
});

test("pieces are drawn one by one with a picture between them, in the order they were asked for", (t) => {
  const { picture } = hand(t);
  const drawn = [];
  for (const piece of ["list", "map", "units"]) inTurn(() => drawn.push(piece));
  const after = [];
  for (let pictures = 0; pictures < 6; pictures += 1) {
    picture();
    after.push(drawn.length);
  }
  assert.deepEqual(after, [1, 1, 2, 2, 3, 3]);
  assert.deepEqual(drawn, ["list", "map", "units"]);
});

test("a piece that waits is there once, and may be asked for again when it was drawn", (t) => {
  const { picture } = hand(t);
  let drawn = 0;
  const draw = eachInTurn(() => (drawn += 1));
  draw();
  draw();
  picture();
  picture();
  picture();
  assert.equal(drawn, 1);
  draw();
  picture();
  assert.equal(drawn, 2);
});
