import assert from "node:assert/strict";
import test from "node:test";

import { refusals } from "../../../static/js/intake/refused.js";

test("what was refused is taken again as soon as it is another", () => {
  const { takes, refuse } = refusals();
  assert.equal(refuse({ category: "banjir", words: "api" }, { category: ["Jenis ini tidak ada."] }), true);
  assert.deepEqual([takes("category", "banjir"), takes("category", "gempa"), takes("words", "api")], [false, true, true]);
});

test("of a refused point neither half is sent alone", () => {
  const { takes, refuse } = refusals();
  refuse({ lat: 91, lng: 122.5 }, { lat: ["Di luar bumi."] });
  assert.deepEqual([takes("lat", 91), takes("lng", 122.5), takes("lng", 122.6)], [false, false, true]);
});

test("refused lines and answers are those that were sent", () => {
  const { takes, refuse } = refusals();
  const line = { text: "api" };
  refuse({ "line:a": line, "answer:3": "yes" }, { lines: ["Catatan paling banyak 200 baris."], answers: ["Tidak dikenal."] });
  assert.deepEqual([takes("line:a", line), takes("line:b", line), takes("answer:3", "yes"), takes("answer:3", "no")], [false, true, false, true]);
});

test("a refusal of nothing that was sent says nothing of what is to wait; what is too long waits anyhow", () => {
  const { takes, refuse } = refusals((_field, value) => value.length < 4);
  assert.equal(refuse({ words: "api" }, { bases: ["?"] }), false);
  assert.deepEqual([takes("words", "api"), takes("words", "asap")], [true, false]);
});
