import assert from "node:assert/strict";
import { test } from "node:test";

import { meaning, placeOf } from "../../../static/js/board/words.js";

const SENTENCES = {
  area: "{place} · {area}",
  hidden_place: "Lokasi dirahasiakan · {area}",
  no_area: "wilayah belum diketahui",
  "verb.arrive": "Tiba",
  "say.progress_at": "{verb} {who} di {short} pukul {at}",
  "problem.off": "{who} tidak siap.",
};
const lines = Object.entries(SENTENCES).map(([w, textContent]) => ({ dataset: { w }, textContent }));
globalThis.document = { getElementById: () => ({ content: { querySelectorAll: () => lines } }) };

test("a place is told with its kelurahan, as far as both are known", () => {
  assert.equal(placeOf({ place: "Jl. Uji", area: "Kemaraya · Kendari Barat" }), "Jl. Uji · Kemaraya");
  assert.equal(placeOf({ place: "", area: "Kemaraya" }), "Kemaraya");
  assert.equal(placeOf({ place: "Jl. Uji", area: "" }), "Jl. Uji");
});

test("of a hidden place only the kelurahan is told, or that it is not known", () => {
  assert.equal(placeOf({ masked: true, place: "", area: "Kemaraya · Kendari Barat" }), "Lokasi dirahasiakan · Kemaraya");
  assert.equal(placeOf({ masked: true, place: "", area: "" }), "Lokasi dirahasiakan · wilayah belum diketahui");
});

test("a line means a time of the centre's clock, not an instant", () => {
  document.body = { dataset: { timeZone: "Asia/Makassar" } };
  const values = { verb: "arrive", who: "DMK-01", short: "#1042", at: "2025-12-13T13:43:00.000Z" };
  assert.equal(meaning({ say: "progress_at", values }), "Tiba DMK-01 di #1042 pukul 21:43");
  assert.equal(meaning({ problem: "off", values: { who: "DMK-05" } }), "DMK-05 tidak siap.");
});
