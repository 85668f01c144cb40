import assert from "node:assert/strict";
import { test } from "node:test";

import {
  answerTime, atWork, choices, current, foreseen, groups, milestones, nameable, onSheet, ringing, tasks,
} from "../../../static/js/agency/state.js";

const STEPS = {
  accept: { from: ["notified"], to: "accepted", stamps: "accepted_at" },
  decline: { from: ["notified", "accepted", "en_route"], to: "declined", stamps: "ended_at" },
  depart: { from: ["notified", "accepted"], to: "en_route", stamps: "departed_at" },
  arrive: { from: ["notified", "accepted", "en_route"], to: "on_scene", stamps: "arrived_at" },
  control: { from: ["on_scene"], to: "controlled", stamps: "controlled_at" },
  finish: { from: ["accepted", "en_route", "on_scene", "controlled"], to: "done", stamps: "ended_at" },
};

const row = (more) => ({
  id: 1, agency: "DMK", unit: "DMK-01", unit_id: 1, state: "notified", level: 0, notified_at: "2025-12-13T13:46:00Z",
  accepted_at: null, departed_at: null, arrived_at: null, controlled_at: null, ended_at: null, accept_due_at: null, ...more,
});
const card = (rows, more) => ({ kind: "incident", id: 9, track: "emergency", priority: 1, assignments: rows, ...more });
const tap = (verb, at, more) => ({ key: verb, kind: "progress", assignment: 1, incident: 9, verb, at, ...more });
const ids = (list) => list.map(({ id }) => id);

test("a tap shows the next step before the server knows it", () => {
  const seen = foreseen(row({ unit: null }), [tap("accept", "t1", { unit: "DMK-02" }), tap("depart", "t2")], STEPS);
  assert.equal(seen.row.state, "en_route");
  assert.equal(seen.row.accepted_at, "t1");
  assert.equal(seen.row.departed_at, "t2");
  assert.equal(seen.row.unit, "DMK-02");
  assert.deepEqual(seen.pending, ["accepted_at", "departed_at"]);
});

test("a tap that the server has overtaken changes nothing on the screen", () => {
  const known = row({ state: "recalled", ended_at: "t0" });
  assert.deepEqual(foreseen(known, [tap("arrive", "t1")], STEPS), { row: known, pending: [] });
});

test("a note waits without changing the step", () => {
  const known = row();
  assert.deepEqual(foreseen(known, [{ key: "n", kind: "note", assignment: 1, incident: 9, at: "t", text: "x" }], STEPS), {
    row: known, pending: [],
  });
});

test("every assignment is a task, and only its own taps lie over it", () => {
  const all = tasks([card([row(), row({ id: 2, unit: "DMK-02" })])], [tap("accept", "t1")], STEPS);
  assert.deepEqual(all.map((one) => [one.id, one.row.state, one.waiting.length]), [[1, "accepted", 1], [2, "notified", 0]]);
});

test("the list separates emergencies, tickets and what ended today", () => {
  const all = tasks(
    [
      card([row({ id: 1, state: "en_route" })]),
      card([row({ id: 2 })], { priority: 3 }),
      card([row({ id: 3, state: "accepted" })], { track: "service", priority: 4 }),
      card([row({ id: 4, state: "done", ended_at: "2025-12-13T10:00:00Z" })]),
      card([row({ id: 5, state: "declined", ended_at: "2025-12-13T11:00:00Z" })], { track: "service" }),
      card([row({ id: 6, state: "done", ended_at: "2025-12-12T11:00:00Z" })]),
    ],
    [], STEPS,
  );
  const shown = groups(all, (at) => at.startsWith("2025-12-13"));
  assert.deepEqual([ids(shown.active), ids(shown.tickets), ids(shown.done)], [[2, 1], [3], [5, 4]]);
});

test("a telephone rings for its own unit, for the whole agency, and for whoever let the time pass", () => {
  const all = tasks(
    [
      card([row({ id: 1, unit: "DMK-02" }), row({ id: 2, unit: "DMK-03" }), row({ id: 3, unit: "DMK-03", level: 1 })], { priority: 2 }),
      card([row({ id: 4, unit: null })], { priority: 1 }),
      card([row({ id: 5, unit: "DMK-02", state: "accepted" })]),
      card([row({ id: 6, unit: "DMK-02" })], { track: "service" }),
    ],
    [], STEPS,
  );
  assert.deepEqual(ids(ringing(all, "DMK-02")), [4, 1, 3]);
  assert.deepEqual(ids(ringing(all, "")), [4, 1, 2, 3]);
});

test("another unit's task never comes before the own", () => {
  const all = tasks(
    [card([row({ id: 1, unit: "DMK-03", level: 2 })]), card([row({ id: 2, unit: "DMK-02" })], { priority: 3 })], [], STEPS,
  );
  assert.deepEqual(ids(ringing(all, "DMK-02")), [2, 1]);
});

