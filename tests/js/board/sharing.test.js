import assert from "node:assert/strict";
import { test } from "node:test";

import { OPEN, passes } from "../../../static/js/board/filter.js";
import { freed } from "../../../static/js/board/sharing.js";
import { incident } from "./cards.js";

const ME = 7;
const share = (what, code, name, user) => ({ kind: "share", id: 1, what, code, name, user_id: user, holder: "Rizal", seat: null });
const west = share("area", "74.71.08", "Kendari Barat", ME);
const east = share("area", "74.71.09", "Kadia", 8);
const police = share("agency", "POL", "Polresta", 8);
const inWest = incident(1, { area: "Kemaraya · Kendari Barat", chips: [{ code: "POL" }] });
const inEast = incident(2, { area: "Kadia", handlers: [ME] });
const alsoEast = incident(3, { area: "Kadia" });
const elsewhere = incident(4, { area: "Baruga" });
const mine = (shares) =>
  [inWest, inEast, alsoEast, elsewhere].filter((card) => passes(card, { ...OPEN, mine: true }, ME, shares)).map(({ id }) => id);

test("without any share only what I handle is mine", () => {
  assert.deepEqual(mine([]), [2]);
});

test("what I hold is mine, what others hold is not unless I handle it, what nobody holds is everybody's", () => {
  assert.deepEqual(mine([west, east]), [1, 2, 4]);
  assert.deepEqual(mine([east]), [1, 2, 4]);
  assert.deepEqual(mine([police, east]), [2, 4]);
  assert.deepEqual(mine([west, police, east]), [1, 2, 4]);
});

test("a share that went to another is not everybody's again", () => {
  assert.deepEqual(freed([west, east], [east]), [west]);
  assert.deepEqual(freed([west], [{ ...west, id: 2, user_id: 9 }]), []);
  assert.deepEqual(freed([], [west]), []);
});
