import assert from "node:assert/strict";
import { test } from "node:test";

import { parts } from "../../../static/js/intake/typed.js";

/** What was typed in square brackets. */
const shown = (name, typed) => parts(name, typed).map(({ text, isTyped }) => (isTyped ? `[${text}]` : text)).join("");

test("the words that were typed are marked where they stand, in any order, begun or whole", () => {
  assert.equal(shown("Gerbang utama UHO, Jl. H.E.A. Mokodompit", "uho gerbang mokodompit"), "[Gerbang] utama [UHO], Jl. H.E.A. [Mokodompit]");
  assert.equal(shown("Jl. Saranani", "sara"), "Jl. [Sara]nani");
});

test("of a word spelt otherwise only the letters are marked that are the same", () => {
  assert.equal(shown("Anduonohu", "anduwonohu"), "[Anduonohu]");
  assert.equal(shown("Anduonohu", "andunohu"), "[Andu]o[nohu]");
  assert.equal(shown("Mokodompit", "mokodonpit"), "[Mokodo]m[pit]");
  assert.equal(shown("Kendari Beach", "kandari"), "Ke[ndari] Beach");
});

test("doubled words are found however they are written", () => {
  assert.equal(shown("Wua-Wua", "wua2"), "[Wua]-[Wua]");
  assert.equal(shown("Lepo-Lepo", "lepolepo"), "[Lepo]-[Lepo]");
  assert.equal(shown("Lepo-Lepo", "Lepo lepo"), "[Lepo]-[Lepo]");
});

test("accents and capitals are no difference, and every sign of the name is kept", () => {
  assert.equal(shown("Café Déli", "cafe DELI"), "[Café] [Déli]");
  const name = "RS <b>İnan</b> 🚑 & “Bahteramas”";
  assert.equal(shown(name, "bahteramas inan"), "RS <b>[İnan]</b> 🚑 & “[Bahteramas]”");
});

test("what only looks alike by accident is not marked", () => {
  assert.equal(shown("Pasar Sentral", "jembatan"), "Pasar Sentral");
  assert.equal(shown("Kambu", "kota"), "Kambu");
  assert.equal(shown("Kambu", " ,- "), "Kambu");
});
