/** Whether a call is on hold, by what the exchange confirmed last. */

import assert from "node:assert/strict";
import test from "node:test";
import { isHeld, isTalk, ringing } from "../../../static/js/intake/state.js";

const command = (id, verb, result = "done", call_id = 7) => ({ id, verb, result, call_id });

test("a call is on hold after a hold that was done, until it is resumed", () => {
  assert.equal(isHeld([command(1, "answer"), command(2, "hold")], 7), true);
  assert.equal(isHeld([command(3, "resume"), command(2, "hold")], 7), false);
  assert.equal(isHeld([command(2, "hold", ""), command(1, "answer")], 7), false);
  assert.equal(isHeld([command(2, "hold"), command(3, "resume", "refused")], 7), true);
  assert.equal(isHeld([command(2, "hold", "done", 8)], 7), false);
});

test("a call that was put back rings again, also when its report was sent before, and nobody talks with it", () => {
  const back = { id: 1, answered_at: null, ended_at: null, outcome: "emergency", requeued_at: "2026-01-10T02:00:00Z", offered_at: "2026-01-10T01:59:00Z" };
  const later = { ...back, id: 2, outcome: "", requeued_at: null, offered_at: "2026-01-10T02:00:10Z" };
  assert.deepEqual(ringing([later, back, { ...back, id: 3, requeued_at: null }]).map(({ id }) => id), [1, 2]);
  assert.equal(isTalk(back), false);
  assert.equal(isTalk({ ...back, answered_at: "2026-01-10T01:59:30Z" }), true);
});
