import assert from "node:assert/strict";
import { test } from "node:test";
import { ageOf, byDistance, isStale, readBeds } from "../../../static/js/shared/hospitals.js";

const NOW = Date.parse("2026-01-10T02:00:00Z");
const ago = (minutes) => new Date(NOW - minutes * 60000).toISOString();

test("the nearest hospital comes first, one without a place last, and without a point they stand by name", () => {
  const far = { name: "A", lat: -4.1, lng: 122.5 };
  const near = { name: "B", lat: -3.98, lng: 122.5 };
  const nowhere = { name: "C", lat: null, lng: null };
  const names = (point) => byDistance([nowhere, far, near], point).map(({ hospital }) => hospital.name);
  assert.deepEqual(names({ lat: -3.97, lng: 122.5 }), ["B", "A", "C"]);
  assert.deepEqual(names(null), ["A", "B", "C"]);
});

test("a word says its age in the largest unit that tells", () => {
  assert.deepEqual([0.5, 12, 59, 60, 300, 3000].map((m) => Object.values(ageOf(ago(m), NOW)).join(" ")), [
    "now 0", "minutes 12", "minutes 59", "hours 1", "hours 5", "days 2",
  ]);
  assert.equal(ageOf(null, NOW).name, "never");
});

test("a word is too old from its own moment on, and never before there is one", () => {
  assert.equal(isStale({ stale_at: ago(0) }, NOW), true);
  assert.equal(isStale({ stale_at: ago(-1) }, NOW), false);
  assert.equal(isStale({ stale_at: null }, NOW), false);
});

test("kinds left empty are not told; half a figure and more free than there are stop the form", () => {
  const row = (free, total) => ({ kind: "igd", free, total });
  assert.deepEqual(readBeds([row("3", "12"), { kind: "icu", free: "", total: "" }]).beds, [{ kind: "igd", free: 3, total: 12 }]);
  assert.deepEqual(readBeds([row("3", "")]).problem, { name: "half", kind: "igd" });
  assert.deepEqual(readBeds([row("-3", "4")]).problem, { name: "half", kind: "igd" });
  assert.deepEqual(readBeds([row("5", "4")]).problem, { name: "impossible", kind: "igd" });
});
