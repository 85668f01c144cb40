import assert from "node:assert/strict";
import { test } from "node:test";
import { inView } from "../../../static/js/shared/cameras.js";

const everywhere = { contains: () => true };

test("of very many cameras those nearest to the middle are drawn", () => {
  const cameras = Array.from({ length: 1000 }, (_none, at) => ({ code: `C${at}`, lat: at / 1000, lng: 0 }));
  const seen = inView(cameras, everywhere, { lat: 0.5, lng: 0 }, 3);
  assert.deepEqual(seen.map(({ code }) => code).sort(), ["C499", "C500", "C501"]);
});

test("a camera out of sight is not drawn", () => {
  const bounds = { contains: ([lat]) => lat < 1 };
  assert.deepEqual(inView([{ code: "A", lat: 0, lng: 0 }, { code: "B", lat: 2, lng: 0 }], bounds, { lat: 0, lng: 0 }, 9), [{ code: "A", lat: 0, lng: 0 }]);
});
