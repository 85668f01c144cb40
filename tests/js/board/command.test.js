import assert from "node:assert/strict";
import { test } from "node:test";

import { parse } from "../../../static/js/board/command.js";
import { workOf } from "../../../static/js/board/state.js";
import { ago, assignment, incident, unit } from "./cards.js";

const incidents = [
  incident(42, {
    reported_at: ago(900),
    assignments: [
      assignment(31, { state: "en_route", verbs: ["arrive", "finish", "recall", "decline"] }),
      assignment(32, { agency: "POL", unit: null, unit_id: null }),
      assignment(33, { agency: "PSC", unit: "AMB-03", unit_id: 3, state: "done", ended_at: ago(9), verbs: [] }),
    ],
  }),
  incident(43, { assignments: [assignment(40, { agency: "PSC", unit: "AMB-03", unit_id: 3, state: "accepted", verbs: ["depart"] })] }),
  incident(44, { assignments: [assignment(41, { agency: "PSC", unit: "AMB-03", unit_id: 3, state: "accepted", verbs: ["depart"] })] }),
  incident(2, { closed_at: ago(9) }),
  incident(3, { number: 3, short: "#3" }),
];
const ground = {
  incidents,
  units: [unit(1, "DMK-01"), unit(2, "DMK-02"), unit(3, "AMB-03", { agency: "PSC" }), unit(5, "DMK-05", { is_on_duty: false })],
  agencies: [{ code: "DMK" }, { code: "POL" }, { code: "PSC" }],
  work: workOf(incidents),
  selected: null,
  dispositions: [
    { code: "tertangani", name: "Tertangani", apco_code: "01" },
    { code: "nihil", name: "Nihil di lokasi", apco_code: "14" },
    { code: "dibatalkan", name: "Dibatalkan", apco_code: "10" },
    { code: "batal_sebelum_tiba", name: "Dibatalkan sebelum tiba", apco_code: "32" },
  ],
  instantOf: (text) => (text === "21:43" ? "2025-12-13T13:43:00.000Z" : null),
};
const read = (line, more = {}) => parse(line, { ...ground, ...more });
const orders = (line, more) => read(line, more).orders;
const problem = (line, more) => read(line, more).problem;

test("an empty line means nothing and is no problem", () => {
  assert.equal(read(""), null);
  assert.equal(read("   "), null);
});

test("D assigns units and agencies in any order, in any case", () => {
  const wanted = [{ do: "assign", incident: 42, agencies: ["PSC"], units: ["DMK-02"] }];
  assert.deepEqual(orders("D 1042 DMK-02 PSC"), wanted);
  assert.deepEqual(orders("d psc #1042 dmk-02"), wanted);
  assert.deepEqual(read("D 1042 DMK-02").values, { who: "DMK-02", short: "#1042" });
});

test("without a number the opened incident is meant", () => {
  assert.equal(orders("D DMK-02", { selected: incidents[0] })[0].incident, 42);
  assert.equal(problem("D DMK-02"), "incident_how");
});

test("D is refused in words for what cannot be sent", () => {
  assert.equal(problem("D 1042"), "whom");
  assert.equal(problem("D 1042 DMK-05"), "off");
  assert.deepEqual(read("D 1042 DMK-01").values, { who: "DMK-01", short: "#1042" });
  assert.equal(problem("D 1042 DMK-01"), "busy");
  assert.equal(problem("D 9999 DMK-02"), "incident");
  assert.equal(problem("D 1002 DMK-02"), "incident");
  assert.deepEqual([problem("D 1042 XYZ"), read("D 1042 XYZ").values.word], ["who", "XYZ"]);
});

test("a time is refused where none belongs, never dropped unseen", () => {
  for (const line of ["D 1042 21:43 DMK-02", "D 1042 DMK-02 5.30", "U 1042 P1 21:43", "ALARM 1042 21:43", "LEPAS 1042 DMK-02 21:43", "PINDAH DMK-01 1043 21:43", "GANTI DMK-01 DMK-02 21:43"]) {
    assert.deepEqual([line, read(line)], [line, { problem: "time_here", values: { word: /\d+[:.]\d+/.exec(line)[0] } }]);
  }
});

test("A accepts on behalf of an agency or a unit", () => {
  assert.deepEqual(orders("A 1042 POL"), [{ do: "progress", assignment: 32, verb: "accept", at: null, reason: "" }]);
  assert.equal(orders("A 1042 POL 21:43")[0].at, "2025-12-13T13:43:00.000Z");
  assert.equal(problem("A 1042 POL 21:99"), "time");
  assert.equal(problem("A 1042 DMK-01"), "cannot");
  assert.equal(problem("A 1043 POL"), "unassigned");
  assert.equal(problem("A 1042 PSC"), "unassigned");
  assert.equal(problem("A 1042"), "whom");
  assert.equal(problem("A 9999 POL"), "incident");
});

