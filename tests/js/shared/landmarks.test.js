import assert from "node:assert/strict";
import { test } from "node:test";
import { apart } from "../../../static/js/shared/landmarks.js";

const project = ([lat, lng]) => ({ x: lng, y: lat });
const place = (name, lng, lat = 0) => ({ name, lat, lng });
const names = (places) => apart(places, project).map(({ name }) => name);

test("names that would cover each other wait for a nearer zoom, the first of them stays", () => {
  assert.deepEqual(names([place("Tugu Religi", 0), place("Taman Kota", 40), place("Pasar", 0, 30)]), ["Tugu Religi", "Pasar"]);
  assert.deepEqual(names([place("Tugu Religi", 0), place("Taman Kota", 90)]), ["Tugu Religi", "Taman Kota"]);
});

test("without places nothing is drawn", () => {
  assert.deepEqual(names([]), []);
});
