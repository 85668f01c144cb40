import assert from "node:assert/strict";
import { test } from "node:test";

import { layTiles } from "../../../static/js/shared/tiles.js";

/** A page with or without a tile server, and a Leaflet that only remembers. */
function page(dataset) {
  const classes = new Set();
  const heard = {};
  const asked = [];
  const layer = { on: (name, act) => (heard[name] = act), addTo: () => asked.push("shown") };
  globalThis.document = {
    body: { dataset },
    createElement: () => ({ set textContent(text) { this.innerHTML = text.replaceAll("<", "&lt;"); } }),
  };
  globalThis.L = { tileLayer: (url, options) => asked.push({ url, ...options }) && layer };
  const toggle = (name, isOn) => (isOn ? classes.add(name) : classes.delete(name));
  layTiles({ getMaxZoom: () => 18, getContainer: () => ({ classList: { toggle } }) });
  return { asked, heard, isTiled: () => classes.has("tiled") };
}

test("without a server nothing is asked", () => {
  assert.deepEqual(page({}).asked, []);
});

test("the credit is words and never markup", () => {
  const { asked } = page({ tiles: "https://peta.lan/{z}/{x}/{y}.png", tilesCredit: "© <b>kami</b>" });
  assert.equal(asked[0].url, "https://peta.lan/{z}/{x}/{y}.png");
  assert.equal(asked[0].attribution, "© &lt;b>kami&lt;/b>");
});

test("the land keeps its own colour until a picture comes, and has it again when none comes any more", () => {
  const { heard, isTiled } = page({ tiles: "https://peta.lan/{z}/{x}/{y}.png", tilesCredit: "kami" });
  heard.loading();
  assert.equal(isTiled(), false);
  heard.load();
  assert.equal(isTiled(), false);
  heard.loading();
  heard.tileload();
  heard.load();
  assert.equal(isTiled(), true);
  heard.loading();
  assert.equal(isTiled(), true);
  heard.load();
  assert.equal(isTiled(), false);
});
