import assert from "node:assert/strict";
import test from "node:test";

import * as waits from "../../../static/js/intake/waits.js";

const T = "2026-01-10T12:00:0";
const call = (id, fields = {}) => ({ id, offered_at: `${T}0Z`, answered_at: null, ended_at: null, outcome: "", ...fields });

test("ringing is late only after the limit", () => {
  const start = Date.parse(`${T}0Z`);
  assert.equal(waits.isLate(`${T}0Z`, start + 10000, 10000), false);
  assert.equal(waits.isLate(`${T}0Z`, start + 10001, 10000), true);
});

test("a call that was put back waits since then, one told late since it was told", () => {
  const back = call(1, { offered_at: `${T}1Z`, requeued_at: `${T}9Z` });
  const later = call(2, { offered_at: `${T}5Z`, requeued_at: null });
  const toldLate = { ...later, rings_since: `${T}8Z` };
  assert.deepEqual([back, later, toldLate].map(waits.waitingSince), [`${T}9Z`, `${T}5Z`, `${T}8Z`]);
});

test("the timer's bands end at 1:30 and 2:30 of a limit of 1:30", () => {
  assert.deepEqual([0, 90000, 90001, 150000, 150001].map((ms) => waits.bandOf(ms, 90000)), ["ok", "ok", "warn", "warn", "crit"]);
  assert.deepEqual([-5, 90000, 900000].map((ms) => waits.shareOf(ms, 90000)), [0, 0.5, 1]);
});

test("the first answer is counted from the ring; of one told late from when it was told, and never from a later wait", () => {
  const after = (fields) => waits.answeredAfter(call(1, { answered_at: `${T}5Z`, ...fields }));
  assert.equal(after({}), 5000);
  assert.equal(after({ offered_at: "2026-01-10T11:00:02Z", rings_since: `${T}2Z` }), 3000);
  assert.equal(after({ requeued_at: `${T}7Z`, rings_since: `${T}9Z` }), 5000);
  assert.equal(after({ offered_at: `${T}6Z` }), 0);
});
