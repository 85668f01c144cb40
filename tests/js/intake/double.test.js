import assert from "node:assert/strict";
import test from "node:test";

import { oncePerDouble } from "../../../static/js/intake/double.js";

test("a click and a key that presses are heard, the second half of a double click is not", () => {
  let heard = 0;
  const click = oncePerDouble(() => { heard += 1; });
  click({ detail: 1 });
  click({ detail: 2 });
  assert.equal(heard, 1);
  click({ detail: 0 });
  click({ detail: 0 });
  assert.equal(heard, 3);
});
