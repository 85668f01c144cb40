import assert from "node:assert/strict";
import { mock, test } from "node:test";

import { makeWays, whoWith } from "../../../static/js/board/ways.js";

const way = (unit, more = {}) => ({ unit, km: 2.6, minutes: 4, is_estimate: true, ...more });
const order = { do: "assign", incident: 42, units: ["DMK-01", "DMK-02"], agencies: ["POL"] };

test("what is not known is asked for once, told when it is there, and forgotten after half a minute", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  let clock = 0;
  const ask = mock.fn(async () => [way("DMK-01")]);
  const onNews = mock.fn();
  const ways = makeWays({ onNews, ask, now: () => clock });
  assert.equal(ways.of(order).size, 0);
  assert.equal(ways.of(order).size, 0);
  t.mock.timers.tick(200);
  await new Promise(setImmediate);
  assert.deepEqual(ask.mock.calls.map((call) => call.arguments), [[42, ["DMK-01", "DMK-02"]]]);
  assert.equal(onNews.mock.callCount(), 1);
  assert.deepEqual([...ways.of(order).keys()], ["DMK-01"]);
  t.mock.timers.tick(200);
  assert.equal(ask.mock.callCount(), 1);
  clock = 31000;
  ways.of(order);
  t.mock.timers.tick(200);
  assert.equal(ask.mock.callCount(), 2);
});

test("while a slow server answers, it is not asked again", (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const ask = mock.fn(() => new Promise(() => {}));
  const ways = makeWays({ onNews: () => {}, ask, now: () => 0 });
  for (let at = 0; at < 5; at += 1) {
    ways.of(order);
    t.mock.timers.tick(200);
  }
  assert.equal(ask.mock.callCount(), 1);
});

test("a unit is named with its way, as far as that is known", () => {
  const known = new Map([["DMK-01", way("DMK-01")]]);
  assert.equal(whoWith(order, known, (sign, { km }) => `${km} km`), "DMK-01 (2.6 km), DMK-02, POL");
  assert.equal(whoWith(order, new Map(), () => ""), "DMK-01, DMK-02, POL");
});
