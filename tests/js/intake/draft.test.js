import assert from "node:assert/strict";
import test from "node:test";

import * as draftModule from "../../../static/js/intake/draft.js";
import * as merging from "../../../static/js/intake/merging.js";

const drafts = { ...draftModule, ...merging };

const T0 = Date.parse("2026-01-10T12:00:00Z");
const row = (fields = {}) => ({
  id: 7, version: 1, source: "call", call_id: 3, place_text: "", landmark: "", area: "", lat: null, lng: null,
  category: "", priority: null, is_confidential: false, reporter_name: "", relation: "", callback: "", words: "",
  started_at: "2026-01-10T11:59:00Z", saved_at: null, ...fields,
});
const written = (draft, fields, at = T0) =>
  Object.entries(fields).reduce((before, [field, value]) => drafts.typed(before, field, value, at), draft);

test("what was typed is shown and waits to be sent", () => {
  const draft = written(drafts.fromServer(row({ place_text: "Jl. Lawata" })), { landmark: "depan masjid" });
  assert.equal(drafts.valueOf(draft, "landmark"), "depan masjid");
  assert.equal(drafts.valueOf(draft, "place_text"), "Jl. Lawata");
  assert.deepEqual(drafts.unsaved(draft), { landmark: "depan masjid" });
  assert.equal(drafts.isSaved(draft), false);
});

test("whether the reporter is hidden is kept beside what somebody else typed meanwhile", () => {
  const draft = written(drafts.fromServer(row()), { hides_reporter: true });
  assert.deepEqual(drafts.unsaved(draft), { hides_reporter: true });
  assert.equal(drafts.isUntouched(draft), false);
  const both = drafts.merged(draft, row({ version: 2, reporter_name: "Wa Ina", saved_at: "2026-01-10T11:59:59Z" }));
  assert.deepEqual([drafts.valueOf(both, "hides_reporter"), drafts.valueOf(both, "reporter_name")], [true, "Wa Ina"]);
  const there = drafts.fromServer(row({ version: 3, hides_reporter: true }));
  assert.equal(drafts.isSaved(drafts.merged(both, row({ version: 3, hides_reporter: true, reporter_name: "Wa Ina" }))), true);
  assert.equal(drafts.valueOf(there, "hides_reporter"), true);
});

test("a point is always sent whole", () => {
  const draft = written(drafts.fromServer(row({ lat: -3.9, lng: 122.5 })), { lat: -3.95 });
  assert.deepEqual(drafts.unsaved(draft), { lat: -3.95, lng: 122.5 });
});

test("the answer to a save clears what was sent and keeps what was typed meanwhile", () => {
  let draft = written(drafts.fromServer(row()), { words: "asap tebal", landmark: "pasar" });
  const sent = drafts.unsaved(draft);
  draft = written(draft, { words: "asap tebal, api" }, T0 + 500);
  draft = drafts.taken(draft, sent, row({ version: 2, words: "asap tebal", landmark: "pasar", saved_at: "2026-01-10T12:00:01Z" }), T0 + 2000);
  assert.deepEqual(drafts.unsaved(draft), { words: "asap tebal, api" });
  assert.deepEqual(draft.other, {});
  assert.equal(draft.savedAt, T0 + 2000);
});

test("typing back to what was sent before the answer came is still sent", () => {
  let draft = written(drafts.fromServer(row({ landmark: "a" })), { landmark: "b" });
  const sent = drafts.unsaved(draft);
  draft = written(draft, { landmark: "a" }, T0 + 100);
  draft = drafts.taken(draft, sent, row({ version: 2, landmark: "b", saved_at: "2026-01-10T12:00:01Z" }), T0 + 1000);
  assert.deepEqual(drafts.unsaved(draft), { landmark: "a" });
});

test("after a reload the fields kept in the browser join the server's", () => {
  const before = written(drafts.fromServer(row({ place_text: "Jl. Lawata" })), { words: "satu korban" });
  const keep = JSON.parse(JSON.stringify(drafts.kept(before, T0)));
  const draft = drafts.revived(row({ version: 2, place_text: "Jl. Lawata 2", saved_at: "2026-01-10T11:59:59Z" }), keep);
  assert.equal(drafts.valueOf(draft, "words"), "satu korban");
  assert.equal(drafts.valueOf(draft, "place_text"), "Jl. Lawata 2");
  assert.deepEqual(drafts.unsaved(draft), { words: "satu korban" });
});

