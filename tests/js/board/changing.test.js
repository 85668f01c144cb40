import assert from "node:assert/strict";
import { test } from "node:test";

import { changed, pointText } from "../../../static/js/board/changing.js";
import { incident } from "./cards.js";

const card = incident(42, { place: "Jl. Malik Raya 4", landmark: "depan masjid", priority: 2, category: { code: "kebakaran_rumah" } });
const before = { place_text: card.place, landmark: card.landmark, point: "" };
const typed = (fields) => {
  const data = new FormData();
  const shown = { priority: "2", category: "kebakaran_rumah", place_text: card.place, landmark: card.landmark };
  for (const [name, value] of Object.entries({ ...shown, ...fields })) data.set(name, value);
  return changed(data, card, before);
};

test("a point is written as it is read aloud, and nothing where there is none", () => {
  assert.equal(pointText({ lat: -3.98123, lng: 122.5 }), "−3,98123 · 122,50000");
  assert.equal(pointText({ lat: null, lng: null }), "");
});

test("only what is other is sent; spaces around words are nothing other", () => {
  assert.deepEqual(typed({}), {});
  assert.deepEqual(typed({ priority: "1", place_text: " Jl. Malik Raya 4 " }), { priority: 1 });
  assert.deepEqual(typed({ category: "kebakaran_lahan", landmark: "" }), { category: "kebakaran_lahan", landmark: "" });
});
