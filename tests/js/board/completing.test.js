import assert from "node:assert/strict";
import { test } from "node:test";

import { complete } from "../../../static/js/board/completing.js";
import { makeRecall, verbSpan } from "../../../static/js/board/recalling.js";
import { stepNamed, verbNamed } from "../../../static/js/board/verbs.js";
import { ago, incident, unit } from "./cards.js";

const ground = {
  incidents: [incident(42), incident(43), incident(200), incident(5, { closed_at: ago(9) })],
  units: [unit(1, "DMK-01"), unit(2, "DMK-02"), unit(3, "RSC-01")],
  agencies: [{ code: "DMK" }, { code: "POL" }],
  dispositions: [{ code: "nihil" }, { code: "tertangani" }],
};

test("a verb is its letter, its word, or a beginning that fits no other", () => {
  assert.deepEqual(["d", "TUGASKAN", "tug", "kirim", "TUT", "tarik", "lok"].map(verbNamed), ["D", "D", "D", "D", "T", "X", "L"]);
  assert.deepEqual(["tu", "b4", "z", "", "tugaskannya"].map(verbNamed), [null, null, null, null, null]);
});

test("a step is its word, another word for it, or a clear beginning", () => {
  assert.deepEqual(["tib", "SAMPAI", "diter", "terk", "ber"].map(stepNamed), ["arrive", "arrive", "accept", "control", "depart"]);
  assert.deepEqual(["ter", "t", ""].map(stepNamed), [null, null, null]);
});

test("Tab carries the last word on as far as only one thing can be meant", () => {
  const lines = ["tug", "D 104", "D 12", "D 1042 ds", "D 1042 r", "D 1042 dm", "S rs", "S RSC-01 tib", "T 1042 ter", "U 1042 P", "X 1042 po", "E 1042 po", "E 1042 lama po"];
  assert.deepEqual(
    lines.map((line) => complete(line, ground)),
    [
      "TUGASKAN ",
      "D 104",
      "D 1200 ",
      "D 1042 ds",
      "D 1042 RSC-01 ",
      "D 1042 DMK",
      "S RSC-01 ",
      "S RSC-01 TIBA ",
      "T 1042 tertangani ",
      "U 1042 P",
      "X 1042 POL ",
      "E 1042 POL ",
      "E 1042 lama po",
    ],
  );
});

test("Tab adds nothing to free words, to what has ended, or to an empty word", () => {
  const lines = ["", "D 1042 ", "N 1042 dmk", "L dm", "D 1005"];
  assert.deepEqual(lines.map((line) => complete(line, ground)), lines);
  assert.equal(complete("N 12", ground), "N 1200 ");
});

test("arrow up brings the sent lines back, the last first, and arrow down goes to an empty line", () => {
  const recall = makeRecall();
  assert.equal(recall.step(-1), null);
  for (const line of ["A 1042 POL", "D 1042 DMK", "A 1042 POL"]) recall.keep(line);
  assert.deepEqual([recall.step(-1), recall.step(-1), recall.step(-1)], ["A 1042 POL", "D 1042 DMK", null]);
  assert.deepEqual([recall.step(1), recall.step(1), recall.step(1)], ["A 1042 POL", "", null]);
  recall.step(-1);
  recall.rest();
  assert.equal(recall.step(-1), "A 1042 POL");
});

test("the verb of a line that came back is chosen, to be typed over", () => {
  assert.deepEqual([verbSpan("D 1042 DMK"), verbSpan("TUGASKAN 1042"), verbSpan(" x"), verbSpan("")], [[0, 1], [0, 8], [1, 2], [0, 0]]);
});