test("of two versions of one field the newer is shown and the other is offered, whichever order they met in", () => {
  const local = written(drafts.fromServer(row({ words: "" })), { words: "dua korban" });
  const older = drafts.merged(local, row({ version: 2, words: "tiga korban", saved_at: "2026-01-10T11:59:30Z" }));
  assert.equal(drafts.valueOf(older, "words"), "dua korban");
  assert.equal(older.other.words, "tiga korban");
  const newer = drafts.merged(local, row({ version: 2, words: "tiga korban", saved_at: "2026-01-10T12:00:30Z" }));
  assert.equal(drafts.valueOf(newer, "words"), "tiga korban");
  assert.equal(newer.other.words, "dua korban");
  assert.equal(drafts.isSaved(newer), true);
  assert.notEqual(drafts.kept(newer, T0), null);
});

test("the offered text can be taken, and then the shown one is offered", () => {
  const local = written(drafts.fromServer(row()), { words: "dua korban" });
  const met = drafts.merged(local, row({ version: 2, words: "tiga korban", saved_at: "2026-01-10T12:00:30Z" }));
  const swapped = drafts.swapped(met, "words", T0 + 60000);
  assert.equal(drafts.valueOf(swapped, "words"), "dua korban");
  assert.equal(swapped.other.words, "tiga korban");
});

test("a choice that lost is offered as well, but not one that says nothing or the same", () => {
  const fields = { dead: 1, badly_hurt: 2, trapped: 3, category: "banjir", priority: 1, area: "" };
  const local = written(drafts.fromServer(row({ dead: 0, badly_hurt: 0, trapped: 0, area: "7471010001" })), fields);
  const theirs = row({ version: 2, dead: 2, badly_hurt: 2, trapped: 0, category: "begal", priority: 2, area: "7471010002", saved_at: "2026-01-10T12:00:30Z" });
  const met = drafts.merged(local, theirs);
  assert.equal(drafts.valueOf(met, "dead"), 2);
  assert.deepEqual(met.other, { dead: 1, category: "banjir", priority: 1 });
  const swapped = drafts.swapped(met, "dead", T0 + 60000);
  assert.deepEqual([drafts.valueOf(swapped, "dead"), swapped.other.dead], [1, 2]);
  assert.deepEqual(drafts.unsaved(swapped), { trapped: 3, dead: 1 });
});

test("a text that the winner contains is not offered", () => {
  const local = written(drafts.fromServer(row()), { words: "asap" });
  const met = drafts.merged(local, row({ version: 2, words: "asap tebal", saved_at: "2026-01-10T12:00:30Z" }));
  assert.deepEqual(met.other, {});
});

test("an older answer changes nothing", () => {
  const draft = drafts.fromServer(row({ version: 5, words: "baru" }));
  assert.equal(drafts.merged(draft, row({ version: 4, words: "lama" })), draft);
});

test("nothing is kept in the browser once the server has everything", () => {
  assert.equal(drafts.kept(drafts.fromServer(row()), T0), null);
  assert.equal(drafts.isExpired({ at: T0 }, T0 + 11 * 3600 * 1000), false);
  assert.equal(drafts.isExpired({ at: T0 }, T0 + 12 * 3600 * 1000), true);
  assert.equal(drafts.isExpired({}, T0), true);
});

test("what is missing: words for the place and a category; the outcome of a call and a point are only wanted", () => {
  const draft = drafts.fromServer(row());
  assert.deepEqual(drafts.missing(draft, { outcome: "" }), { required: ["place_text", "category"], wanted: ["outcome", "point"] });
  const full = written(draft, { place_text: "pasar", category: "kll", lat: -3.9, lng: 122.5 });
  assert.deepEqual(drafts.missing(full, null), { required: [], wanted: [] });
  assert.deepEqual(drafts.missing(written(full, { place_text: "  " }), { outcome: "emergency" }).required, ["place_text"]);
});

test("a category brings its priority and confidentiality, and leaves what a person chose", () => {
  const crash = { code: "kll", priority: 1, is_confidential: false };
  const abuse = { code: "kdrt", priority: 2, is_confidential: true };
  const fresh = drafts.fromServer(row());
  assert.deepEqual(drafts.classified(fresh, abuse, undefined), { category: "kdrt", priority: 2, is_confidential: true });
  const untouched = written(fresh, { category: "kdrt", priority: 2, is_confidential: true });
  assert.deepEqual(drafts.classified(untouched, crash, abuse), { category: "kll", priority: 1, is_confidential: false });
  const decided = written(fresh, { category: "kll", priority: 3, is_confidential: true });
  assert.deepEqual(drafts.classified(decided, abuse, crash), { category: "kdrt", priority: 3, is_confidential: true });
});

test("what was typed while the report was on its way is left over, without what went with it", () => {
  const sent = drafts.valuesOf(written(drafts.fromServer(row()), { words: "asap tebal", landmark: "pasar" }));
  const later = written(drafts.fromServer(row()), { words: "asap tebal, satu korban", landmark: "masjid", callback: "0852" });
  assert.equal(drafts.leftOver(later, sent), "masjid\n0852\n, satu korban");
  assert.equal(drafts.leftOver(written(drafts.fromServer(row()), sent), sent), "");
});

