import assert from "node:assert/strict";
import { test } from "node:test";

import { healthText } from "../../../static/js/shared/health.js";

const WORDS = { connecting: "Menyambung", live: "Langsung", delay: "Langsung · {seconds} dtk", late: "Menyambung ulang · {age}", lost: "Terputus · data {age} lalu" };
const link = (more) => ({ name: "live", isLoaded: true, dataAge: 0, delay: null, ...more });

test("a live link says how long the way there and back took, never less than it took", () => {
  const said = [3, 100, 101, 240, 1999].map((delay) => healthText(link({ delay }), WORDS));
  assert.deepEqual(said, ["0,1", "0,1", "0,2", "0,3", "2,0"].map((seconds) => `Langsung · ${seconds} dtk`));
});

test("without a measured round trip, or without words for it, it says only that it is live", () => {
  assert.equal(healthText(link(), WORDS), "Langsung");
  assert.equal(healthText(link({ delay: 40 }), { ...WORDS, delay: undefined }), "Langsung");
});

test("a link that is late or lost says its age, and no old delay", () => {
  assert.equal(healthText(link({ name: "late", dataAge: 7000, delay: 40 }), WORDS), "Menyambung ulang · 00:07");
  assert.equal(healthText(link({ name: "lost", dataAge: 71000, delay: 40 }), WORDS), "Terputus · data 01:11 lalu");
});

test("before the first picture it is connecting, where the page has a word for that", () => {
  const early = link({ isLoaded: false, delay: 40 });
  assert.equal(healthText(early, WORDS), "Menyambung");
  assert.equal(healthText(early, { live: "Langsung" }), "Langsung");
});
