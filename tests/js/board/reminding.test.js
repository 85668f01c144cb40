import assert from "node:assert/strict";
import { test } from "node:test";

import { puttingOff, reminders } from "../../../static/js/board/reminding.js";
import { nextOf } from "../../../static/js/board/reserved.js";
import { ago, incident } from "./cards.js";

globalThis.document = { getElementById: () => ({ content: { querySelectorAll: () => [] } }) };

const row = (id, more = {}) => ({ id, agency: "DMK", unit: "DMK-02", unit_id: 2, reminded_at: null, ...more });

test("only what the desk was reminded of and still stands is told, the latest first", () => {
  const cards = [
    incident(42, { reservations: [row(7, { reminded_at: ago(60) }), row(8)] }),
    incident(43, { reservations: [row(9, { reminded_at: ago(5) })] }),
    incident(44, { reservations: [row(10, { reminded_at: ago(1) })], closed_at: ago(1) }),
  ];
  assert.deepEqual(reminders(cards).map(({ row: { id }, incident: { short } }) => [id, short]), [[9, "#1043"], [7, "#1042"]]);
});

test("it is put off for ten minutes", () => {
  const now = Date.parse("2025-12-13T13:43:00.000Z");
  const { url, body } = puttingOff({ row: row(7), incident: incident(42) }, now);
  assert.deepEqual([url, body], ["/api/v1/reservations/7/reminder/", { remind_at: "2025-12-13T13:53:00.000Z" }]);
});

test("a typed time is the next one, not the one that has passed", () => {
  assert.equal(nextOf("2025-12-13T13:43:00.000Z"), "2025-12-14T13:43:00.000Z");
  assert.equal(nextOf(null), null);
});