test("victims are counted from nothing and travel with the other fields", () => {
  const draft = written(drafts.fromServer(row()), { trapped: 2 });
  assert.deepEqual([drafts.valueOf(draft, "dead"), drafts.valuesOf(draft).trapped], [0, 2]);
  assert.deepEqual(drafts.unsaved(draft), { trapped: 2 });
});

const line = (text, at, more = {}) => ({ text, at: new Date(at).toISOString(), corrects: null, ...more });

test("a line is a field of its own, sent with its key until the server has it", () => {
  const said = line("dua korban", T0);
  let draft = written(drafts.fromServer(row()), { words: "", [drafts.lineField("k1")]: said });
  const sent = drafts.unsaved(draft);
  assert.deepEqual(drafts.packed(sent), { lines: [{ ...said, key: "k1" }] });
  draft = drafts.taken(draft, sent, row({ version: 2, lines: [{ ...said, key: "k1", by: "Fitriani" }] }), T0);
  assert.equal(drafts.isSaved(draft), true);
  assert.equal(drafts.packed(drafts.valuesOf(draft)).lines, undefined);
});

test("lines of two tabs are all kept, and a line the server has is not sent again after a reload", () => {
  const mine = line("dari tab ini", T0 + 1000);
  const before = written(drafts.fromServer(row()), { [drafts.lineField("k1")]: mine });
  const keep = JSON.parse(JSON.stringify(drafts.kept(before, T0)));
  const theirs = [{ ...line("dari tab lain", T0), key: "k2" }];
  const met = drafts.revived(row({ version: 2, lines: theirs }), keep);
  assert.deepEqual(drafts.linesOf(met).map(({ text }) => text), ["dari tab lain", "dari tab ini"]);
  const told = drafts.revived(row({ version: 3, lines: [...theirs, { ...mine, key: "k1" }] }), keep);
  assert.equal(drafts.isSaved(told), true);
  assert.deepEqual(told.other, {});
});

test("a corrected line stays and is struck", () => {
  const lines = [{ ...line("dua korban", T0), key: "k1" }, { ...line("tiga korban", T0 + 1, { corrects: "k1" }), key: "k2" }];
  const draft = drafts.fromServer(row({ lines }));
  assert.deepEqual(drafts.linesOf(draft).map(({ text, isStruck }) => [text, isStruck]), [["dua korban", true], ["tiga korban", false]]);
});

test("a line entered while the report was on its way belongs to the incident", () => {
  const draft = written(drafts.fromServer(row()), { [drafts.lineField("k1")]: line("terkirim", T0) });
  const sent = drafts.packed(drafts.valuesOf(draft));
  const later = written(draft, { [drafts.lineField("k2")]: line("menyusul", T0 + 1) });
  assert.equal(drafts.leftOver(later, sent), "menyusul");
});

test("a report is untouched until the first word, answer or line, and again when that is gone", () => {
  const fresh = drafts.fromServer(row());
  assert.equal(drafts.isUntouched(fresh), true);
  for (const fields of [{ place_text: "Lo" }, { dead: 1 }, { is_confidential: true }, { "answer:4": "yes" }]) {
    assert.equal(drafts.isUntouched(written(fresh, fields)), false, JSON.stringify(fields));
  }
  assert.equal(drafts.isUntouched(written(fresh, { "line:a": { at: "2026-01-10T12:00:00Z", text: "api" } })), false);
  assert.equal(drafts.isUntouched(drafts.fromServer(row({ category: "begal" }))), false);
  assert.equal(drafts.isUntouched(drafts.fromServer(row({ answers: { 4: "no" } }))), false);
  assert.equal(drafts.isUntouched(written(written(fresh, { place_text: "Lo" }), { place_text: "" })), true);
});

const met = (draft, fields, at = "2026-01-10T12:00:30Z") => drafts.merged(draft, row({ version: 2, saved_at: at, ...fields }));

test("an answer that lost is offered, and can be taken", () => {
  const local = written(drafts.fromServer(row({ answers: { 9: "no" } })), { "answer:4": "yes", "answer:5": "no", "answer:9": "yes" });
  const both = met(local, { answers: { 4: "no", 5: "no", 9: "no" } });
  assert.deepEqual([drafts.valueOf(both, "answer:4"), both.other], ["no", { "answer:4": "yes" }]);
  const swapped = drafts.swapped(both, "answer:4", T0 + 60000);
  assert.deepEqual([drafts.packed(drafts.unsaved(swapped)).answers, swapped.other], [{ 4: "yes", 9: "yes" }, { "answer:4": "no" }]);
});

