import assert from "node:assert/strict";
import test from "node:test";

import * as drafts from "../../../static/js/intake/draft.js";
import { heard, isTheirs, nameOf, revived, told, unheard } from "../../../static/js/intake/hands.js";

const ME = 5;
const T0 = Date.parse("2026-01-10T12:00:00Z");
const row = (fields = {}) => ({
  id: 7, version: 1, source: "call", call_id: 3, place_text: "", landmark: "", words: "", taken_by_id: ME, who: "Fitriani", seat: "Meja 03",
  started_at: "2026-01-10T11:59:00Z", saved_at: null, ...fields,
});
const theirs = (fields = {}) => row({ version: 3, taken_by_id: 6, who: "Marlina", seat: "Meja 04", saved_at: "2026-01-10T12:00:30Z", ...fields });
const typed = (draft, fields) => Object.entries(fields).reduce((one, [field, value]) => drafts.typed(one, field, value, T0), draft);

test("a report is a colleague's when he writes it; one that says nothing of its writer is mine", () => {
  assert.deepEqual([row(), theirs(), row({ taken_by_id: undefined })].map((one) => isTheirs(drafts.fromServer(one), ME)), [false, true, false]);
  assert.equal(nameOf(drafts.fromServer(theirs())), "Marlina (Meja 04)");
  assert.equal(nameOf({ who: "Marlina", seat: "" }), "Marlina");
});

test("when it goes on in other hands my unsaved words stay in the field, although his are newer", () => {
  const draft = heard(typed(drafts.fromServer(row()), { landmark: "depan masjid" }), theirs({ landmark: "pasar", words: "api" }), ME);
  assert.equal(drafts.valueOf(draft, "landmark"), "depan masjid");
  assert.equal(drafts.valueOf(draft, "words"), "api", "what he writes is seen");
  assert.equal(unheard(draft), "depan masjid");
});

test("what he has already is not told again, nor the line that the server knows", () => {
  const line = { text: "dua korban", at: new Date(T0).toISOString(), corrects: null };
  const draft = typed(drafts.fromServer(row()), { words: "api dari dapur", [drafts.lineField("k1")]: line });
  const seen = heard(draft, theirs({ words: "api", lines: [{ key: "k1", by: "Fitriani", ...line }] }), ME);
  assert.equal(unheard(seen), "dari dapur");
  assert.equal(unheard(heard(seen, theirs({ version: 4, words: "api dari dapur" }), ME)), "");
});

test("of what is offered beside the fields only words can be told", () => {
  const offered = { ...drafts.fromServer(theirs()), other: { words: "api", dead: 1, category: "banjir" } };
  assert.equal(unheard(offered), "api");
});

test("an old word of the server changes nothing; told, nothing of mine is left", () => {
  const draft = heard(typed(drafts.fromServer(row()), { words: "api" }), theirs(), ME);
  assert.equal(heard(draft, row(), ME), draft);
  assert.equal(unheard(told(draft)), "");
});

test("a page loaded anew shows his report with what this browser still keeps of mine", () => {
  const keep = drafts.kept(typed(drafts.fromServer(row()), { words: "api" }), T0);
  assert.equal(unheard(revived(theirs({ words: "lain" }), keep, ME)), "api");
  assert.equal(unheard(revived(theirs(), null, ME)), "");
  assert.equal(drafts.valueOf(revived(row(), keep, ME), "words"), "api");
});
