import assert from "node:assert/strict";
import test from "node:test";

import { isDrawable, sector } from "../../../static/js/shared/area.js";

const place = { lat: -3.97, lng: 122.51, radius_m: 2000, azimuth: 90, opening: 60, is_cell: true };

function metres([lat, lng]) {
  return Math.hypot(lat - place.lat, (lng - place.lng) * Math.cos((place.lat * Math.PI) / 180)) * 111320;
}

test("a sector begins at its antenna and its whole edge is a radius away", () => {
  const [antenna, ...edge] = sector(place);
  assert.deepEqual(antenna, [place.lat, place.lng]);
  for (const corner of edge) assert.ok(Math.abs(metres(corner) - 2000) < 5);
});

test("a sector that looks east lies in the east, half its opening to either side", () => {
  const [, first, ...rest] = sector(place);
  const last = rest.at(-1);
  assert.ok(first[0] > place.lat && last[0] < place.lat, "from the north side to the south side");
  assert.ok(Math.abs(first[0] - place.lat - (2000 * Math.cos(Math.PI / 3)) / 111320) < 1e-6);
  assert.ok(sector(place).slice(1).every(([, lng]) => lng > place.lng));
});

test("a sector across the north is whole", () => {
  const corners = sector({ ...place, azimuth: 350, opening: 40 }).slice(1);
  assert.ok(corners.every(([lat]) => lat > place.lat));
  assert.ok(corners[0][1] < place.lng && corners.at(-1)[1] > place.lng);
});

test("no position, half a position and zero-zero are never drawn", () => {
  for (const none of [null, { lat: null, lng: null }, { lat: 0, lng: 0 }, { lat: NaN, lng: 1 }, { lat: 1, lng: undefined }]) {
    assert.equal(isDrawable(none), false);
  }
  assert.equal(isDrawable({ lat: 0, lng: 109.3 }), true);
});
