import assert from "node:assert/strict";
import { test } from "node:test";

import { follow } from "../../../static/js/agency/whereabouts.js";

/** A telephone whose clock and place a test sets. */
function telephone() {
  const phone = { at: 0, moved: null, failed: null, ticks: null, asked: 0, isWatched: true };
  phone.now = () => phone.at;
  phone.setInterval = (call) => (phone.ticks = call);
  phone.clearInterval = () => (phone.ticks = null);
  phone.geolocation = {
    watchPosition: (found, failed) => Object.assign(phone, { moved: found, failed }),
    getCurrentPosition: (found) => {
      phone.asked += 1;
      found("here still");
    },
    clearWatch: () => (phone.isWatched = false),
  };
  return phone;
}

function followed() {
  const phone = telephone();
  const told = { places: [], denied: 0 };
  const stop = follow({ send: (place) => told.places.push(place), onDenied: () => (told.denied += 1) }, phone);
  return { phone, told, stop };
}

test("who moves is told of at most every ten seconds", () => {
  const { phone, told } = followed();
  for (const at of [0, 4000, 9999, 10000, 15000]) {
    phone.at = at;
    phone.moved(at);
  }
  assert.deepEqual(told.places, [0, 10000]);
});

test("who stands still is told of each minute, and not besides while he moves", () => {
  const { phone, told } = followed();
  phone.moved("there");
  for (const at of [30000, 60000, 90000]) {
    phone.at = at;
    phone.ticks();
  }
  assert.deepEqual([told.places, phone.asked], [["there", "here still"], 1]);
});

test("only a refusal of the owner ends it; once it is left nothing is asked any more", () => {
  const { phone, told, stop } = followed();
  phone.failed({ code: 3 });
  assert.equal(told.denied, 0);
  phone.failed({ code: 1 });
  assert.equal(told.denied, 1);
  stop();
  assert.deepEqual([phone.isWatched, phone.ticks], [false, null]);
});
