import assert from "node:assert/strict";
import { test } from "node:test";

import { alarms, escalated, ladders, overdue, overtaken, unanswered } from "../../../static/js/board/alarms.js";
import { NOW, ago, clock, incident } from "./cards.js";

test("alarms are one line per incident, clock and agency, with the highest level, the newest first", () => {
  const raised = (id, level, more = {}) => ({ id, clock: "accept", level, raised_at: ago(100 - id), agency: "POL", acknowledged_at: null, ...more });
  const cards = [
    incident(1, { escalations: [raised(2, 2), raised(1, 1), raised(3, 1, { agency: "PLN" }), raised(4, 1, { acknowledged_at: ago(1) })] }),
    incident(2, { escalations: [raised(9, 0, { clock: "arrive", agency: null })] }),
    incident(3, { closed_at: ago(1), escalations: [raised(20, 3)] }),
  ];
  const shown = alarms(cards).map(({ key, ids: raisedIds, level, incident: card }) => [key, raisedIds, level, card.id]);
  assert.deepEqual(shown, [
    ["2:arrive:", [9], 0, 2],
    ["1:accept:PLN", [3], 1, 1],
    ["1:accept:POL", [2, 1], 2, 1],
  ]);
  assert.deepEqual([escalated(cards[0]), escalated(incident(5))], [2, 0]);
});

test("an alarm of an answer says since when it is awaited and how long it may take, while nobody has answered", () => {
  const asked = (agency, seconds, state = "notified") => ({ agency, state, notified_at: ago(seconds), ladder_s: 60 });
  const card = incident(1, { assignments: [asked("POL", 40), asked("POL", 192), asked("PLN", 300, "accepted")] });
  assert.deepEqual(unanswered({ incident: card, clock: "accept", agency: "POL" }), { since: ago(192), limit: 60000 });
  assert.equal(unanswered({ incident: card, clock: "accept", agency: "PLN" }), null);
  assert.equal(unanswered({ incident: card, clock: "arrive", agency: null }), null);
});

test("timers are late when a card's promise passed 5 s ago, or when the server says so", () => {
  const due = (seconds, more) => incident(1, { promised_at: ago(seconds), ...more });
  assert.equal(overdue([due(5)], null, NOW), 0);
  assert.equal(overdue([due(6), due(-60)], { overdue: 0 }, NOW), 6000);
  assert.equal(overdue([], { overdue: 7.5 }, NOW), 7500);
  assert.equal(overdue([], { overdue: 4 }, NOW), 0);
  assert.equal(overdue([due(90, { closed_at: ago(1) })], null, NOW), 0);
});

const STEPS = [
  { code: null, level: 0, after_s: 0, title: "t0" },
  { code: null, level: 1, after_s: 60, title: "t1" },
  { code: null, level: 2, after_s: 120, title: "t2" },
  { code: "POL", level: 0, after_s: 0, title: "own" },
  { code: "POL", level: 1, after_s: 90, title: "own" },
];
const waiting = (id, agency, seconds, ladder_s, level = 0) => ({ id, agency, notified_at: ago(seconds), ladder_s, level });

test("the ladder whose next rung comes first stands first and knows its level", () => {
  const card = incident(1, { assignments: [waiting(1, "DMK", 5, 60), waiting(2, "DHB", 70, 60, 1), waiting(3, "PLN", 5, null)] });
  const [first, second, ...more] = ladders(card, STEPS);
  assert.deepEqual([first.agency, first.level, first.next.level, first.rungs.length], ["DHB", 1, 2, 3]);
  assert.deepEqual([second.agency, second.level, second.next.level], ["DMK", 0, 1]);
  assert.deepEqual(more, []);
});

test("units of an agency that were sent in one go climb one ladder", () => {
  const rows = [waiting(1, "DMK", 30, 60), waiting(2, "DMK", 30, 60), waiting(3, "DMK", 10, 60), waiting(4, "DHB", 30, 60)];
  const found = ladders(incident(1, { assignments: rows }), STEPS).map(({ assignment }) => assignment);
  assert.deepEqual(found, [1, 4, 3]);
});

test("a ladder is stretched so that its first rung meets the limit, and an agency's own stands before the centre's", () => {
  const dues = (agency, limit) =>
    ladders(incident(1, { assignments: [waiting(1, agency, 0, limit)] }), STEPS)[0].rungs.map(({ due_at: at }) => (Date.parse(at) - NOW) / 1000);
  assert.deepEqual(dues("DMK", 60), [0, 60, 120]);
  assert.deepEqual(dues("DMK", 14400), [0, 14400, 28800]);
  assert.deepEqual(dues("POL", 60), [0, 60]);
});

test("a ladder at its end has no next rung, and without steps there is none", () => {
  const card = incident(1, { assignments: [waiting(1, "DMK", 500, 60, 2)] });
  assert.deepEqual([ladders(card, STEPS)[0].next, ladders(card, STEPS)[0].level], [null, 2]);
  assert.deepEqual(ladders(card, []), []);
});

test("a rung that a hand told before its moment is told, at that moment, and the one above comes at its own", () => {
  const raised = (assignment, level, seconds, clockName = "accept") => ({ assignment, level, clock: clockName, raised_at: ago(seconds) });
  const escalations = [raised(null, 1, 2, "arrive"), raised(8, 1, 3), raised(1, 1, 5)];
  const [{ level, next, rungs }] = ladders(incident(1, { escalations, assignments: [waiting(1, "DMK", 20, 60, 1)] }), STEPS);
  assert.deepEqual([level, next.level, next.due_at], [1, 2, ago(-100)]);
  assert.deepEqual(rungs.map(({ told_at: at }) => at), [ago(20), ago(5), null]);
});

test("a rung whose moment has passed is not said to be told before it is", () => {
  const [{ level, next, rungs }] = ladders(incident(1, { assignments: [waiting(1, "DMK", 61, 60)] }), STEPS);
  assert.deepEqual([level, next.level, rungs[1].told_at], [0, 1, null]);
});

test("what ran out is said as it stands now: answered late, told late, there late", () => {
  const chips = [{ code: "PLN", state: "on_scene" }, { code: "POL", state: "notified" }];
  const late = incident(1, { chips, assignments: [{ state: "recalled", ended_at: ago(9) }], clock: clock(-9) });
  const said = (name, agency = null, card = late) => overtaken({ incident: card, clock: name, agency });
  assert.deepEqual([said("accept", "PLN"), said("accept", "POL"), said("accept", "TIM")], ["on_scene", null, null]);
  assert.deepEqual([said("tell"), said("arrive"), said("finish")], [null, null, null]);
  const there = incident(1, { assignments: [{ state: "accepted", ended_at: null }], clock: clock(-9, ago(2)) });
  assert.deepEqual([said("tell", null, there), said("arrive", null, there), said("finish", null, there)], ["told", "met", null]);
});