test("what stands on the sheet stays there until it is settled", () => {
  const [a, b, c] = tasks([card([row({ id: 1 }), row({ id: 2 }), row({ id: 3 })])], [], STEPS);
  const none = { held: null, shown: null, byHand: null };
  assert.equal(onSheet([a, b], "", none), a);
  assert.equal(onSheet([a, b], "", { ...none, shown: 2 }), b);
  assert.equal(onSheet([a], "", { ...none, shown: 2 }), a);
  assert.equal(onSheet([a, b], "", { ...none, shown: 1, byHand: b }), b);
  assert.equal(onSheet([a, b], "", { ...none, shown: 3, byHand: c }), a);
  assert.equal(onSheet([a, b], "", { held: 1, shown: 2, byHand: c }), a);
  assert.equal(onSheet([a, b], "", { held: 3, shown: 3, byHand: c }), c);
  assert.equal(onSheet([], "", { ...none, byHand: c }), c);
  assert.equal(onSheet([], "", none), null);
  const [own, other] = tasks([card([row({ id: 4, unit: "DMK-02" }), row({ id: 5, unit: "DMK-03", level: 1 })])], [], STEPS);
  assert.equal(onSheet([other], "DMK-02", { ...none, shown: 5 }), other);
  assert.equal(onSheet([own, other], "DMK-02", { ...none, shown: 5 }), own);
});

test("an answer given without a line stops the ringing", () => {
  assert.deepEqual(ringing(tasks([card([row()])], [tap("accept", "t1")], STEPS), "DMK-01"), []);
});

test("the page opens on the own active task, and on none of another unit", () => {
  const all = tasks([card([row({ id: 1, unit: "DMK-01", state: "on_scene" }), row({ id: 2, unit: "DMK-02", state: "accepted" })])], [], STEPS);
  assert.equal(current(all, "DMK-02").id, 2);
  assert.equal(current(all, "DMK-03"), null);
  assert.equal(current(all, "").id, 1);
  assert.equal(current(tasks([card([row()])], [], STEPS), "DMK-01"), null);
});

test("one main step at a time, the others by the menu", () => {
  const of = (state) => choices(row({ state }), STEPS);
  assert.deepEqual(of("notified"), { main: "accept", also: null, others: ["decline", "depart", "arrive"] });
  assert.deepEqual(of("accepted"), { main: "depart", also: null, others: ["decline", "arrive", "finish"] });
  assert.deepEqual(of("en_route"), { main: "arrive", also: null, others: ["decline", "finish"] });
  assert.deepEqual(of("on_scene"), { main: "finish", also: "control", others: [] });
  assert.deepEqual(of("controlled"), { main: "finish", also: null, others: [] });
  assert.deepEqual(of("done"), { main: null, also: null, others: [] });
});

test("the stepper says what was done, what was skipped, what is unconfirmed and what is next", () => {
  const looks = (more, pending = []) => milestones(row(more), pending).map(({ look }) => look);
  assert.deepEqual(looks({}), ["next", "next", "next", "next"]);
  assert.deepEqual(looks({ accepted_at: "t", state: "accepted" }), ["now", "next", "next", "next"]);
  assert.deepEqual(looks({ arrived_at: "t", state: "on_scene" }), ["skipped", "skipped", "now", "next"]);
  assert.deepEqual(looks({ accepted_at: "t", ended_at: "t", state: "done" }), ["done", "skipped", "skipped", "done"]);
  const steps = milestones(row({ accepted_at: "t", departed_at: "t", state: "en_route" }), ["departed_at"]);
  assert.deepEqual(steps.map(({ isWaiting }) => isWaiting), [false, true, false, false]);
});

test("the time to answer empties, passes, and without a next rung counts up", () => {
  const at = (text) => Date.parse(`2025-12-13T13:${text}Z`);
  const due = row({ accept_due_at: "2025-12-13T13:47:00Z" });
  assert.deepEqual(answerTime(due, at("46:15")), { ms: 45000, share: 0.75, isLate: false, isTimed: true });
  assert.deepEqual(answerTime(due, at("47:12")), { ms: 12000, share: 0, isLate: true, isTimed: true });
  assert.deepEqual(answerTime(row({ level: 3 }), at("50:00")), { ms: 240000, share: 0, isLate: true, isTimed: false });
  assert.deepEqual(answerTime(row(), at("45:59")), { ms: 0, share: 0, isLate: false, isTimed: false });
});

test("what a unit is at comes from the tasks, and only a ready one can be named", () => {
  const unit = (call_sign, is_on_duty = true) => ({ call_sign, state: "ready", is_on_duty });
  const all = tasks(
    [
      card([row({ id: 1, unit: "DMK-01", state: "notified" }), row({ id: 2, unit: "DMK-05", state: "done", ended_at: "x" })]),
      card([row({ id: 3, unit: "DMK-01", state: "en_route" })]),
    ],
    [],
    STEPS,
  );
  const units = atWork([unit("DMK-05"), unit("DMK-03"), unit("DMK-01"), unit("DMK-04", false)], all);
  assert.deepEqual(units.map(({ state }) => state), ["ready", "ready", "en_route", "off"]);
  assert.deepEqual(nameable(units).map(({ call_sign }) => call_sign), ["DMK-03", "DMK-05"]);
});

test("a task that has not changed stays the same object, so the screen redraws only what is new", () => {
  const cards = [card([row()]), card([row({ id: 2 })])];
  const first = tasks(cards, [tap("accept", "t1")], STEPS);
  const same = tasks(cards, [tap("accept", "t1")], STEPS, first);
  assert.ok(same[0] === first[0] && same[1] === first[1]);
  const tried = tasks(cards, [tap("accept", "t1", { isTried: true })], STEPS, first);
  assert.ok(tried[0] !== first[0] && tried[1] === first[1]);
  const other = tasks([card([row()]), cards[1]], [], STEPS, first);
  assert.ok(other[0] !== first[0] && other[1] === first[1]);
});
