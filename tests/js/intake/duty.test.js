import assert from "node:assert/strict";
import test from "node:test";

import { byDuty, dutyAt, minuteOfWeek } from "../../../static/js/intake/duty.js";

const OFFICE = [0, 1, 2, 3, 4].map((day) => [day * 1440 + 480, day * 1440 + 960]);
const NIGHTS = [0, 1, 2, 3, 4, 5, 6].map((day) => [day * 1440 + 1200, day * 1440 + 1800]);
const at = (day, hour) => day * 1440 + hour * 60;

test("the minute of the week is the centre's", () => {
  // Sunday 18:30 UTC is Monday 02:30 in Kendari.
  assert.equal(minuteOfWeek(Date.parse("2026-01-11T18:30:00Z"), "Asia/Makassar"), 150);
});

test("on duty within a span, until its end, and not at the end itself", () => {
  assert.deepEqual(dutyAt(OFFICE, at(0, 9)), { is: true, starts: 1380, ends: 420 });
  assert.equal(dutyAt(OFFICE, at(0, 16)).is, false);
});

test("a night reaches into the next day, and Sunday's into the next week", () => {
  assert.equal(dutyAt(NIGHTS, at(3, 2)).is, true);
  assert.deepEqual([dutyAt(NIGHTS, at(0, 2)).is, dutyAt(NIGHTS, at(0, 2)).ends], [true, 240]);
  assert.equal(dutyAt(NIGHTS, at(0, 7)).is, false);
});

test("after Friday the office comes next on Monday", () => {
  assert.deepEqual(dutyAt(OFFICE, at(5, 8)), { is: false, starts: 2880, ends: 0 });
});

test("who is on duty stands first, then whom nobody knows of, then the soonest", () => {
  const rows = [["kantor", OFFICE], ["tak tercatat", []], ["malam", NIGHTS]].map(([name, spans]) => ({ name, duty: dutyAt(spans, at(6, 7)) }));
  assert.deepEqual(byDuty(rows).map(({ name }) => name), ["tak tercatat", "malam", "kantor"]);
  const night = rows.map(({ name }, index) => ({ name, duty: dutyAt([OFFICE, [], NIGHTS][index], at(6, 21)) }));
  assert.equal(byDuty(night)[0].name, "malam");
});
