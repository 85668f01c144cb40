import assert from "node:assert/strict";
import { test } from "node:test";
import { grouped } from "../../../static/js/shared/cameras.js";

const project = ([lat, lng]) => ({ x: lng, y: lat });
const camera = (code, lng, lat = 0) => ({ code, lat, lng });
const said = (groups) => groups.map(({ id, others }) => [id, ...others.map(({ code }) => code)]);

test("cameras that stand apart are drawn each, those too close as one that says for whom it stands", () => {
  const groups = grouped([camera("A", 0), camera("B", 5), camera("C", 3, 9), camera("D", 400)], project, false);
  assert.deepEqual(said(groups), [["A", "B", "C"], ["D"]]);
});

test("of very many none is left out, and no two marks cover each other", () => {
  const cameras = Array.from({ length: 3000 }, (_none, at) => camera(`C${at}`, (at * 37) % 700, (at * 53) % 500));
  const groups = grouped(cameras, project, false);
  assert.equal(said(groups).flat().length, 3000);
  const spots = groups.map(({ camera: { lat, lng } }) => [lng, lat]);
  const isApart = ([x, y], at) => spots.every(([otherX, otherY], other) => other === at || Math.abs(x - otherX) >= 28 || Math.abs(y - otherY) >= 28);
  assert.ok(spots.every(isApart));
});

test("where no nearer zoom parts them they stand around their pole", () => {
  const groups = grouped([camera("A", 0), camera("B", 0), camera("C", 0)], project, true);
  assert.deepEqual(said(groups), [["A"], ["B"], ["C"]]);
  assert.equal(new Set(groups.map(({ spot }) => `${spot.dx} ${spot.dy}`)).size, 3);
});
