import assert from "node:assert/strict";
import { test } from "node:test";

import { arrange, arranging, incidentWays } from "../../../static/js/shared/crowd.js";

const FULL = { form: "full", dx: 0, dy: 0, box: [-13, -13, 50, 13] };
const LEFT = { form: "left", dx: 0, dy: 0, box: [-50, -13, 13, 13] };
const SHORT = { form: "short", dx: 0, dy: 0, box: [-13, -13, 13, 13] };
const mark = (key, x, y, rank, more = {}) => ({ key, kind: "incident", x, y, rank, tries: [FULL, LEFT, SHORT], ...more });

function boxesOf(marks, spots) {
  return marks
    .filter(({ key }) => spots.has(key))
    .map(({ key, x, y, tries }) => {
      const { form, dx, dy } = spots.get(key);
      const { box } = tries.find((one) => one.form === form && one.dx === dx && one.dy === dy);
      return [x + box[0], y + box[1], x + box[2], y + box[3]];
    });
}

test("marks that stand apart are drawn in full, wherever they are", () => {
  const spots = arrange([mark("a", -500, 0, 1), mark("b", 0, 0, 2), mark("c", 200, 900, 3)]);
  assert.deepEqual(
    [...spots.values()],
    Array.from({ length: 3 }, () => ({ form: "full", dx: 0, dy: 0, members: [] })),
  );
});

test("the less urgent turns its words away", () => {
  const spots = arrange([mark("late", 0, 0, 1), mark("left", -30, 0, 2), mark("right", 66, 0, 3), mark("between", -70, 30, 4)]);
  assert.equal(spots.get("late").form, "full");
  assert.equal(spots.get("left").form, "left");
  assert.equal(spots.get("right").form, "full");
  assert.equal(spots.get("between").form, "full");
});

test("at one place the most urgent stands for all, and says for whom", () => {
  const spots = arrange([mark("p3", 0, 0, 3), mark("p1", 2, 0, 1), mark("p2", 1, 1, 2)]);
  assert.deepEqual([...spots.keys()], ["p1"]);
  assert.deepEqual(spots.get("p1").members, ["p2", "p3"]);
});

test("a few marks at a time find the same spots as all at once", () => {
  const crowd = Array.from({ length: 40 }, (_, index) => mark(`m${index}`, (index % 8) * 9, index, index, { room: 20 }));
  const pieces = arranging(crowd, 7);
  let piece = pieces.next();
  let pauses = 0;
  for (; !piece.done; piece = pieces.next()) pauses += 1;
  assert.deepEqual(piece.value, arrange(crowd));
  assert.ok(pauses >= 5);
});

test("the chosen one stands alone on its place: nothing joins it and it joins nothing", () => {
  const aside = { form: "short", dx: 0, dy: 28, box: [-13, 15, 13, 41] };
  const all = [mark("p1", 0, 0, 1, { aside: [aside] }), mark("p4", 0, 0, 4, { isAlone: true })];
  const spots = arrange(all);
  assert.deepEqual(spots.get("p4"), { form: "full", dx: 0, dy: 0, members: [] });
  assert.deepEqual(spots.get("p1"), { form: "short", dx: 0, dy: 28, members: [] });
});

test("the count of a cluster has room of its own", () => {
  const unit = (key, x, rank) => mark(key, x, 0, rank, { tries: [SHORT], room: 20 });
  const next = mark("next", 30, 0, 4, { kind: "other", tries: [SHORT, { form: "short", dx: 0, dy: 28, box: [-13, 15, 13, 41] }] });
  assert.equal(arrange([unit("a", 0, 1), next]).get("next").dy, 0);
  assert.equal(arrange([unit("a", 0, 1), unit("b", 1, 2), next]).get("next").dy, 28);
});

test("an incident beside the chosen one steps out of its ring", () => {
  const all = [4, 1].map((rank) => mark(String(rank), 0, 0, rank, { ...incidentWays("2041", rank === 4), isAlone: rank === 4 }));
  const spots = arrange(all);
  assert.deepEqual([spots.get("4").form, spots.get("1").form], ["full", "short"]);
  assert.ok(Math.abs(spots.get("1").dy) > 35);
});

test("a mark with nothing of its kind near stays, even where it covers something", () => {
  const spots = arrange([mark("p1", 0, 0, 1), mark("unit", 0, 0, 9, { kind: "unit", tries: [SHORT] })]);
  assert.deepEqual([...spots.keys()], ["p1", "unit"]);
});

test("of a crowd nothing is lost, and nothing covers another", () => {
  let seed = 7;
  const random = () => (seed = (seed * 16807) % 2147483647) / 2147483647;
  const marks = Array.from({ length: 300 }, (_, at) => mark(String(at), random() * 700, random() * 600, 1 + Math.floor(random() * 4)));
  const spots = arrange(marks);
  const kept = [...spots.values()].flatMap(({ members }) => members);
  assert.equal(spots.size + kept.length, 300);
  assert.equal(new Set([...spots.keys(), ...kept]).size, 300);
  const rank = new Map(marks.map((one) => [one.key, one.rank]));
  for (const [key, { members }] of spots) {
    for (const member of members) assert.ok(rank.get(member) >= rank.get(key), "a cluster shows its most urgent");
  }
  const boxes = boxesOf(marks, spots);
  boxes.forEach((one, at) => {
    for (const other of boxes.slice(at + 1)) {
      assert.ok(one[0] >= other[2] || other[0] >= one[2] || one[1] >= other[3] || other[1] >= one[3], "one covers another");
    }
  });
});