test("a time within the minute of the report is right after it, for A and for S", () => {
  const late = incidents.map((card) => ({ ...card, reported_at: "2025-12-13T13:43:45.000Z" }));
  for (const line of ["A 1042 POL 21:43", "S DMK-01 TIBA 21:43"]) {
    assert.equal(orders(line, { incidents: late })[0].at, "2025-12-13T13:43:45.001Z", line);
  }
});

test("X recalls", () => {
  assert.deepEqual(orders("X 1042 DMK-01").map((order) => [order.assignment, order.verb]), [[31, "recall"]]);
});

test("S records a unit's step by the beginning of the word", () => {
  for (const word of ["TIBA", "tib", "ti"]) assert.equal(orders(`S DMK-01 ${word}`)[0].verb, "arrive");
  assert.equal(read("S DMK-01 TIBA 21:43").say, "progress_at");
  assert.equal(orders("S DMK-01 TIBA 21:43")[0].at, "2025-12-13T13:43:00.000Z");
  assert.equal(problem("S DMK-01 T"), "step");
  assert.equal(problem("S DMK-01"), "step");
  assert.equal(problem("S DMK-01 MELAYANG"), "step");
  assert.equal(problem("S DMK-01 TIBA 99:99"), "time");
  assert.equal(problem("S"), "step_how");
  assert.equal(problem("S XYZ TIBA"), "who");
  assert.equal(problem("S DMK-02 TIBA"), "idle");
  assert.equal(problem("S DMK-01 TERKENDALI"), "cannot");
});

test("S asks which incident when a unit is at several", () => {
  assert.deepEqual([problem("S AMB-03 BERANGKAT"), read("S AMB-03 BERANGKAT").values.shorts], ["which", "#1043, #1044"]);
  assert.equal(orders("S AMB-03 BERANGKAT 1044")[0].assignment, 41);
  assert.equal(orders("S AMB-03 MENUJU 1043")[0].verb, "depart");
});

test("S TOLAK needs a reason", () => {
  assert.equal(problem("S DMK-01 TOLAK"), "reason");
  assert.deepEqual(orders("S DMK-01 TOLAK pompa rusak")[0].reason, "pompa rusak");
});

test("N notes text as it is typed", () => {
  assert.deepEqual(orders("N 1042 Api padam, D 3"), [{ do: "note", incident: 42, text: "Api padam, D 3" }]);
  assert.equal(orders("N Api padam", { selected: incidents[0] })[0].text, "Api padam");
  assert.equal(problem("N 1042"), "text");
  assert.equal(problem("N 9999 x"), "incident");
  assert.equal(problem("N x"), "incident_how");
});

test("U changes the priority, also of an incident with a small number", () => {
  assert.deepEqual(orders("U 1042 P1"), [{ do: "change", incident: 42, changes: { priority: 1 } }]);
  assert.deepEqual(orders("U P4 1042")[0].changes, { priority: 4 });
  assert.deepEqual(orders("U 1042 3")[0].changes, { priority: 3 });
  assert.deepEqual(orders("U 3 P2"), [{ do: "change", incident: 3, changes: { priority: 2 } }]);
  assert.deepEqual(orders("U 3 3"), [{ do: "change", incident: 3, changes: { priority: 3 } }]);
  assert.equal(problem("U 1042"), "priority");
  assert.equal(problem("U 1042 P9"), "priority");
  assert.equal(problem("U P1"), "incident_how");
});

test("an unknown verb says so", () => {
  assert.deepEqual([problem("Q 1042"), read("Q 1042").values.word], ["verb", "Q"]);
});

test("ALARM raises the named or the opened incident by one level, as far as plans go", () => {
  assert.deepEqual(orders("alarm 1042"), [{ do: "alarm", incident: 42, level: 2 }]);
  assert.deepEqual(read("ALARM", { selected: incident(50, { alarm: 2 }) }), {
    orders: [{ do: "alarm", incident: 50, level: 3 }],
    say: "alarm",
    values: { short: "#1050", level: "3" },
  });
  assert.equal(problem("ALARM", { selected: incident(50, { alarm: 3 }) }), "alarm_top");
  assert.equal(problem("ALARM"), "incident_how");
  assert.equal(problem("ALARM 9999"), "incident");
});

test("G merges the first into the second, or the selected into the one that is named", () => {
  const [one, other] = [incidents[1], incidents[0]];
  assert.deepEqual(orders("G 1043 1042"), [{ do: "merge", card: one, into: other }]);
  assert.deepEqual(orders("g #1042", { selected: one }), [{ do: "merge", card: one, into: other }]);
  assert.deepEqual(read("G 1043 1042").values, { short: one.short, into: other.short });
});

