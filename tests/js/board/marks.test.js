import assert from "node:assert/strict";
import { test } from "node:test";

import { arrange } from "../../../static/js/shared/crowd.js";
import { incidentThing, looksOf, unitThing } from "../../../static/js/board/marks.js";
import { workOf } from "../../../static/js/board/state.js";
import { assignment, incident, unit } from "./cards.js";

const here = { lat: -3.97, lng: 122.52 };
const at = (thing) => Object.assign(thing, { x: 0, y: 0 });

test("of incidents at one place the most urgent stands for all, a ticket after an emergency of its priority", () => {
  const ticket = incident(1, { ...here, priority: 4, track: "service" });
  const cards = [ticket, incident(2, { ...here, priority: 4 }), incident(3, { ...here, priority: 1 })];
  const spots = arrange(cards.map((card) => at(incidentThing(card, null))));
  assert.deepEqual([...spots], [["i3", { form: "full", dx: 0, dy: 0, members: ["i2", "i1"] }]]);
});

test("the opened incident is never hidden by a more urgent one", () => {
  const cards = [incident(2, { ...here, priority: 1 }), incident(3, { ...here, priority: 3 })];
  const spots = arrange(cards.map((card) => at(incidentThing(card, 3))));
  assert.equal(spots.get("i3").form, "full");
  assert.equal(spots.get("i3").members.length, 0);
  assert.ok(spots.has("i2"));
});

test("of units at one post those under way are named first", () => {
  const units = [1, 2, 3, 4, 5, 6, 7, 8].map((id) => unit(id, `DMK-0${id}`, here));
  const work = workOf([incident(9, { assignments: [assignment(1, { unit_id: 8, state: "en_route" })] })]);
  const spots = arrange(units.map((one) => at(unitThing(one, work, true))));
  assert.deepEqual(spots.get("u8"), { form: "short", dx: 0, dy: 0, members: spots.get("u8").members });
  const counted = [...spots.values()].reduce((sum, { members }) => sum + 1 + members.length, 0);
  assert.equal(counted, 8);
});

test("units among many incidents stand beside them, never below", () => {
  const place = (thing, x, y) => Object.assign(thing, { x, y });
  const spots = [[0, 0], [-60, 14], [58, -16], [-20, 44], [30, -46]].map(([x, y], at) => [incident(at + 1, { ...here, priority: 1 }), x, y]);
  const things = spots.map(([card, x, y]) => place(incidentThing(card, null), x, y));
  things.push(...["BPB-01", "BPB-02", "BPB-03", "PRH-01"].map((sign, at) => place(unitThing(unit(at + 50, sign, here), new Map(), false), 2, 3)));
  const found = arrange(things);
  const boxes = things.filter(({ key }) => found.has(key)).map(({ key, x, y, kind, card }) => {
    const { form, dx, dy, members } = found.get(key);
    if (kind === "incident") return [form === "left" ? x - 53 : x - 13, y - 13, form === "full" ? x + 53 : x + 13, y + 13].map((edge, at) => edge + (at % 2 ? dy : dx));
    const half = (27 + card.call_sign.length * 7.4) / 2;
    return [x + dx - half, y + dy - 9.5, x + dx + half + (members.length ? 20 : 0), y + dy + 9.5];
  });
  boxes.forEach((one, at) => {
    for (const other of boxes.slice(at + 1)) assert.ok(one[0] >= other[2] || other[0] >= one[2] || one[1] >= other[3] || other[1] >= one[3]);
  });
});

test("news that changes nothing of the picture leaves a mark alone", () => {
  const drawn = (card) => looksOf({ ...incidentThing(card, null), spot: { form: "full", dx: 0, dy: 0, members: [] }, others: [] });
  const card = incident(1, { ...here, title: "Kebakaran" });
  assert.equal(drawn(card), drawn({ ...card, version: 2, reports: 5 }));
  assert.notEqual(drawn(card), drawn({ ...card, priority: 1 }));
  assert.notEqual(drawn(card), drawn({ ...card, lat: -3.98 }));
});
