/** Which calls that ring at nobody are in nobody's hands. */

import assert from "node:assert/strict";
import test from "node:test";
import { untaken } from "../../../static/js/shared/unanswered.js";

test("those taken on are left out and the longest-ringing comes first", () => {
  const cards = [
    { id: 3, since: "2026-01-10T02:00:09Z", seen_by: null },
    { id: 1, since: "2026-01-10T02:00:05Z", seen_by: "Ahmad Rifai" },
    { id: 2, since: "2026-01-10T02:00:07Z", seen_by: null },
  ];
  assert.deepEqual(untaken(cards).map(({ id }) => id), [2, 3]);
});
