import assert from "node:assert/strict";
import test from "node:test";

import { isPassed, onDesk } from "../../../static/js/intake/passed.js";

const pieces = [{ callId: 1 }, { callId: null }];
const prank = { id: 7, outcome: "prank" };
const asked = { call: prank, known: onDesk({ pieces }) };

test("a reason is asked for while the other reports on the desk are only looked at", () => {
  assert.equal(isPassed(asked, { pieces, call: { id: 1, outcome: "" } }), false);
  assert.equal(isPassed(asked, { pieces: [], call: prank }), false);
  assert.equal(isPassed(asked, { pieces: [...pieces, { callId: null }], call: null }), false);
});

test("nothing is asked any more once the outcome was taken back, or another call came to the desk", () => {
  assert.equal(isPassed(asked, { pieces: [...pieces, { callId: 7 }], call: { id: 7, outcome: "" } }), true);
  assert.equal(isPassed(asked, { pieces: [...pieces, { callId: 8 }], call: { id: 1, outcome: "" } }), true);
});