test("G says what is missing or cannot be", () => {
  assert.equal(problem("G"), "merge_how");
  assert.equal(problem("G", { selected: incidents[0] }), "merge_how");
  assert.equal(problem("G 1042"), "merge_how");
  assert.equal(problem("G 1042 1042"), "merge_same");
  assert.equal(problem("G 1042 9999"), "incident");
  assert.equal(problem("G 1042 1002"), "incident", "closed");
  assert.equal(problem("G 1042 DMK"), "who");
  const lamp = incident(50, { track: "service" });
  assert.equal(problem("G 1042 1050", { incidents: [...incidents, lamp] }), "merge_track");
});

test("S takes a finding, which is offered only to who is there", () => {
  const there = incident(60, { assignments: [assignment(61, { unit: "DMK-02", unit_id: 2, state: "on_scene", verbs: ["finish", "find_nil", "find_false"] })] });
  const order = { do: "progress", assignment: 61, at: null, reason: "" };
  assert.deepEqual(orders("S DMK-02 nihil", { incidents: [there] }), [{ ...order, verb: "find_nil" }]);
  assert.deepEqual(orders("S DMK-02 palsu", { incidents: [there] }), [{ ...order, verb: "find_false" }]);
  assert.equal(problem("S DMK-01 NIHIL"), "cannot");
});

test("T closes with the ending that is typed, else with the one the field's words propose", () => {
  const nil = { ...incidents[0], ending: "14" };
  assert.deepEqual(orders("T 1042 tert"), [{ do: "close", card: incidents[0], disposition: "tertangani" }]);
  assert.equal(read("T 1042 dibatalkan").values.ending, "Dibatalkan");
  assert.equal(problem("T 1042 dibatal"), "ending");
  assert.equal(problem("T 1042"), "ending_how");
  assert.equal(problem("T 1042", { incidents: [{ ...nil, ending: "99" }] }), "ending_how");
  assert.equal(orders("t", { selected: nil })[0].disposition, "nihil");
  assert.equal(problem("T"), "incident_how");
  assert.equal(problem("T", { selected: incidents[3] }), "incident_how");
  assert.equal(problem("T 1002"), "incident");
});

test("T says whom the closing releases", () => {
  const assignments = [{ unit: "DMK-01", ended_at: null }, { unit: null, agency_name: "PLN", ended_at: null }, { unit: "DMK-02", ended_at: "2025-12-13T13:40:00Z" }];
  const busy = read("T 1042 tert", { incidents: [{ ...incidents[0], assignments }] });
  assert.deepEqual([busy.say, busy.values.who], ["close_releasing", "DMK-01, PLN"]);
  assert.equal(read("T 1042 tert", { incidents: [{ ...incidents[0], assignments: [] }] }).say, "close_as");
});

test("verbs have words, units and agencies may be begun, as long as only one is meant", () => {
  assert.deepEqual(orders("tugaskan 1042 DMK-02"), orders("D 1042 DMK-02"));
  assert.equal(problem("tu 1042 DMK-02"), "verb");
  assert.deepEqual(orders("D 1042 AM", { work: new Map() })[0].units, ["AMB-03"]);
  assert.equal(problem("D 1042 DMK-0"), "several");
  assert.deepEqual(orders("D 1042 PS")[0].agencies, ["PSC"]);
  assert.equal(orders("S AMB 1043 ber")[0].assignment, 40);
});

test("L names a place to be shown on the map", () => {
  assert.deepEqual(orders("L kali wanggu"), [{ do: "look", text: "kali wanggu" }]);
  assert.equal(problem("L"), "look");
});

test("a hyphen may be left out and a comma parts as a space does; in free words it stays", () => {
  assert.deepEqual(orders("D 1042,dmk02;PSC")[0], { do: "assign", incident: 42, agencies: ["PSC"], units: ["DMK-02"] });
  assert.equal(orders("S dmk01 tiba")[0].assignment, 31);
  assert.equal(orders("N 1042 api, asap; aman")[0].text, "api, asap; aman");
  assert.equal(orders("S DMK-01 TOLAK pompa rusak, ban bocor")[0].reason, "pompa rusak, ban bocor");
});

test("a beginning that fits several names them", () => {
  assert.deepEqual(read("D 1042 DMK-0"), { problem: "several", values: { word: "DMK-0", names: "DMK-01, DMK-02, DMK-05" } });
  assert.equal(problem("S dmk0 tiba"), "several");
});

