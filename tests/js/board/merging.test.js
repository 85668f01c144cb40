import assert from "node:assert/strict";
import { test } from "node:test";

import { candidates } from "../../../static/js/board/merging.js";
import { apart } from "../../../static/js/shared/distance.js";
import { ago, incident } from "./cards.js";

const fire = incident(1, { lat: -3.96, lng: 122.53, category: { code: "kebakaran_rumah" } });

test("the likeliest stands first: of the same kind and near, then what is near, then what is far", () => {
  const same = incident(2, { lat: -3.961, lng: 122.53, category: { code: "kebakaran_rumah" } });
  const near = incident(3, { lat: -3.96, lng: 122.53, category: { code: "begal" } });
  const far = incident(4, { lat: -3.96, lng: 122.7, category: { code: "kebakaran_rumah" } });
  const unknown = incident(5, { lat: null, lng: null, category: { code: "begal" } });
  assert.deepEqual(candidates(fire, [unknown, far, near, same, fire]), [same, near, far, unknown]);
});

test("neither the closed nor the incident itself, and no service for an emergency", () => {
  const lamp = incident(6, { track: "service", lat: null, lng: null, category: { code: "lampu_jalan" } });
  assert.deepEqual(candidates(fire, [fire, lamp, incident(7, { closed_at: ago(60) })]), []);
  assert.deepEqual(candidates(lamp, [fire, lamp]), [fire]);
});

test("apart counts kilometres, where both have a point", () => {
  assert.equal(apart(fire, { lat: null, lng: null }), null);
  assert.equal(Math.round(apart(fire, { lat: -3.97, lng: 122.53 }) * 100) / 100, 1.11);
});
