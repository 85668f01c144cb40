import assert from "node:assert/strict";
import { test } from "node:test";

import { parse } from "../../../static/js/board/command.js";
import { isFree, keptUnits, nextLike } from "../../../static/js/board/reserved.js";
import { requestOf } from "../../../static/js/board/requests.js";
import { workOf } from "../../../static/js/board/state.js";
import { assignment, incident, unit } from "./cards.js";

const incidents = [
  incident(42, {
    reservations: [
      { id: 7, agency: "DMK", unit: "DMK-02", unit_id: 2 },
      { id: 8, agency: "PSC", unit: null, unit_id: null },
    ],
  }),
  incident(43, { assignments: [assignment(40), assignment(41, { agency: "POL", unit: null, unit_id: null })] }),
];
const ground = {
  incidents,
  units: [unit(1, "DMK-01"), unit(2, "DMK-02"), unit(3, "DMK-03"), unit(5, "DMK-05", { is_on_duty: false })],
  agencies: [{ code: "DMK" }, { code: "POL" }, { code: "PSC" }],
  work: workOf(incidents),
  selected: null,
  dispositions: [],
  instantOf: () => null,
};
const read = (line, more = {}) => parse(line, { ...ground, ...more });
const problem = (line) => read(line).problem;

test("CADANG keeps units and agencies for an incident, and says so before Enter", () => {
  const order = { do: "reserve", incident: 43, agencies: ["PSC"], units: ["DMK-03"] };
  const values = { who: "DMK-03, PSC", short: "#1043" };
  assert.deepEqual(read("CADANG 1043 DMK-03 PSC"), { orders: [order], say: "reserve", values });
  assert.deepEqual(read("cad dmk-03,psc", { selected: incidents[1] }).orders, [order]);
});

test("CADANG is refused in words for who cannot be kept", () => {
  assert.equal(problem("CADANG 1043"), "whom");
  assert.equal(problem("CADANG 1043 DMK-05"), "off");
  assert.equal(problem("CADANG 1042 DMK-01"), "busy");
  assert.equal(problem("CADANG 1043 POL"), "busy");
  assert.equal(problem("CADANG 1042 PSC"), "kept");
  assert.deepEqual(read("CADANG 1043 DMK-02").values, { who: "DMK-02", short: "#1042" });
});

test("LEPAS lets go who is kept there", () => {
  assert.deepEqual(read("LEPAS 1042 DMK-02 PSC").orders, [
    { do: "release", reservation: 7 },
    { do: "release", reservation: 8 },
  ]);
  assert.equal(problem("LEPAS 1042 DMK-03"), "unkept");
  assert.equal(problem("LEPAS 1042"), "whom");
});

test("who is sent elsewhere is lost to the incident that kept him, and the line says it", () => {
  assert.equal(read("D 1042 DMK-02").say, "assign");
  const { say, values } = read("D 1043 DMK-02");
  assert.equal(say, "assign_kept");
  assert.deepEqual(values, { who: "DMK-02", short: "#1043", kept: "#1042" });
});

test("a unit is known by whom it is kept for; whole agencies are no units", () => {
  assert.deepEqual([...keptUnits(incidents)], [[2, { id: 42, short: "#1042" }]]);
});

test("a unit at a service can be sent, one at an emergency or off duty cannot", () => {
  const work = workOf([
    incident(50, { track: "service", assignments: [assignment(60, { unit_id: 3, unit: "DMK-03" })] }),
    incident(51, { track: "emergency", assignments: [assignment(61, { unit_id: 1, unit: "DMK-01" })] }),
  ]);
  assert.deepEqual(ground.units.filter((one) => isFree(one, work)).map(({ call_sign: sign }) => sign), ["DMK-02", "DMK-03"]);
  assert.deepEqual(read("D 1042 DMK-03", { work }).problem, undefined);
  assert.equal(read("D 1042 DMK-01", { work }).problem, "busy");
});

test("CADANG with a time asks to be reminded when the clocks show it next", () => {
  const instantOf = (text) => (text === "21:30" ? "2025-12-12T13:30:00.000Z" : null);
  const { orders, say, values } = read("CADANG 1043 DMK-03 21:30", { instantOf });
  assert.equal(orders[0].remindAt, "2025-12-13T13:30:00.000Z");
  assert.deepEqual([say, values.at], ["reserve_until", "2025-12-13T13:30:00.000Z"]);
  assert.deepEqual(requestOf(orders[0], "x").body, { agencies: [], units: ["DMK-03"], remind_at: "2025-12-13T13:30:00.000Z" });
});

test("after a lost race the next of the same kind is named, the recommended one first", () => {
  const crew = (id, sign, more) => unit(id, sign, { capability: "samapta", agency: "POL", ...more });
  const units = [crew(1, "SAM-01"), crew(2, "SAM-02"), crew(3, "SAM-03"), crew(4, "SAM-04", { is_on_duty: false }), unit(5, "AMB-03", { agency: "PSC" })];
  const work = workOf([incident(7, { assignments: [assignment(1, { unit_id: 1, agency: "POL" })] })]);
  assert.equal(nextLike(["SAM-01"], ["AMB-03"], { units, work }), "SAM-02");
  assert.equal(nextLike(["SAM-01"], ["AMB-03", "SAM-03"], { units, work }), "SAM-03");
  assert.equal(nextLike(["SAM-01"], ["AMB-03"], { units: [units[0], units[3], units[4]], work }), "AMB-03");
  assert.equal(nextLike(["SAM-01"], [], { units: [units[0]], work }), null);
});
