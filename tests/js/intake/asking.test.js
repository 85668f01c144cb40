import assert from "node:assert/strict";
import test from "node:test";

import * as asking from "../../../static/js/intake/asking.js";
import { fromServer, isSaved, packed, typed, unsaved, valueOf } from "../../../static/js/intake/draft.js";
import { taken } from "../../../static/js/intake/merging.js";

const trapped = { id: 1, text: "Terjebak?", alarm: "yes", raises_to: 1, instruction: "Jangan masuk." };
const safe = { id: 2, text: "Aman?", alarm: "no", raises_to: 2, instruction: "Keluar." };
const meter = { id: 3, text: "Listrik?", alarm: "", raises_to: null, instruction: "Jauhi kabel." };
const old = { id: 7, code: "api", edition: 1, is_current: false, categories: ["api"], questions: [trapped, safe, meter] };
const now = { id: 8, code: "api", edition: 2, is_current: true, categories: ["api"], questions: [{ ...safe, id: 12 }] };
const kind = { code: "api", priority: 3, is_confidential: false };
const draftOf = (fields = {}) => fromServer({ id: 5, version: 1, category: "api", priority: 3, started_at: "2026-01-10T12:00:00Z", ...fields });
const after = (draft, fields) => Object.entries(fields).reduce((one, [name, value]) => typed(one, name, value, 1), draft);

test("a draft is asked by the current edition of its kind; without a protocol by none", () => {
  assert.equal(asking.protocolFor(draftOf(), [old, now]), now);
  assert.equal(asking.protocolFor(draftOf({ category: "banjir" }), [old, now]), null);
});

test("a draft keeps the edition it was answered with, also before the server says so", () => {
  assert.equal(asking.protocolFor(draftOf({ answers: { 1: "yes" }, protocol: 7 }), [old, now]), old);
  assert.equal(asking.protocolFor(after(draftOf({ protocol: 8 }), { "answer:1": "yes" }), [old, now]), old);
  assert.equal(asking.protocolFor(draftOf({ answers: { 1: "yes", 12: "no" }, protocol: 8 }), [old, now]), now);
});

test("an edition learnt later takes the place of the current one", () => {
  const next = { ...now, id: 9, edition: 3 };
  const known = asking.withEdition([old, now], next);
  assert.equal(asking.protocolFor(draftOf(), known), next);
  assert.deepEqual(asking.withEdition(known, { ...old }).map((one) => [one.id, one.is_current]), [[8, false], [9, true], [7, false]]);
});

test("alarming answers raise the suggestion, others do not, and none lowers it", () => {
  assert.equal(asking.suggested(draftOf(), kind, old), 3);
  assert.equal(asking.suggested(draftOf({ answers: { 1: "no", 2: "no" } }), kind, old), 2);
  assert.equal(asking.suggested(draftOf({ answers: { 1: "yes", 2: "no" } }), kind, old), 1);
  assert.equal(asking.suggested(draftOf({ answers: { 2: "no" } }), { ...kind, priority: 1 }, old), 1);
  assert.equal(asking.suggested(draftOf(), kind, null), 3);
});

test("the priority follows the suggestion, up and down again", () => {
  const raised = asking.answered(draftOf(), kind, old, trapped, "yes");
  assert.deepEqual(raised, { "answer:1": "yes", priority: 1 });
  const draft = after(draftOf(), raised);
  assert.deepEqual(asking.answered(draft, kind, old, trapped, "no"), { "answer:1": "no", priority: 3 });
  assert.deepEqual(asking.answered(draft, kind, old, safe, "no"), { "answer:2": "no" });
});

test("a priority that a person chose is never changed by an answer", () => {
  for (const priority of [4, 2]) assert.deepEqual(asking.answered(draftOf({ priority }), kind, old, trapped, "yes"), { "answer:1": "yes" });
});

test("another kind brings its own suggestion unless the priority was chosen", () => {
  const flood = { code: "banjir", priority: 2, is_confidential: false };
  const raised = after(draftOf(), asking.answered(draftOf(), kind, old, trapped, "yes"));
  assert.equal(asking.chosen(raised, flood, kind, [old]).priority, 2);
  assert.equal(asking.chosen(draftOf({ priority: 4 }), flood, kind, [old]).priority, 4);
  assert.equal(asking.chosen(draftOf({ category: "", priority: null, answers: { 1: "yes" } }), kind, undefined, [old]).priority, 1);
});

test("what is read out belongs to the present question, else to the last alarm", () => {
  const draft = draftOf({ answers: { 1: "yes", 2: "yes" } });
  assert.equal(asking.toRead(draft, trapped, null), trapped);
  assert.equal(asking.toRead(draft, safe, trapped), trapped);
  assert.equal(asking.toRead(draft, meter, trapped), meter);
  assert.equal(asking.toRead(draft, safe, null), null);
  assert.equal(asking.toRead(draftOf({ answers: { 1: "no" } }), safe, trapped), null);
});

test("answers are counted, sent together and taken one by one", () => {
  let draft = after(draftOf(), { "answer:1": "yes", words: "api" });
  assert.equal(asking.unanswered(draft, old), 2);
  assert.equal(asking.unanswered(draft, null), 0);
  const sent = unsaved(draft);
  assert.deepEqual(packed(sent), { words: "api", answers: { 1: "yes" } });
  assert.deepEqual(packed({ words: "api" }), { words: "api" });
  draft = after(draft, { "answer:2": "no" });
  draft = taken(draft, sent, { id: 5, version: 2, category: "api", words: "api", answers: { 1: "yes" }, started_at: "2026-01-10T12:00:00Z" }, 2);
  assert.deepEqual([unsaved(draft), valueOf(draft, "answer:1"), isSaved(draft)], [{ "answer:2": "no" }, "yes", false]);
});
