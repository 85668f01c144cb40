import assert from "node:assert/strict";
import { test } from "node:test";

import { reachOf, shiftOf, topOf, within } from "../../../static/js/board/sight.js";

const range = (from, to) => Array.from({ length: to - from }, (_, index) => from + index);
const group = (stage, from, to) => ({ stage, cards: range(from, to).map((id) => ({ id })) });
const LONG = [group("unassigned", 0, 100), group("waiting", 100, 110), group("handled", 110, 300)];
const ids = ({ cards }) => cards.map(({ id }) => id);
const from = (top) => ({ from: top, to: top + 900 });
const anew = (groups, sight) => within(groups, sight, () => true);

test("rows in sight and some beyond both edges stand on the page, the others leave their room", () => {
  const parts = anew(LONG, from(50 * 47));
  assert.equal(parts.length, 3);
  assert.ok(ids(parts[0]).length < 80 && range(49, 70).every((id) => ids(parts[0]).includes(id)));
  assert.equal(parts[0].count, 100);
  assert.equal(parts[0].first, ids(parts[0])[0] + 1);
  for (const [index, { above, below, cards }] of parts.entries()) {
    assert.equal(above + cards.length * 47 + below, LONG[index].cards.length * 47);
  }
});

test("wherever the list is scrolled to, all that is in sight is drawn, and never the whole list", () => {
  const whole = 3 * 24 + 300 * 47;
  for (let top = 0; top < whole - 900; top += 61) {
    const seen = anew(LONG, from(top)).flatMap(ids);
    const inSight = range(0, 300).filter((id) => topOf(LONG, id) + 47 > top && topOf(LONG, id) < top + 900);
    assert.ok(inSight.every((id) => seen.includes(id)), `from ${top}`);
    assert.ok(seen.length < 80, `${seen.length} from ${top}`);
  }
});

test("a small move draws nothing anew", () => {
  assert.deepEqual(reachOf(from(1000)), reachOf(from(1003)));
  assert.notDeepEqual(reachOf(from(1000)), reachOf(from(2000)));
});

test("news makes only rows near what is in sight, and keeps those beyond that are there", () => {
  const shown = new Set(anew(LONG, from(2000)).flatMap(ids));
  const [first, ...others] = LONG;
  const withNew = [{ ...first, cards: [{ id: 900 }, ...first.cards] }, ...others];
  const now = within(withNew, from(2047), (id) => shown.has(id)).flatMap(ids);
  assert.ok(now.every((id) => shown.has(id)));
  assert.ok(now.length >= shown.size - 2);
  const far = within(LONG, from(9000), (id) => shown.has(id)).flatMap(ids);
  assert.ok(far.length < 30 && !far.some((id) => shown.has(id)));
});

test("past the end of what a narrow window shows the room of the rows still adds up", () => {
  for (const isMade of [() => true, () => false]) {
    const parts = within(LONG, { from: 3000, to: 1000 }, isMade);
    for (const [index, { above, below, cards }] of parts.entries()) {
      assert.equal(above + cards.length * 47 + below, LONG[index].cards.length * 47);
    }
  }
});

test("a short list is whole, and an empty one nothing", () => {
  assert.deepEqual(anew([group("waiting", 0, 5)], from(0)).flatMap(ids), range(0, 5));
  assert.deepEqual(anew([], from(0)), []);
});

test("a row is found by what stands above it", () => {
  assert.equal(topOf(LONG, 0), 24);
  assert.equal(topOf(LONG, 100), 24 + 100 * 47 + 24);
  assert.equal(topOf(LONG, 999), null);
});

test("what comes or goes above what is in sight moves the rest, and one row that goes elsewhere does not", () => {
  const sight = { from: 1000, to: 1900 };
  const [first, ...others] = LONG;
  const withNew = [{ ...first, cards: [{ id: 900 }, ...first.cards] }, ...others];
  assert.equal(shiftOf(LONG, withNew, sight), 47);
  assert.equal(shiftOf(withNew, LONG, sight), -47);
  const moved = first.cards.find(({ id }) => topOf(LONG, id) >= 1000);
  const assigned = [
    { ...first, cards: first.cards.filter((card) => card !== moved) },
    { ...others[0], cards: [...others[0].cards, moved] },
    others[1],
  ];
  assert.equal(shiftOf(LONG, assigned, sight), -47);
  assert.equal(shiftOf(LONG, [group("closed", 400, 420)], sight), 0);
  assert.equal(shiftOf([], LONG, sight), 0);
  const turned = LONG.map(({ stage, cards }) => ({ stage, cards: [...cards].reverse() }));
  assert.equal(shiftOf(LONG, turned, sight), 0);
});
