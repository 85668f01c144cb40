import assert from "node:assert/strict";
import { test } from "node:test";

import {
  alarms,
  clockOf,
  closed,
  columns,
  counts,
  escalated,
  groups,
  ladders,
  notBefore,
  overdue,
  unitState,
  workOf,
} from "../../../static/js/board/state.js";
import { NOW, ago, assignment, clock, incident, unit } from "./cards.js";

const ids = (cards) => cards.map((card) => card.id);

test("open incidents of a track stand in groups; empty groups are left out", () => {
  const cards = [
    incident(1, { stage: "handled" }),
    incident(2),
    incident(3, { track: "service" }),
    incident(4, { closed_at: ago(5), stage: "closed" }),
    incident(5, { stage: "finished" }),
  ];
  const shown = groups(cards, "emergency").map((group) => [group.stage, ids(group.cards)]);
  assert.deepEqual(shown, [["unassigned", [2]], ["handled", [1]], ["finished", [5]]]);
  assert.deepEqual(groups(cards, "service").map((group) => ids(group.cards)), [[3]]);
});

test("inside a group the least time left comes first, stopped clocks and none last, the latest report first", () => {
  const cards = [
    incident(1, { reported_at: ago(900) }),
    incident(2, { clock: clock(200) }),
    incident(3, { clock: clock(-30) }),
    incident(4, { clock: clock(100, ago(10)), reported_at: ago(300) }),
    incident(5, { clock: clock(200), reported_at: ago(30) }),
    incident(6, { reported_at: ago(900) }),
  ];
  assert.deepEqual(ids(groups(cards, "emergency")[0].cards), [3, 5, 2, 4, 6, 1]);
});

test("what ended in the last 12 hours is one group, the latest first", () => {
  const half = 12 * 3600;
  const cards = [
    incident(1, { closed_at: ago(100) }),
    incident(2, { closed_at: ago(50) }),
    incident(3, { closed_at: ago(half + 1) }),
    incident(4, { closed_at: ago(100) }),
    incident(5),
  ];
  assert.deepEqual(closed(cards, NOW).map((group) => [group.stage, ids(group.cards)]), [["closed", [2, 4, 1]]]);
  assert.deepEqual(closed([incident(5)], NOW), []);
  assert.deepEqual(counts(cards, NOW), { emergency: 1, service: 0, closed: 3 });
});

test("a unit's state comes from the furthest of its assignments", () => {
  const cards = [
    incident(1, { assignments: [assignment(1, { state: "notified" }), assignment(2, { unit_id: null, unit: null })] }),
    incident(2, { assignments: [assignment(3, { state: "on_scene" }), assignment(4, { unit_id: 2, state: "en_route" })] }),
    incident(3, { assignments: [assignment(5, { unit_id: 3, state: "done", ended_at: ago(1) })] }),
    incident(4, { closed_at: ago(1), assignments: [assignment(6, { unit_id: 4 })] }),
  ];
  const work = workOf(cards);
  assert.deepEqual(work.get(1), {
    state: "on_scene",
    incidents: [
      { id: 1, short: "#1001", state: "notified" },
      { id: 2, short: "#1002", state: "on_scene" },
    ],
  });
  assert.equal(unitState(unit(2, "DMK-02"), work), "en_route");
  assert.equal(unitState(unit(3, "DMK-03"), work), "ready");
  assert.equal(unitState(unit(4, "DMK-04", { is_on_duty: false }), work), "off");
  const back = workOf([cards[1], cards[0]]);
  assert.equal(back.get(1).state, "on_scene");
});

test("each agency with units has a column while there is room", () => {
  const agencies = [{ code: "DMK" }, { code: "PSC" }, { code: "SEK" }];
  const units = [unit(1, "DMK-10"), unit(2, "DMK-9"), unit(3, "PSC-01")];
  const parts = columns(agencies, units);
  assert.deepEqual(parts.map((part) => part.agencies.map((agency) => agency.code)), [["DMK"], ["PSC"]]);
  assert.deepEqual(parts[0].units.map((one) => one.call_sign), ["DMK-9", "DMK-10"]);
});

test("too many agencies share the last two columns, about as many units in each, none lost", () => {
  const codes = ["A", "B", "C", "D", "E", "F", "G", "H"];
  const units = codes.flatMap((code, index) => Array.from({ length: index === 4 ? 5 : 2 }, (_, n) => unit(index * 10 + n, `${code}-${n}`)));
  const parts = columns(codes.map((code) => ({ code })), units);
  assert.deepEqual(parts.map((part) => part.agencies.map((agency) => agency.code)), [["A"], ["B"], ["C"], ["D"], ["E"], ["F", "G", "H"]]);
  assert.equal(parts.flatMap((part) => part.units).length, units.length);
});

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

test("a typed minute means right after the step before it, if that was within the same minute", () => {
  const row = { accepted_at: "2025-12-13T13:43:40.000Z", departed_at: null };
  assert.equal(notBefore("2025-12-13T13:43:00.000Z", row, ago(900)), "2025-12-13T13:43:40.001Z");
  assert.equal(notBefore("2025-12-13T13:44:00.000Z", row, ago(900)), "2025-12-13T13:44:00.000Z");
  assert.equal(notBefore("2025-12-13T13:42:00.000Z", row, ago(900)), "2025-12-13T13:42:00.000Z");
});

test("a closed incident has no clock that runs on", () => {
  assert.equal(clockOf(incident(1, { clock: clock(60), closed_at: ago(5) })), null);
  assert.equal(clockOf(incident(1, { closed_at: ago(5) })), null);
  assert.notEqual(clockOf(incident(1, { clock: clock(60, ago(9)), closed_at: ago(5) })), null);
  assert.notEqual(clockOf(incident(1, { clock: clock(60) })), null);
});
