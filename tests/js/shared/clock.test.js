import assert from "node:assert/strict";
import { test } from "node:test";

import { countdown, duration, hearNow, instantOf, longDuration, serverNow } from "../../../static/js/shared/clock.js";

const START = Date.parse("2025-12-13T13:40:00Z");
const clock = (more = {}) => ({
  name: "arrive",
  started_at: "2025-12-13T13:40:00Z",
  due_at: "2025-12-13T13:47:00Z",
  stopped_at: null,
  ...more,
});
const at = (seconds, more) => {
  const { state, text } = countdown(clock(more), START + seconds * 1000);
  return [state, text];
};

test("durations are MM:SS, over an hour H:MM:SS", () => {
  assert.deepEqual([0, 59999, 446000, 3600000, 36061000].map(duration), ["00:00", "00:59", "07:26", "1:00:00", "10:01:01"]);
  assert.equal(duration(-5), "00:00");
});

test("from two days on whole days are said in the page's words", () => {
  assert.equal(longDuration(3 * 86400000 + 5, "{n} hari"), "3 hari");
  assert.equal(longDuration(47 * 3600000, "{n} hari"), "47:00:00");
  assert.equal(longDuration(3 * 86400000), "72:00:00");
});

test("the clock of the first arrival runs, warns from 2:00 on, and is late after its end", () => {
  assert.deepEqual(at(0), ["run", "07:00"]);
  assert.deepEqual(at(299), ["run", "02:01"]);
  assert.deepEqual(at(300), ["soon", "02:00"]);
  assert.deepEqual(at(420), ["soon", "00:00"]);
  assert.deepEqual(at(421), ["late", "+00:01"]);
});

test("a stopped clock says the time it took, kept or missed to the millisecond", () => {
  assert.deepEqual(at(900, { stopped_at: "2025-12-13T13:46:32Z" }), ["met", "06:32"]);
  assert.deepEqual(at(900, { stopped_at: "2025-12-13T13:47:00Z" }), ["met", "07:00"]);
  assert.deepEqual(at(900, { stopped_at: "2025-12-13T13:47:00.001Z" }), ["miss", "07:00"]);
});

test("other clocks do not warn before their time", () => {
  assert.deepEqual(at(400, { name: "finish" }), ["hold", "00:20"]);
  assert.deepEqual(at(500, { name: "finish" }), ["late", "+01:20"]);
});

test("the share that is left goes from 1 to 0", () => {
  assert.equal(countdown(clock(), START).left, 1);
  assert.equal(countdown(clock(), START + 210000).left, 0.5);
  assert.equal(countdown(clock(), START - 5000).left, 1);
});

test("a time of day is the latest moment the centre's clocks showed it", () => {
  const now = Date.parse("2025-12-13T16:10:30Z");
  const zone = "Asia/Makassar";
  assert.equal(instantOf("00:10", now, zone), "2025-12-13T16:10:00.000Z");
  assert.equal(instantOf("23:58", now, zone), "2025-12-13T15:58:00.000Z");
  assert.equal(instantOf("0:11", now, zone), "2025-12-12T16:11:00.000Z");
  assert.equal(instantOf("2143", now, zone), "2025-12-13T13:43:00.000Z");
  assert.equal(instantOf("21.43", now, zone), "2025-12-13T13:43:00.000Z");
});

test("what is no time of day is refused", () => {
  for (const text of ["", "24:00", "12:60", "7", "abc", "12:3"]) assert.equal(instantOf(text, START, "Asia/Makassar"), null);
});

test("the message that travelled least tells the server's time", () => {
  hearNow("2025-12-13T13:40:10Z", START);
  hearNow("2025-12-13T13:40:09Z", START);
  assert.ok(Math.abs(serverNow() - Date.now() - 10000) < 50);
});
