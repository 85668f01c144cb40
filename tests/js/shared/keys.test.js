import assert from "node:assert/strict";
import { test } from "node:test";

import { isTyping, nameOf } from "../../../static/js/shared/keys.js";

const key = (more) => nameOf({ key: "", code: "", ctrlKey: false, altKey: false, metaKey: false, shiftKey: false, ...more });

test("letters are small whatever Shift and Caps Lock say", () => {
  assert.equal(key({ key: "D", shiftKey: true }), "d");
  assert.equal(key({ key: "?", shiftKey: true }), "?");
});

test("named keys carry what is held", () => {
  assert.equal(key({ key: "F9" }), "F9");
  assert.equal(key({ key: "Enter", ctrlKey: true }), "ctrl+Enter");
  assert.equal(key({ key: "Tab", shiftKey: true }), "shift+Tab");
});

test("with Alt the place on the keyboard counts, not what the layout makes of it", () => {
  assert.equal(key({ key: "¡", code: "Digit1", altKey: true }), "alt+1");
  assert.equal(key({ key: "¬", code: "KeyL", altKey: true }), "alt+l");
});

test("a field takes the keys as long as it is seen", () => {
  globalThis.Element = class {
    constructor(isField, isSeen) {
      Object.assign(this, { closest: () => (isField ? this : null), checkVisibility: () => isSeen });
    }
  };
  assert.equal(isTyping(new Element(true, true)), true);
  assert.equal(isTyping(new Element(true, false)), false);
  assert.equal(isTyping(new Element(false, true)), false);
  assert.equal(isTyping(null), false);
});
