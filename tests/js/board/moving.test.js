import assert from "node:assert/strict";
import { test } from "node:test";

import { parse } from "../../../static/js/board/command.js";
import { requestOf } from "../../../static/js/board/requests.js";
import { workOf } from "../../../static/js/board/state.js";
import { assignment, incident, unit } from "./cards.js";

const incidents = [
  incident(42, { assignments: [assignment(31)] }),
  incident(43, { assignments: [assignment(40, { agency: "PSC", unit: "AMB-03", unit_id: 3 })] }),
  incident(44, { assignments: [assignment(41, { agency: "PSC", unit: "AMB-03", unit_id: 3 })] }),
];
const units = [unit(1, "DMK-01"), unit(2, "DMK-02"), unit(3, "AMB-03", { agency: "PSC" }), unit(5, "DMK-05", { is_on_duty: false })];
const ground = { incidents, units, agencies: [{ code: "DMK" }], dispositions: [], work: workOf(incidents), selected: null };
const read = (line, more = {}) => parse(line, { ...ground, ...more });
const problem = (line, more) => read(line, more).problem;

test("PINDAH sends a unit from where it is to another incident", () => {
  const wanted = { do: "move", assignment: 31, into: 43, who: "DMK-01" };
  assert.deepEqual(read("PINDAH DMK-01 1043").orders, [wanted]);
  assert.deepEqual(read("pindah 1043 dmk01").orders, [wanted]);
  assert.deepEqual(read("pindah dmk01", { selected: incidents[1] }).orders, [wanted]);
  assert.deepEqual(read("PINDAH DMK-01 1043").values, { who: "DMK-01", from: "#1042", short: "#1043" });
});

test("of a unit at several incidents it must be said from which, unless it is at the other one already", () => {
  assert.deepEqual([problem("PINDAH AMB-03 1042"), read("PINDAH AMB-03 1042").values.shorts], ["which", "#1043, #1044"]);
  assert.equal(read("PINDAH AMB-03 1044 1042").orders[0].assignment, 41);
  assert.equal(read("PINDAH AMB-03 1044").orders[0].assignment, 40);
});

test("GANTI puts another unit in its place", () => {
  const { orders, values } = read("GANTI DMK-01 DMK-02");
  assert.deepEqual(orders, [{ do: "move", assignment: 31, unit: "DMK-02", who: "DMK-01, DMK-02" }]);
  assert.deepEqual(values, { who: "DMK-01", by: "DMK-02", short: "#1042" });
});

test("both are refused in words", () => {
  assert.equal(problem("PINDAH"), "move_how");
  assert.equal(problem("PINDAH DMK-01"), "move_how");
  assert.equal(problem("PINDAH DMK-01 9999"), "incident");
  assert.equal(problem("PINDAH DMK-02 1043"), "idle");
  assert.equal(problem("PINDAH DMK-01 1042"), "busy");
  assert.equal(problem("PINDAH DMK-01 1043 1042"), "unassigned");
  assert.equal(problem("GANTI DMK-01"), "replace_how");
  assert.equal(problem("GANTI DMK-01 DMK-05"), "off");
  assert.equal(problem("GANTI DMK-01 AMB-03"), "busy");
  assert.equal(problem("GANTI DMK-01 NN-9"), "who");
});

test("its address is the assignment's, and the new assignment takes it back", () => {
  const { undo, ...request } = requestOf({ do: "move", assignment: 31, into: 43, who: "DMK-01" }, "x");
  assert.deepEqual(request, { url: "/api/v1/assignments/31/moving/", body: { into: 43 }, said: "x", who: "DMK-01" });
  assert.deepEqual(undo({ assignments: [77] }), ["/api/v1/assignments/77/moving/undo/"]);
  assert.deepEqual(requestOf({ do: "move", assignment: 31, unit: "DMK-02", who: "" }, "x").body, { unit: "DMK-02" });
});
