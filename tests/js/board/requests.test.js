import assert from "node:assert/strict";
import { test } from "node:test";

import { requestOf } from "../../../static/js/board/requests.js";

test("assigning names agencies and units, and can be taken back row by row", () => {
  const { url, body, said, undo } = requestOf({ do: "assign", incident: 17, agencies: ["PSC"], units: ["DMK-01"] }, "Tugaskan");
  assert.equal(url, "/api/v1/incidents/17/assignments/");
  assert.deepEqual(body, { agencies: ["PSC"], units: ["DMK-01"] });
  assert.equal(said, "Tugaskan");
  assert.equal(requestOf({ do: "assign", incident: 17, agencies: ["PSC"], units: ["DMK-01"] }, "").who, "DMK-01, PSC");
  assert.deepEqual(undo({ assignments: [31, 32] }), ["/api/v1/assignments/31/undo/", "/api/v1/assignments/32/undo/"]);
});

test("a step for an agency is marked as told by radio, with only what was said", () => {
  const step = { do: "progress", assignment: 31, verb: "arrive", at: null, reason: "" };
  assert.deepEqual(requestOf(step, "").body, { verb: "arrive", via: "radio" });
  const told = { ...step, verb: "accept", at: "2025-12-13T13:43:00.000Z", unit: "AMB-03" };
  assert.deepEqual(requestOf(told, "").body, { verb: "accept", via: "radio", at: told.at, unit: "AMB-03" });
  assert.deepEqual(requestOf({ ...step, verb: "decline", reason: "rusak" }, "").body, { verb: "decline", via: "radio", reason: "rusak" });
  assert.equal(requestOf(step, "").url, "/api/v1/assignments/31/progress/");
  assert.deepEqual(requestOf(step, "").undo(), ["/api/v1/assignments/31/undo/"]);
});

test("recalling is the desk's own step, not one told by radio", () => {
  assert.deepEqual(requestOf({ do: "progress", assignment: 31, verb: "recall", at: null, reason: "" }, "").body, { verb: "recall" });
});

test("notes and changes have addresses of their own", () => {
  assert.deepEqual(requestOf({ do: "note", incident: 17, text: "Api padam" }, "x"), {
    url: "/api/v1/incidents/17/notes/",
    body: { text: "Api padam" },
    said: "x",
  });
  assert.deepEqual(requestOf({ do: "change", incident: 17, changes: { priority: 1 } }, "x"), {
    url: "/api/v1/incidents/17/change/",
    body: { priority: 1 },
    said: "x",
  });
});

test("an alarm names the level it leads to, and can be taken back", () => {
  const { undo, ...request } = requestOf({ do: "alarm", incident: 17, level: 2 }, "x");
  assert.deepEqual(request, { url: "/api/v1/incidents/17/alarm/", body: { level: 2 }, said: "x" });
  assert.deepEqual(undo(), ["/api/v1/incidents/17/alarm/undo/"]);
});

test("duty is told to the unit", () => {
  assert.deepEqual(requestOf({ do: "duty", unit: 5, isOnDuty: false, reason: "rusak" }, "x"), {
    url: "/api/v1/units/5/duty/",
    body: { is_on_duty: false, reason: "rusak" },
    said: "x",
  });
});
