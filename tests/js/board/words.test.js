import assert from "node:assert/strict";
import { test } from "node:test";

import { ageOf, meaning, placeOf } from "../../../static/js/board/words.js";

const SENTENCES = {
  "age.minutes": "{n}m",
  "age.hours": "{n}j",
  "age.days": "{n}hr",
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

test("the age of a place has room in a unit's chip however old it is", () => {
  const ages = [0, 3, 99, 100, 130, 48 * 60 - 1, 48 * 60, 30 * 24 * 60].map(ageOf);
  assert.deepEqual(ages, ["", "3m", "99m", "1j", "2j", "47j", "2hr", "30hr"]);
  assert.ok(ages.every((age) => age.length <= 4));
});

test("a line means a time of the centre's clock, not an instant", () => {
  document.body = { dataset: { timeZone: "Asia/Makassar" } };
  const values = { verb: "arrive", who: "DMK-01", short: "#1042", at: "2025-12-13T13:43:00.000Z" };
  assert.equal(meaning({ say: "progress_at", values }), "Tiba DMK-01 di #1042 pukul 21:43");
  assert.equal(meaning({ problem: "off", values: { who: "DMK-05" } }), "DMK-05 tidak siap.");
});
