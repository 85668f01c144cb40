/** Where the third of a conference stands, and what is said of it once. */

import assert from "node:assert/strict";
import test from "node:test";
import { news, stillUp, thirdOf } from "../../../static/js/intake/thirds.js";

const AT = "2026-01-10T02:00:00Z";
const NOW = Date.parse(AT) + 5000;
const row = (id, third, more = {}) => ({ id, call_id: 7, third, target_name: "Damkar", asked_by_id: 3, asked_at: AT, ...more });

test("the latest conference of the call counts, and a third who is rung or talks keeps it open", () => {
  assert.equal(thirdOf([row(1, "joined", { call_id: 8 }), row(2, "")], 7, NOW), null);
  assert.deepEqual(thirdOf([row(3, "ringing"), row(1, "left")], 7, NOW), { who: "Damkar", stands: "ringing", isOpen: true });
  assert.equal(thirdOf([row(3, "joined")], 7, NOW + 600_000).isOpen, true);
  for (const over of ["left", "unanswered", "handed"]) assert.equal(thirdOf([row(3, over)], 7, NOW).isOpen, false);
});

test("a third of whom nothing was heard for a minute is rung no more", () => {
  assert.equal(thirdOf([row(3, "ringing")], 7, NOW + 60_000).isOpen, false);
});

test("each change is said once to whoever asked, and nothing of what stood so when the page opened", () => {
  const told = new Map();
  assert.deepEqual(news([row(1, "joined")], 3, told), []);
  assert.deepEqual(news([row(1, "left"), row(2, "ringing")], 3, told), [{ who: "Damkar", stands: "left" }]);
  assert.deepEqual(news([row(1, "left"), row(2, "unanswered")], 3, told), [{ who: "Damkar", stands: "unanswered" }]);
  assert.deepEqual(news([row(2, "unanswered"), row(4, "joined", { asked_by_id: 9 })], 3, told), []);
});

test("a line that was not put down by itself is said once to whoever closed the call, and again only after it had gone", () => {
  const promised = (id, result, more = {}) => ({ id, call_id: 7, is_promised: true, asked_by_id: 3, result, ...more });
  const told = new Set();
  assert.deepEqual(stillUp([promised(1, ""), promised(2, "refused", { is_promised: false })], 3, told), []);
  assert.deepEqual(stillUp([promised(1, "refused")], 9, new Set()), []);
  assert.deepEqual(stillUp([promised(1, "refused")], 3, told), [7]);
  assert.deepEqual(stillUp([promised(1, "refused"), promised(2, "lost")], 3, told), []);
  assert.deepEqual(stillUp([promised(3, "done")], 3, told), []);
  assert.deepEqual(stillUp([promised(4, "expired")], 3, told), [7]);
});
