import assert from "node:assert/strict";
import { test } from "node:test";

globalThis.document = { body: { dataset: { timeZone: "Asia/Makassar" } }, documentElement: { lang: "id" } };
const { hearNow } = await import("../../../static/js/shared/clock.js");
const { briefText, momentText } = await import("../../../static/js/board/days.js");

// 13 December, 21:47 in the centre.
hearNow("2025-12-13T13:47:00Z");
const time = (at) => `at ${at.slice(11, 16)}`;

test("a moment of today is a time, one of another day of the centre is told with its day", () => {
  assert.equal(momentText("2025-12-12T16:00:00Z", time), "at 16:00");
  assert.equal(momentText("2025-12-12T15:59:00Z", time), "12 Des 23:59");
  assert.equal(momentText("2025-10-25T04:48:17Z", time), "25 Okt 12:48");
});

test("what the server has not dated yet has no moment", () => {
  assert.equal(momentText(null, time), "");
});

test("a row has room for the day alone", () => {
  assert.equal(briefText("2025-10-25T04:48:17Z"), "25 Okt");
  assert.equal(briefText("2025-12-13T13:43:00Z"), "21:43");
});
