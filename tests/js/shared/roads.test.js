import assert from "node:assert/strict";
import { test } from "node:test";
import { pointsOf } from "../../../static/js/shared/roads.js";

test("a line is its first point and the steps from there", () => {
  assert.deepEqual(pointsOf([[-396730, 12251360, 10, -20, 5, 0], [-400000, 12250000, 0, 1]]), [
    [[-3.9673, 122.5136], [-3.9672, 122.5134], [-3.96715, 122.5134]],
    [[-4, 122.5], [-4, 122.50001]],
  ]);
  assert.deepEqual(pointsOf([]), []);
});
