import assert from "node:assert/strict";
import { test } from "node:test";

import { whole } from "../../../static/js/board/cards.js";

const TABLE = {
  card: { place: "", lat: null, closed_at: null, clock: null, handlers: [], assignments: [], escalations: [] },
  assignment: { unit: null, unit_id: null, level: 0, ended_at: null, ladder_s: null },
  verbs: { notified: ["accept", "recall"], on_scene: ["finish"], done: [], recalled: [] },
  agencies: { DMK: "Damkar" },
};
const LEAN = { kind: "incident", id: 1, version: 3, reported_at: "2026-01-10T02:00:00.125Z", stage: "waiting" };
const row = (id, state, more = {}) => ({ id, agency: "DMK", state, notified_at: "2026-01-10T02:01:00.000Z", ...more });
const chipsOf = (...rows) => whole({ ...LEAN, assignments: rows }, TABLE).chips.map(({ code, state, escalated }) => [code, state, escalated]);

test("what a card does not say has its usual value", () => {
  assert.deepEqual(whole(LEAN, TABLE), { ...TABLE.card, ...LEAN, chips: [] });
  assert.deepEqual(whole({ ...LEAN, place: "Jl. Contoh 1", lat: -3.9 }, TABLE).place, "Jl. Contoh 1");
});

test("an assignment gets its agency's name and what may be recorded next", () => {
  const [first, second] = whole({ ...LEAN, assignments: [row(1, "notified"), row(2, "done", { agency: "XYZ" })] }, TABLE).assignments;
  assert.deepEqual(first, { ...TABLE.assignment, ...row(1, "notified"), agency_name: "Damkar", verbs: ["accept", "recall"] });
  assert.deepEqual([second.agency_name, second.verbs], ["XYZ", []]);
});

test("a clock starts at the report", () => {
  const clock = { name: "arrive", label: "tiba", due_at: "2026-01-10T02:07:00.125Z", stopped_at: null };
  assert.deepEqual(whole({ ...LEAN, clock }, TABLE).clock, { ...clock, started_at: LEAN.reported_at, limit_s: 420 });
});

test("one chip for each agency: waiting if any row waits, else the furthest, else the last", () => {
  assert.deepEqual(chipsOf(row(1, "on_scene"), row(2, "notified", { level: 2 })), [["DMK", "notified", true]]);
  assert.deepEqual(chipsOf(row(1, "on_scene", { level: 1 }), row(2, "recalled"), row(3, "accepted")), [["DMK", "on_scene", false]]);
  assert.deepEqual(chipsOf(row(1, "done"), row(2, "recalled")), [["DMK", "recalled", false]]);
  assert.deepEqual(chipsOf(row(1, "accepted"), row(2, "done", { agency: "POL" })), [["DMK", "accepted", false], ["POL", "done", false]]);
});

test("whole cards, cards that are gone and other kinds stay as they are", () => {
  for (const card of [{ ...LEAN, chips: [] }, { kind: "incident", id: 1, version: 2, gone: true }, { kind: "unit", id: 7, version: 0 }]) {
    assert.equal(whole(card, TABLE), card);
  }
});
