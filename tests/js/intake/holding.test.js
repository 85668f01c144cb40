import assert from "node:assert/strict";
import test from "node:test";

import { canRedial, holderOf, standingOf, unheld } from "../../../static/js/intake/holding.js";
import { ringing } from "../../../static/js/intake/state.js";

const T = "2026-01-10T12:00:0";
const MEMBERS = [{ user_id: 9 }];
const answered = (id, by, fields = {}) => ({
  id, offered_at: `${T}0Z`, answered_at: `${T}5Z`, answered_by_id: by, ended_at: null, outcome: "", ...fields,
});
const ids = (calls, members = MEMBERS) => unheld(calls, members).map(({ id }) => id);

test("what nobody on watch has in hand stands until it has an outcome, on the line or over, the longest-lying first", () => {
  const calls = [
    answered(1, null, { answered_at: `${T}7Z` }), answered(2, 8), answered(3, 9), answered(4, 8, { ended_at: `${T}9Z` }),
    answered(5, 8, { outcome: "prank" }), answered(6, null, { answered_at: null }),
    answered(7, 9, { ended_at: `${T}9Z` }),
  ];
  assert.deepEqual(ids(calls), [2, 4, 1]);
});

test("before it is known who is on watch nobody is taken to have gone", () => {
  assert.deepEqual(ids([answered(1, 8)], []), []);
});

test("a sender who waits for an answer rings and stands nowhere else; one who was answered is not forgotten", () => {
  const calls = [answered(1, 8, { channel: "sms", thread: { is_owed: true } }), answered(2, 8, { channel: "sms", thread: { is_owed: false } })];
  assert.deepEqual([ringing(calls, MEMBERS).map(({ id }) => id), ids(calls)], [[1], [2]]);
});

test("who had it is named with his desk, else the telephone at which it was picked up", () => {
  assert.deepEqual(holderOf({ answered_by: "Fitriani", seat: "Meja 03", extension: "" }), { who: "Fitriani (Meja 03)", extension: "" });
  assert.deepEqual(holderOf({ answered_by: "Fitriani", seat: null, extension: "" }), { who: "Fitriani", extension: "" });
  assert.deepEqual(holderOf({ answered_by: null, seat: null, extension: "1010" }), { who: "", extension: "1010" });
});

test("my own talk that has ended is rung again while it has no outcome and its caller has a number", () => {
  const over = { answered_by_id: 3, ended_at: "2026-01-10T02:00:00Z", outcome: "", can_be_called: true };
  assert.equal(canRedial(over, 3), true);
  for (const other of [{ ended_at: null }, { outcome: "prank" }, { can_be_called: false }, { answered_by_id: 9 }, { channel: "sms" }]) {
    assert.equal(canRedial({ ...over, ...other }, 3), false);
  }
  assert.equal(canRedial(null, 3), false);
});

test("a line talks since its answer, is held since it was last put on hold, is over, or waits again", () => {
  const call = answered(1, 9);
  const did = (id, verb, result = "done", callId = 1) => ({ id, call_id: callId, verb, result, asked_at: `${T}${id}Z` });
  assert.deepEqual(standingOf(call, []), { name: "talking", since: `${T}5Z` });
  assert.deepEqual(standingOf(call, [did(8, "hold"), did(7, "resume"), did(6, "hold")]), { name: "held", since: `${T}8Z` });
  assert.deepEqual(standingOf(call, [did(6, "hold"), did(7, "resume"), did(8, "hold", "failed"), did(9, "hold", "done", 2)]), { name: "talking", since: `${T}5Z` });
  assert.deepEqual(standingOf({ ...call, ended_at: `${T}9Z` }, [did(6, "hold")]), { name: "over", since: null });
  assert.deepEqual(standingOf({ ...call, answered_at: null, requeued_at: `${T}8Z` }, []), { name: "waiting", since: `${T}8Z` });
  assert.deepEqual(standingOf(null, []), { name: "none", since: null });
});
