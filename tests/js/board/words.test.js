import assert from "node:assert/strict";
import { test } from "node:test";

import { placeOf } from "../../../static/js/board/words.js";

const SENTENCES = { area: "{place} · {area}", hidden_place: "Lokasi dirahasiakan · {area}", no_area: "wilayah belum diketahui" };
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
