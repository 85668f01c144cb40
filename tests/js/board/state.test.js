import assert from "node:assert/strict";
import { test } from "node:test";

import { columns } from "../../../static/js/board/columns.js";
import { clockOf, closed, counts, groups, isSilent, notBefore, placed, silentNext, staleFor, unitState, workOf } from "../../../static/js/board/state.js";
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
  const shown = groups(cards, "emergency", NOW).map((group) => [group.stage, ids(group.cards)]);
  assert.deepEqual(shown, [["unassigned", [2]], ["handled", [1]], ["finished", [5]]]);
  assert.deepEqual(groups(cards, "service", NOW).map((group) => ids(group.cards)), [[3]]);
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
  assert.deepEqual(ids(groups(cards, "emergency", NOW)[0].cards), [3, 5, 2, 4, 6, 1]);
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
      { id: 2, short: "#1002", track: "emergency", state: "on_scene" },
      { id: 1, short: "#1001", track: "emergency", state: "notified" },
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

test("what is handled and has been silent too long wants to be closed, from the second the card names", () => {
  const cards = [
    incident(1, { stage: "handled", silent_from: ago(0) }),
    incident(2, { stage: "handled", silent_from: ago(-1) }),
    incident(3, { stage: "handled", silent_from: null }),
    incident(4, { stage: "closed", silent_from: ago(60), closed_at: ago(5) }),
  ];
  const at = (now) => groups(cards, "emergency", now).map((group) => [group.stage, ids(group.cards)]);
  assert.deepEqual(at(NOW), [["handled", [3, 2]], ["finished", [1]]]);
  assert.deepEqual(at(NOW + 1000), [["handled", [3]], ["finished", [2, 1]]]);
  assert.equal(silentNext(cards, NOW), NOW + 1000);
  assert.equal(silentNext(cards, NOW + 1000), Infinity);
  assert.equal(isSilent(cards[3], NOW), false);
});

test("a unit is where its position says; without one where it starts from", () => {
  const units = [unit(1, "DMK-01", { lat: -3.9, lng: 122.5 }), unit(2, "DMK-02", { lat: -3.8, lng: 122.4 })];
  const shown = placed(units, [{ id: 2, lat: -3.7, lng: 122.3, at: ago(5), speed: 41 }, { id: 9, lat: 1, lng: 1, at: ago(5) }]);
  assert.deepEqual(shown.map(({ lat, lng, speed }) => [lat, lng, speed]), [[-3.9, 122.5, undefined], [-3.7, 122.3, 41]]);
  assert.equal(shown[0], units[0]);
});

test("a place is stale after two minutes, and one that nothing tells never is", () => {
  const ages = [119, 120, 121, 185, 3600].map((seconds) => staleFor({ positioned_at: ago(seconds) }, NOW));
  assert.deepEqual(ages, [0, 0, 2, 3, 60]);
  assert.equal(staleFor(unit(1, "DMK-01"), NOW), 0);
});
