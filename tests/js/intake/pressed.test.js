import assert from "node:assert/strict";
import test from "node:test";

import { keepPressed } from "../../../static/js/intake/pressed.js";

/** A form with two fields, whose keys move the cursor. */
function form() {
  const texts = { place: "", words: "" };
  const seen = [];
  let cursor = "place";
  return {
    texts, seen,
    goTo: (field) => () => {
      cursor = field;
      seen.push(field);
    },
    type: (text) => (texts[cursor] += text),
  };
}

test("what was typed before and after a key lands where the cursor was", async () => {
  const pressed = keepPressed();
  const { texts, goTo, type } = form();
  pressed.press("Jl. Melati 9", goTo("words"));
  pressed.press("asap tebal", goTo("place"));
  await pressed.carryOut(type, ", pagar biru");
  assert.deepEqual(texts, { place: "Jl. Melati 9, pagar biru", words: "asap tebal" });
});

test("every key is pressed once and in its order, with a drawing of the screen before the next", async () => {
  const pressed = keepPressed();
  const { seen, goTo, type } = form();
  let isDrawn = true;
  const key = (field) => () => {
    assert.equal(isDrawn, true);
    isDrawn = false;
    queueMicrotask(() => (isDrawn = true));
    goTo(field)();
  };
  pressed.press("", key("words"));
  pressed.press("", key("place"));
  await pressed.carryOut(type, "");
  await pressed.carryOut(type, "");
  assert.deepEqual(seen, ["words", "place"]);
});

test("what waits is shown, and forgotten when the answer came to nothing", async () => {
  const pressed = keepPressed();
  const { texts, seen, goTo, type } = form();
  pressed.press(" Jl. Melati 9 ", goTo("words"));
  pressed.press("", goTo("place"));
  pressed.press("asap", goTo("words"));
  assert.equal(pressed.said(), "Jl. Melati 9 · asap");
  pressed.forget();
  await pressed.carryOut(type, "");
  assert.deepEqual([texts.place, texts.words, seen], ["", "", []]);
});
