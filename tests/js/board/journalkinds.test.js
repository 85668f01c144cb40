import assert from "node:assert/strict";
import { test } from "node:test";

import { chosenOf, kindOf } from "../../../static/js/board/journalkinds.js";

test("a line is a caller's, a unit's or the system's; what the desk does is none of them", () => {
  const verbs = ["opened", "joined", "arrived", "assigned", "told", "breached", "changed", "closed", "something_new"];
  assert.deepEqual(verbs.map(kindOf), ["caller", "caller", "unit", "unit", "system", "system", "desk", "desk", "desk"]);
});

test("one kind is shown, or all", () => {
  const lines = [{ kind: "unit" }, { kind: "caller" }, { kind: "desk" }];
  assert.deepEqual(chosenOf(lines, "unit"), [lines[0]]);
  assert.deepEqual(chosenOf(lines, "system"), []);
  assert.equal(chosenOf(lines, ""), lines);
});
