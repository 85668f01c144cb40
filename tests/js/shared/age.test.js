import assert from "node:assert/strict";
import test from "node:test";

import { ago, metres } from "../../../static/js/shared/age.js";

const words = { seconds: "{n} dtk", minutes: "{n} mnt", hours: "{n} jam", timeless: "?", metres: "± {n} m", kilometres: "± {n} km", vague: "kabur" };
const at = "2026-01-10T02:00:00Z";
const after = (seconds) => Date.parse(at) + seconds * 1000;

test("a position's age is said in seconds, then minutes, then hours", () => {
  assert.equal(ago(at, after(14), words), "14 dtk");
  assert.equal(ago(at, after(119), words), "119 dtk");
  assert.equal(ago(at, after(120), words), "2 mnt");
  assert.equal(ago(at, after(7200), words), "2 jam");
});

test("a clock behind the server's makes no negative age, and no time is said to be unknown", () => {
  assert.equal(ago(at, after(-3), words), "0 dtk");
  assert.equal(ago(null, after(1), words), "?");
});

test("a radius is said in metres, from a kilometre on in kilometres, and never as nothing", () => {
  assert.equal(metres(12.4, words), "± 12 m");
  assert.equal(metres(0.2, words), "± 1 m");
  assert.equal(metres(2500, words), "± 2,5 km");
  assert.equal(metres(null, words), "kabur");
});