test("S takes the step of an agency that was told as a whole, and asks for the unit of one that sent units", () => {
  const told = incident(45, { assignments: [assignment(50, { agency: "POL", unit: null, unit_id: null, state: "accepted", verbs: ["depart", "decline"] })] });
  assert.deepEqual(
    orders("S POL berangkat", { incidents: [told] }).map(({ assignment: row, verb }) => [row, verb]),
    [[50, "depart"]],
  );
  assert.equal(read("S POL berangkat", { incidents: [told] }).values.who, "POL");
  assert.equal(problem("S POL tolak", { incidents: [told] }), "reason");
  assert.deepEqual(read("S DMK tiba").values, { who: "DMK", units: "DMK-01" });
  assert.equal(problem("S DMK tiba"), "by_units");
  assert.equal(problem("S POL tiba", { incidents: [] }), "idle");
});

test("a time before the report is refused before it is sent: it is still to come today", () => {
  const late = { incidents: incidents.map((card) => ({ ...card, reported_at: "2025-12-13T14:10:30.000Z" })) };
  assert.deepEqual(read("S DMK-01 tiba 21:43", late), {
    problem: "early",
    values: { short: "#1042", at: "2025-12-13T13:43:00.000Z", reported: "2025-12-13T14:10:30.000Z" },
  });
});

test("a recall says its time", () => {
  assert.equal(read("X 1042 DMK-01 21:43").say, "recall_at");
});

test("recalling is not said to be by radio, and a time is an instant until it is said in words", () => {
  assert.equal(read("X 1042 DMK-01").say, "recall");
  assert.equal(read("S DMK-01 TIBA 21:43").values.at, "2025-12-13T13:43:00.000Z");
});

test("S says too whether a unit can be sent, as its crew says by radio", () => {
  assert.deepEqual(orders("S DMK-05 SIAGA"), [{ do: "duty", unit: 5, isOnDuty: true, reason: "" }]);
  assert.deepEqual(orders("S DMK-02 tidak siap ban bocor"), [{ do: "duty", unit: 2, isOnDuty: false, reason: "ban bocor" }]);
  assert.deepEqual(read("S DMK-02 TID rusak").values, { who: "DMK-02", reason: "rusak" });
  assert.deepEqual([problem("S DMK-02 SIAGA"), problem("S DMK-05 TIDAK SIAP"), problem("S DMK-02 TIDAK")], ["on_already", "off_already", "off_reason"]);
  assert.equal(orders("S DMK-01 ti")[0].verb, "arrive");
});

test("a unit that cannot be sent says why", () => {
  const broken = unit(6, "DMK-06", { is_on_duty: false, reason: "rusak" });
  assert.deepEqual(read("D 1042 DMK-06", { units: [broken] }), { problem: "off_why", values: { who: "DMK-06", reason: "rusak" } });
});

test("E escalates the named or the opened incident that somebody has not answered, with a reason", () => {
  const asked = incident(60, { number: 60, short: "#60", assignments: [assignment(90, { state: "notified" })] });
  const around = { incidents: [...incidents, asked], selected: asked };
  const meant = { orders: [{ do: "escalate", incident: 60, agencies: [], reason: "tidak diangkat" }], say: "escalate", values: { who: "", short: "#60", reason: "tidak diangkat" } };
  assert.deepEqual(read("E 60 tidak diangkat", around), meant);
  assert.deepEqual(read("eskalasi tidak diangkat", around), meant);
  assert.equal(problem("E 60", around), "escalate_reason");
  assert.equal(problem("E 1043 lama", around), "escalate_whom");
  assert.equal(problem("E 9999 lama", around), "incident");
  assert.equal(problem("E lama"), "incident_how");
});

test("E aims at the agencies named behind the number, and nobody else is told", () => {
  const rows = [assignment(90, { state: "notified" }), assignment(91, { agency: "POL", state: "notified" }), assignment(92, { agency: "PSC", state: "accepted" })];
  const asked = incident(60, { number: 60, short: "#60", assignments: rows });
  const around = { incidents: [asked], selected: asked };
  const meant = (line) => orders(line, around).map(({ agencies, reason }) => [agencies, reason])[0];
  assert.deepEqual(meant("E 60 POL tidak diangkat"), [["POL"], "tidak diangkat"]);
  assert.deepEqual(meant("E 60 pol,dmk tidak, lama"), [["POL", "DMK"], "tidak, lama"]);
  assert.deepEqual(meant("E POL DMK"), [["POL", "DMK"], ""]);
  assert.deepEqual(meant("E 60 tidak ada POL"), [[], "tidak ada POL"]);
  assert.deepEqual([read("E 60 POL lama", around).say, read("E 60 POL", around).say], ["escalate_aimed", "escalate_silent"]);
  assert.deepEqual(read("E 60 POL PSC lama", around), { problem: "escalate_answered", values: { who: "PSC", short: "#60", waiting: "DMK, POL" } });
});