for (const [name, first, then] of [
  ["the half that was sent changed", { lat: -3.91, lng: 122.51 }, { lat: -3.92 }],
  ["the other half changed", { lat: -3.91 }, { lng: 122.52 }],
]) {
  test(`a point that is moved on while it is on its way stands where it was moved to: ${name}`, () => {
    let draft = written(drafts.fromServer(row({ lat: -3.9, lng: 122.5 })), first);
    const sent = drafts.unsaved(draft);
    draft = written(drafts.sending(draft, sent), then);
    const wanted = { ...sent, ...then };
    draft = drafts.taken(draft, sent, row({ version: 2, ...sent, saved_at: "2026-01-10T12:00:01Z" }), T0 + 2000);
    assert.deepEqual({ lat: drafts.valueOf(draft, "lat"), lng: drafts.valueOf(draft, "lng") }, wanted);
    assert.deepEqual([drafts.unsaved(draft), draft.other], [wanted, {}]);
    assert.deepEqual(drafts.basesOf(draft, wanted), sent);
  });
}

test("a point wins or loses whole, and the other one is offered", () => {
  const local = written(written(drafts.fromServer(row()), { lat: -3.9 }, T0), { lng: 122.5 }, T0 + 1);
  const theirs = { lat: -3.97, lng: 122.5 };
  for (const [savedAt, shown, other] of [["2026-01-10T12:00:30Z", theirs, { lat: -3.9, lng: 122.5 }], ["2026-01-10T12:00:00.0005Z", { lat: -3.9, lng: 122.5 }, theirs]]) {
    const both = met(local, theirs, savedAt);
    assert.deepEqual([{ lat: drafts.valueOf(both, "lat"), lng: drafts.valueOf(both, "lng") }, both.other], [shown, { point: other }]);
    const swapped = drafts.swapped(both, "point", T0 + 60000);
    assert.deepEqual([drafts.valueOf(swapped, "lat"), swapped.other], [other.lat, { point: shown }]);
  }
  assert.deepEqual(met(local, { lat: null, lng: null }).other, {});
  assert.deepEqual(met(written(drafts.fromServer(row({ lat: -3.9, lng: 122.5 })), { lat: null, lng: null }), { lat: -3.97, lng: 122.6 }).other, {});
});

test("a tick that lost is offered, taken on and off", () => {
  const shut = written(written(drafts.fromServer(row()), { is_confidential: true }), { is_confidential: false }, T0 + 1);
  const both = met(shut, { is_confidential: true });
  assert.deepEqual([drafts.valueOf(both, "is_confidential"), both.other], [true, { is_confidential: false }]);
  assert.deepEqual(drafts.swapped(both, "is_confidential", T0 + 60000).other, { is_confidential: true });
});

test("what is sent says what was seen there, also of an answer that was not given yet", () => {
  const draft = written(drafts.fromServer(row({ words: "asap" })), { words: "asap, api", "answer:4": "yes", lat: -3.9, [drafts.lineField("k")]: { text: "x", at: "2026-01-10T12:00:00Z" } });
  assert.deepEqual(drafts.basesOf(draft, drafts.unsaved(draft)), { words: "asap", "answer:4": "", lat: null, lng: null });
});

test("what is typed on while the server takes a blank off its end goes on and is offered nothing", () => {
  let draft = written(drafts.fromServer(row()), { place_text: "Jl. " });
  const sent = drafts.unsaved(draft);
  draft = written(draft, { place_text: "Jl. M" }, T0 + 100);
  draft = drafts.taken(draft, sent, row({ version: 2, place_text: "Jl.", saved_at: "2026-01-10T12:00:01Z" }), T0 + 1000);
  assert.deepEqual([drafts.unsaved(draft), drafts.basesOf(draft, drafts.unsaved(draft)), draft.other], [{ place_text: "Jl. M" }, { place_text: "Jl." }, {}]);
});

test("our own words, saved without an answer while more was typed, are nobody else's", () => {
  let draft = written(drafts.fromServer(row()), { words: "asap ", lat: -3.9, lng: 122.5 });
  draft = drafts.sending(draft, drafts.unsaved(draft));
  draft = written(draft, { words: "asap tebal", lat: -3.91 }, T0 + 100);
  const keep = JSON.parse(JSON.stringify(drafts.kept(draft, T0)));
  const there = row({ version: 2, words: "asap", lat: -3.9, lng: 122.5, saved_at: "2026-01-10T12:00:30Z" });
  for (const both of [drafts.merged(draft, there), drafts.revived(there, keep)]) {
    assert.deepEqual([drafts.unsaved(both), both.other], [{ words: "asap tebal", lat: -3.91, lng: 122.5 }, {}]);
  }
});
