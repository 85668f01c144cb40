import assert from "node:assert/strict";
import test from "node:test";

import { groupsOf, jump, leadsWithin, lettersOf, matching } from "../../../static/js/intake/kinds.js";

const KINDS = [
  { code: "kll_luka", name: "Kecelakaan lalu lintas, ada korban", group: "Kecelakaan", short_code: "kll mtr", words: "tabrakan, adu banteng", glyph: "car" },
  { code: "kll_ringan", name: "Kecelakaan tanpa korban", group: "Kecelakaan", short_code: "kll nih", words: "senggolan", glyph: "car" },
  { code: "kebakaran_rumah", name: "Kebakaran rumah/bangunan", group: "Kebakaran", short_code: "kbk rmh", words: "api, rumah terbakar", glyph: "flame" },
  { code: "lpju", name: "LPJU padam", group: "Fasilitas umum", short_code: "lpj", words: "jalan gelap", glyph: "zap" },
];
const codes = (typed) => matching(KINDS, typed).map((kind) => kind.code);

test("nothing typed shows everything in its order", () => {
  assert.deepEqual(codes("  "), KINDS.map((kind) => kind.code));
});

test("a short code leads to its category first, however it is written", () => {
  assert.deepEqual(codes("kll mtr"), ["kll_luka"]);
  assert.deepEqual(codes("KLL"), ["kll_luka", "kll_ringan"]);
  assert.deepEqual(codes("k n"), ["kll_ringan"]);
});

test("words are found in name and group, and every one must fit", () => {
  assert.deepEqual(codes("korban tanpa"), ["kll_ringan"]);
  assert.deepEqual(codes("rumah"), ["kebakaran_rumah"]);
  assert.deepEqual(codes("fasilitas"), ["lpju"]);
  assert.deepEqual(codes("bangun"), ["kebakaran_rumah"]);
  assert.deepEqual(codes("kll banjir"), []);
});

test("everyday words are found too, after those whose official name says the same", () => {
  assert.deepEqual(codes("tabrak"), ["kll_luka"]);
  assert.deepEqual(codes("banteng adu"), ["kll_luka"]);
  assert.deepEqual(codes("rumah terbakar"), ["kebakaran_rumah"]);
  const kinds = [{ name: "Darurat lain", group: "X", short_code: "xx", words: "banjir" }, { name: "Banjir", group: "Y", short_code: "yy", words: "" }];
  assert.deepEqual(matching(kinds, "banjir").map((kind) => kind.name), ["Banjir", "Darurat lain"]);
});

test("the start of a word comes before its middle", () => {
  const kinds = [{ name: "Tidak sadar", group: "Medis", short_code: "med tds", words: "" }, { name: "Dar der", group: "X", short_code: "xx", words: "" }];
  assert.deepEqual(matching(kinds, "dar").map((kind) => kind.short_code), ["xx", "med tds"]);
});

test("groups keep the order of the list", () => {
  assert.deepEqual(groupsOf(KINDS).map((group) => [group.name, group.kinds.length]), [
    ["Kecelakaan", 2], ["Kebakaran", 1], ["Fasilitas umum", 1],
  ]);
});

test("two letters jump, one repeated letter walks on", () => {
  const labels = ["Kecelakaan", "Kebakaran", "Medis", "Keamanan"];
  assert.equal(jump(labels, "kea", 0), 3);
  assert.equal(jump(labels, "k", 0), 1);
  assert.equal(jump(labels, "k", 3), 0);
  assert.equal(jump(labels, "ke", 1), 1);
  assert.equal(jump(labels, "x", 0), -1);
  assert.equal(jump([], "k", -1), -1);
});

test("every group has two letters of its own, its first two where they are", () => {
  const kinds = ["Kecelakaan", "Kebakaran", "Darurat medis", "Bencana", "Keamanan", "KDRT / PPA"].map((group) => ({ group, glyph: "dots", short_code: "" }));
  assert.deepEqual(groupsOf(kinds).map((group) => lettersOf(group.name, group.lead)), ["kc", "kb", "da", "be", "km", "kd"]);
  const alike = ["Abab", "Abba", "Aba", "Ab"].map((group) => ({ group, glyph: "dots", short_code: "" }));
  assert.deepEqual(groupsOf(alike).map((group) => group.lead[1]), [2, 1, 1, 1], "a letter that is left, or the second");
});

test("two letters of one's own lead there from anywhere, other letters as the label is written", () => {
  const labels = ["Kecelakaan", "Kebakaran", "Medis", "Keamanan"];
  const letters = ["kc", "kb", "me", "km"];
  assert.deepEqual(letters.map((two) => jump(labels, two, 3, letters)), [0, 1, 2, 3]);
  assert.deepEqual(letters.map((two) => jump(labels, two.toUpperCase(), 0, letters)), [0, 1, 2, 3]);
  assert.equal(jump(labels, "keb", 0, letters), 1);
  assert.equal(jump(labels, "k", 0, letters), 1);
});

test("a kind is led to by the last word of its short code, within its group", () => {
  const kinds = ["fas drn", "fas drk", "krj", "kll mtr"].map((short_code) => ({ code: short_code, group: "X", glyph: "dots", short_code }));
  const leads = leadsWithin(groupsOf(kinds));
  assert.deepEqual(kinds.map((kind) => lettersOf(kind.short_code, leads.get(kind.code))), ["dn", "dk", "kr", "mt"]);
});
