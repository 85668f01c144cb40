import assert from "node:assert/strict";
import { test } from "node:test";

import { parse } from "../../../static/js/board/command.js";
import { complete } from "../../../static/js/board/completing.js";
import { requestOf } from "../../../static/js/board/requests.js";
import { jotted } from "../../../static/js/board/writing.js";
import { ago, assignment, incident, unit } from "./cards.js";

const incidents = [
  incident(42, { assignments: [assignment(31), assignment(32, { agency: "POL", unit: null, unit_id: null })] }),
  incident(43, { assignments: [assignment(40, { agency: "PSC", unit: "AMB-03", unit_id: 3 }), assignment(41, { ended_at: ago(9) })] }),
];
const units = [unit(1, "DMK-01"), unit(2, "DMK-02"), unit(3, "AMB-03", { agency: "PSC" }), unit(4, "SAM-02", { agency: "POL" })];
const agencies = [{ code: "DMK" }, { code: "POL" }, { code: "PSC" }];
const ground = { incidents, units, agencies, dispositions: [], work: new Map(), selected: null };
const read = (line, more = {}) => parse(line, { ...ground, ...more });
const order = (line, more) => read(line, more).orders?.[0];
const problem = (line, more) => read(line, more).problem;
const to = (incident, agencies, units, text = "masuk dari kiri") => ({ do: "message", incident, agencies, units, text });

test("P tells a unit something about the incident it is at", () => {
  assert.deepEqual(order("P 1042 DMK-01 masuk dari kiri"), to(42, [], ["DMK-01"]));
  assert.deepEqual(order("pesan dmk01: masuk dari kiri"), to(42, [], ["DMK-01"]));
  assert.deepEqual(order("P AMB-03 masuk dari kiri", { selected: incidents[0] }), to(43, [], ["AMB-03"]));
  assert.deepEqual(read("P 1042 POL masuk").values, { who: "POL", short: "#1042", text: "masuk" });
});

test("several are named with a comma or an @, and only the first word without one", () => {
  assert.deepEqual(order("P 1042 DMK-01,POL masuk dari kiri"), to(42, ["POL"], ["DMK-01"]));
  assert.deepEqual(order("P 1042 @DMK-01 @POL masuk dari kiri"), to(42, ["POL"], ["DMK-01"]));
  assert.equal(order("P 1042 DMK-01 POL sudah di jalan").text, "POL sudah di jalan");
});

test("after N an @ makes a note a message", () => {
  assert.deepEqual(order("N 1042 @DMK-01 masuk dari kiri"), to(42, [], ["DMK-01"]));
  assert.deepEqual(order("N @DMK-01 masuk dari kiri", { selected: incidents[0] }), to(42, [], ["DMK-01"]));
  assert.deepEqual(order("N 1042 surel a@b.id"), { do: "note", incident: 42, text: "surel a@b.id" });
});

test("a unit of an agency that was told as a whole may be meant", () => {
  assert.deepEqual(order("P 1042 SAM-02 masuk dari kiri"), to(42, [], ["SAM-02"]));
});

test("a message is refused in words for whoever is not there, without words, and when it is too long", () => {
  assert.equal(problem("P"), "message_whom");
  assert.equal(problem("P 1042"), "message_whom");
  assert.equal(problem("N 1042 @"), "message_whom");
  assert.equal(problem("P 1042 NN-9 masuk"), "who");
  assert.deepEqual([problem("P 1042 AMB-03 masuk"), read("P 1042 AMB-03 masuk").values.who], ["unassigned", "AMB-03"]);
  assert.equal(problem("P 1043 DMK-01 masuk"), "unassigned");
  assert.equal(problem("P DMK-02 masuk"), "idle");
  assert.equal(problem("P 1042 DMK-01"), "message_text");
  assert.equal(problem(`P 1042 DMK-01 ${"x".repeat(501)}`), "message_long");
  assert.equal(problem("P 9 DMK-01 masuk"), "incident");
});

test("its address is the incident's, and it says who knows nothing while it is unsent", () => {
  assert.deepEqual(requestOf(to(42, ["POL"], ["DMK-01"], "masuk"), "x"), {
    url: "/api/v1/incidents/42/messages/",
    body: { text: "masuk", agencies: ["POL"], units: ["DMK-01"] },
    said: "x",
    who: "DMK-01, POL",
  });
});

test("Tab completes whom it is for, and no words after that", () => {
  assert.equal(complete("P 1042 AM", ground), "P 1042 AMB-03 ");
  assert.equal(complete("N 1042 @AM", ground), "N 1042 @AMB-03 ");
  assert.equal(complete("P AMB-03 DM", ground), "P AMB-03 DM");
});

test("in the field of the opened incident a number is only a word, and an @ makes it a message", () => {
  const inField = (text) => jotted(text, { ...ground, selected: incidents[0] });
  for (const text of ["2 korban  sudah dibawa", "1043", "#1043 selesai"]) {
    assert.deepEqual(inField(text).orders, [{ do: "note", incident: 42, text }]);
  }
  assert.deepEqual(inField("@DMK-01 masuk dari kiri").orders, [to(42, [], ["DMK-01"])]);
  assert.equal(inField("@").problem, "message_whom");
});
