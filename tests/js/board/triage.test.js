import assert from "node:assert/strict";
import { test } from "node:test";

import { lastWord, outcome, partsOf, triage } from "../../../static/js/board/triage.js";
import { ago, incident } from "./cards.js";

const surge = (more = {}) => ({ kind: "surge", id: 1, areas: ["Kambu · Kambu", "Poasia"], incident: { id: 90, short: "#1090" }, counts: [], ...more });
const there = (id, more = {}) => incident(id, { area: "Kambu · Kambu", ties: [], masked: false, ...more });
const ids = (cards) => cards.map(({ id }) => id);

test("what lies in a kelurahan or in a kecamatan of the surge waits, the latest first", () => {
  const near = there(1, { reported_at: ago(300) });
  const inside = there(2, { area: "Anduonohu · Poasia", reported_at: ago(60) });
  const whole = there(3, { area: "Poasia", reported_at: ago(120) });
  const far = there(4, { area: "Kemaraya · Kendari Barat" });
  assert.deepEqual(ids(triage(surge(), [near, inside, whole, far], [surge()])), [2, 3, 1]);
});

test("neither what is closed, hidden, a service, a part already, nor an event that leads a surge", () => {
  const cards = [
    there(1, { closed_at: ago(5) }),
    there(2, { masked: true }),
    there(3, { track: "service" }),
    there(4, { ties: [{ kind: "parent", id: 90, short: "#1090" }] }),
    there(90),
    there(5, { ties: [{ kind: "from", id: 7, short: "#1007" }] }),
  ];
  assert.deepEqual(ids(triage(surge(), cards, [surge()])), [5]);
});

test("what is attached is listed, what is closed last", () => {
  const part = (id, more) => there(id, { ties: [{ kind: "parent", id: 90, short: "#1090" }], ...more });
  const other = there(5, { ties: [{ kind: "parent", id: 91, short: "#1091" }] });
  const cards = [part(1, { reported_at: ago(300) }), part(2, { closed_at: ago(1), reported_at: ago(2) }), other, part(3, { reported_at: ago(60) })];
  assert.deepEqual(ids(partsOf(surge(), cards)), [3, 1, 2]);
  assert.deepEqual(partsOf(surge({ incident: null }), [there(6)]), []);
});

test("a surge that names no area is everywhere", () => {
  assert.deepEqual(ids(triage(surge({ areas: [] }), [there(1), there(2, { area: "" })], [])), [2, 1]);
});

test("nothing and ten thousand are sorted out soon enough to be done at every change", () => {
  assert.deepEqual(triage(surge(), [], []), []);
  const many = Array.from({ length: 10000 }, (_one, id) => there(id + 100, { reported_at: ago(id % 3600) }));
  const began = performance.now();
  assert.equal(triage(surge(), many, [surge()]).length, 10000);
  assert.ok(performance.now() - began < 500);
});

test("of many that were attached some may be refused, each for a reason", () => {
  const lines = [
    { incident: 1, short: "#1001", is_done: true, detail: "" },
    { incident: 2, short: "#1002", is_done: false, detail: "sudah ditutup" },
  ];
  assert.deepEqual(outcome(lines), { done: [1], refused: [lines[1]] });
});

test("the last word on people nobody has spoken of is none", () => {
  const row = surge({ counts: [{ what: "dead", value: 2 }] });
  assert.deepEqual([lastWord(row, "dead"), lastWord(row, "missing")], [2, 0]);
});
