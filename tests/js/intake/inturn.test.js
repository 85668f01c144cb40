import assert from "node:assert/strict";
import test from "node:test";

import { inTurn } from "../../../static/js/intake/inturn.js";

/** A deed that is done when the test says so. */
function deed(log, name) {
  let end;
  const done = new Promise((resolve) => (end = () => resolve(name)));
  return { end, act: () => (log.push(name), done) };
}

const settled = () => new Promise((go) => setTimeout(go));

test("another word on the same thing waits for the one before and is not lost", async () => {
  const [say, log] = [inTurn(), []];
  const [first, second] = [deed(log, "emergency"), deed(log, "cut_off")];
  const answers = Promise.all([say(1, "emergency", first.act), say(1, "cut_off", second.act)]);
  await settled();
  assert.deepEqual(log, ["emergency"]);
  first.end();
  await settled();
  assert.deepEqual(log, ["emergency", "cut_off"]);
  second.end();
  assert.deepEqual(await answers, ["emergency", "cut_off"]);
});

test("the same word pressed twice is one deed, and may be said again once it is done", async () => {
  const [say, log] = [inTurn(), []];
  const prank = deed(log, "prank");
  const answer = say(1, "prank", prank.act);
  assert.equal(await say(1, "prank", prank.act), null);
  prank.end();
  assert.equal(await answer, "prank");
  assert.equal(await say(1, "prank", prank.act), "prank");
  assert.deepEqual(log, ["prank", "prank"]);
});

test("other things do not wait", async () => {
  const [say, log] = [inTurn(), []];
  say(1, "prank", deed(log, "one").act);
  say(2, "prank", deed(log, "two").act);
  await settled();
  assert.deepEqual(log, ["one", "two"]);
});
