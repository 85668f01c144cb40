import assert from "node:assert/strict";
import { test } from "node:test";

import { alarms, escalated, ladders, overdue, overtaken } from "../../../static/js/board/alarms.js";
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

test("timers are late when a card's promise passed 5 s ago, or when the server says so", () => {
  const due = (seconds, more) => incident(1, { due: [{ kind: "ladder", due_at: ago(seconds) }], ...more });
  assert.equal(overdue([due(5)], null, NOW), 0);
  assert.equal(overdue([due(6), due(-60)], { overdue: 0 }, NOW), 6000);
  assert.equal(overdue([], { overdue: 7.5 }, NOW), 7500);
  assert.equal(overdue([], { overdue: 4 }, NOW), 0);
  assert.equal(overdue([due(90, { closed_at: ago(1) })], null, NOW), 0);
});

test("the ladder whose next rung comes first stands first and knows its level", () => {
  const rung = (row, level, seconds) => ({ assignment: row, agency: `A${row}`, level, title: `t${level}`, due_at: ago(seconds) });
  const card = incident(1, { ladder: [rung(1, 0, 30), rung(1, 1, -30), rung(2, 1, 10), rung(2, 0, 70), rung(2, 2, -20)] });
  const [first, second] = ladders(card, NOW);
  assert.deepEqual([first.agency, first.level, first.next.level, first.rungs.length], ["A2", 1, 2, 3]);
  assert.deepEqual([second.agency, second.level, second.next.level], ["A1", 0, 1]);
});

test("a ladder at its end has no next rung", () => {
  const card = incident(1, { ladder: [{ assignment: 1, agency: "A", level: 3, title: "", due_at: ago(9) }] });
  assert.deepEqual([ladders(card, NOW)[0].next, ladders(card, NOW)[0].level], [null, 3]);
});

test("what ran out is said as it stands now: answered late, told late, there late", () => {
  const chips = [{ code: "PLN", state: "on_scene" }, { code: "POL", state: "notified" }];
  const late = incident(1, { chips, assignments: [{ state: "recalled", ended_at: ago(9) }], clock: clock(-9) });
  const said = (name, agency = null, card = late) => overtaken({ incident: card, clock: name, agency });
  assert.deepEqual([said("accept", "PLN"), said("accept", "POL"), said("accept", "XXX")], ["on_scene", null, null]);
  assert.deepEqual([said("tell"), said("arrive"), said("finish")], [null, null, null]);
  const there = incident(1, { assignments: [{ state: "accepted", ended_at: null }], clock: clock(-9, ago(2)) });
  assert.deepEqual([said("tell", null, there), said("arrive", null, there), said("finish", null, there)], ["told", "met", null]);
});
