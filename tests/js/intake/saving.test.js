import assert from "node:assert/strict";
import test from "node:test";

import { keepSaved, TRY_AGAIN_AFTER, TYPING_PAUSE } from "../../../static/js/intake/saving.js";

const START = Date.parse("2026-01-10T12:00:00Z");
const UNSENT = { ok: false, refusal: { status: 0, code: "unsent", detail: "", fields: {} } };
const row = (fields = {}) => ({
  id: 7, version: 1, source: "call", call_id: 3, place_text: "", landmark: "", area: "", lat: null, lng: null,
  category: "", priority: null, is_confidential: false, reporter_name: "", relation: "", callback: "", words: "",
  started_at: "2026-01-10T11:59:00Z", saved_at: null, ...fields,
});

function memory(entries = {}) {
  const map = new Map(Object.entries(entries));
  return {
    get length() { return map.size; },
    key: (at) => [...map.keys()][at],
    getItem: (key) => map.get(key) ?? null,
    setItem: (key, value) => map.set(key, value),
    removeItem: (key) => map.delete(key),
  };
}

/** A world whose time passes when told, whose server answers when told. */
function bench({ storage = memory(), me = 5, reload = async () => true, fits = undefined } = {}) {
  const posts = [];
  const timers = new Map();
  const refused = [];
  let time = START;
  let next = 1;
  const world = {
    storage,
    now: () => time,
    post: (url, body, { signal }) => new Promise((answer) => {
      const { bases, ...fields } = body;
      posts.push({ url, body: fields, bases, answer });
      signal.addEventListener("abort", () => answer(UNSENT));
    }),
    setTimeout: (call, after) => timers.set(next, { call, at: time + after }) && next++,
    clearTimeout: (id) => timers.delete(id),
  };
  const on = {
    me,
    address: (id) => `/drafts/${id}/`,
    reload: () => reload(saver),
    onChange: () => {},
    onRefused: (id, refusal) => refused.push([id, refusal]),
    fits,
  };
  const saver = keepSaved(on, world);
  const pass = (ms) => {
    time += ms;
    for (const [id, { call, at }] of [...timers]) if (at <= time && timers.delete(id)) call();
  };
  const settle = () => new Promise((go) => setImmediate(go));
  const answer = async (at, value) => {
    posts[at].answer(value);
    await settle();
  };
  return { saver, posts, refused, storage, pass, answer, settle };
}

test("typing is saved after a pause, and only what changed", async () => {
  const { saver, posts, pass, answer, storage } = bench();
  saver.hear([row()]);
  saver.change(7, { words: "asap" }, TYPING_PAUSE);
  pass(500);
  saver.change(7, { words: "asap tebal" }, TYPING_PAUSE);
  pass(500);
  assert.equal(posts.length, 0);
  assert.match(storage.getItem("ntpd112.draft.5.7"), /asap tebal/);
  pass(300);
  assert.deepEqual(posts[0].body, { words: "asap tebal" });
  assert.equal(posts[0].url, "/drafts/7/");
  await answer(0, { ok: true, data: { report: row({ version: 2, words: "asap tebal", saved_at: "2026-01-10T12:00:02Z" }) } });
  assert.equal(saver.isSaved(), true);
  assert.equal(storage.length, 0);
});

test("one save at a time; what was typed meanwhile goes with the next", async () => {
  const { saver, posts, pass, answer } = bench();
  saver.hear([row()]);
  saver.change(7, { landmark: "pasar" });
  pass(0);
  saver.change(7, { words: "api" });
  pass(1000);
  assert.equal(posts.length, 1);
  await answer(0, { ok: true, data: { report: row({ version: 2, landmark: "pasar", saved_at: "2026-01-10T12:00:00Z" }) } });
  pass(0);
  assert.deepEqual(posts[1].body, { words: "api" });
});

test("a save that did not arrive is tried again until it does", async () => {
  const { saver, posts, pass, answer, settle } = bench();
  saver.hear([row()]);
  saver.change(7, { words: "api" });
  pass(0);
  await answer(0, UNSENT);
  assert.equal(saver.isSaved(), false);
  pass(TRY_AGAIN_AFTER);
  await settle();
  assert.deepEqual(posts[1].body, { words: "api" });
});

test("after a lost line the server's words are met before ours are sent", async () => {
  let reachable = false;
  const elsewhere = row({ version: 4, words: "tiga korban", saved_at: "2026-01-10T11:59:59Z" });
  const reload = async (saver) => {
    if (reachable) saver.hear([elsewhere]);
    return reachable;
  };
  const { saver, posts, pass, answer, settle } = bench({ reload });
  saver.hear([row()]);
  saver.change(7, { words: "dua korban" });
  pass(0);
  await answer(0, UNSENT);
  pass(TRY_AGAIN_AFTER);
  await settle();
  assert.equal(posts.length, 1);
  reachable = true;
  pass(TRY_AGAIN_AFTER);
  await settle();
  assert.deepEqual(posts[1].body, { words: "dua korban" });
  assert.deepEqual(saver.find(7).other, { words: "tiga korban" });
});

test("a refused field stays in the browser, is told once and waits for a change", async () => {
  const { saver, posts, pass, answer, refused, storage } = bench();
  saver.hear([row()]);
  saver.change(7, { callback: "abc" });
  pass(0);
  await answer(0, { ok: false, refusal: { status: 400, code: "invalid", detail: "", fields: { callback: ["Nomor"] } } });
  pass(60000);
  assert.equal(posts.length, 1);
  assert.equal(refused.length, 1);
  assert.match(storage.getItem("ntpd112.draft.5.7"), /abc/);
  saver.change(7, { callback: "0852" });
  pass(0);
  assert.deepEqual(posts[1].body, { callback: "0852" });
});

test("a refusal of what is not in the field any more is told to nobody, and what is there goes out", async () => {
  const { saver, posts, pass, answer, refused } = bench();
  saver.hear([row()]);
  saver.change(7, { callback: "abc" });
  pass(0);
  saver.change(7, { callback: "0852" });
  await answer(0, { ok: false, refusal: { status: 400, code: "invalid", detail: "", fields: { callback: ["Nomor"] } } });
  pass(0);
  assert.equal(refused.length, 0);
  assert.deepEqual(posts[1].body, { callback: "0852" });
});

test("after a reload what the browser kept is shown and saved", () => {
  const first = bench();
  first.saver.hear([row()]);
  first.saver.change(7, { words: "dua korban" }, TYPING_PAUSE);
  const second = bench({ storage: first.storage });
  second.saver.hear([row({ version: 3, landmark: "pasar", saved_at: "2026-01-10T11:59:30Z" })]);
  second.pass(0);
  assert.deepEqual(second.posts[0].body, { words: "dua korban" });
});

test("a whole list drops drafts that are gone, but not one that came after it was asked for", () => {
  const { saver, pass, storage } = bench({ storage: memory({ "ntpd112.draft.5.99": '{"at":1}' }) });
  saver.hear([row({ id: 1 })]);
  pass(10);
  saver.hear([row({ id: 2 })]);
  saver.hear([], START + 5);
  assert.deepEqual(saver.all().map((draft) => draft.id), [2]);
  assert.equal(storage.length, 0);
});

test("a list that was asked for before a report left the desk does not bring it back, an undo does", () => {
  const { saver, pass } = bench();
  saver.hear([row({ id: 1 })]);
  pass(10);
  saver.drop(1);
  saver.hear([row({ id: 1 })], START + 5);
  assert.deepEqual(saver.all(), []);
  saver.hear([row({ id: 1, version: 2 })]);
  assert.deepEqual(saver.all().map(({ id }) => id), [1]);
  saver.drop(1);
  saver.hear([row({ id: 1, version: 2 })], START + 20);
  assert.deepEqual(saver.all().map(({ id }) => id), [1]);
});

test("another person's kept fields stay for the length of a watch and no longer", () => {
  const young = JSON.stringify({ at: START - 3600000 });
  const old = JSON.stringify({ at: START - 13 * 3600000 });
  const { saver, storage } = bench({ storage: memory({ "ntpd112.draft.6.1": young, "ntpd112.draft.6.2": old, "ntpd112.draft.6.3": "?", theme: "x" }) });
  saver.hear([], START);
  assert.deepEqual([storage.getItem("ntpd112.draft.6.1"), storage.length], [young, 2]);
});

test("while a draft is being sent nothing is saved beside it; afterwards it is", () => {
  const { saver, posts, pass } = bench();
  saver.hear([row()]);
  saver.pause(7);
  saver.change(7, { words: "api" });
  pass(1000);
  assert.equal(posts.length, 0);
  saver.resume(7);
  pass(0);
  assert.equal(posts.length, 1);
});

test("signing out leaves nothing of one's reports in the browser", () => {
  const { saver, storage, pass, posts } = bench({ storage: memory({ "ntpd112.draft.6.1": "{}", theme: "x" }) });
  saver.hear([row()]);
  saver.change(7, { words: "api" });
  saver.forget();
  pass(5000);
  assert.deepEqual([storage.length, storage.getItem("ntpd112.draft.5.7"), posts.length], [2, null, 0]);
});

test("a save under way is given up when the report is sent, and made anew when sending failed", async () => {
  const { saver, posts, refused, pass, answer, settle } = bench();
  saver.hear([row()]);
  saver.change(7, { words: "asap" });
  pass(0);
  saver.pause(7);
  await settle();
  await answer(0, { ok: false, refusal: { status: 409, code: "already_forwarded", detail: "", fields: {} } });
  pass(TRY_AGAIN_AFTER);
  assert.deepEqual([posts.length, refused], [1, []]);
  saver.resume(7);
  pass(0);
  await settle();
  assert.deepEqual(posts[1].body, { words: "asap" });
});

test("a report that a colleague took over is not saved any more, and its words stay until they are told", async () => {
  const { saver, posts, pass, storage } = bench();
  saver.hear([row({ taken_by_id: 5 })]);
  saver.change(7, { words: "api" }, TYPING_PAUSE);
  saver.hear([row({ version: 2, taken_by_id: 6, who: "Marlina", saved_at: "2026-01-10T12:00:09Z" })]);
  saver.change(7, { words: "lain" });
  pass(TYPING_PAUSE + TRY_AGAIN_AFTER);
  assert.equal(posts.length, 0);
  assert.equal(saver.find(7).pending.words.value, "api");
  saver.told(7);
  assert.deepEqual([saver.isSaved(), storage.length], [true, 0]);
});

test("a report missing from the server's list stays while it has words that nobody else has", () => {
  const { saver, pass } = bench();
  saver.hear([row(), row({ id: 8 })]);
  saver.change(7, { words: "api" }, TYPING_PAUSE);
  pass(1);
  saver.hear([], START + 1);
  assert.deepEqual(saver.all().map((one) => one.id), [7]);
  assert.equal(saver.isMissing(7), true);
  saver.hear([row({ version: 2 })], START + 1);
  assert.equal(saver.isMissing(7), false);
});

const keptWords = (fields) => JSON.stringify({ at: START - 13 * 3600000, startedAt: "2026-01-10T11:59:00Z", place: "Jl. Melati 9", pending: fields, other: {} });
const said = (value, base = "") => ({ value, base, at: START });

test("words of a report that has left the desk meanwhile wait for their writer, however old they are", () => {
  const { saver, storage } = bench({ storage: memory({ "ntpd112.draft.5.7": keptWords({ words: said("dua anak di dalam"), area: said("7471") }) }) });
  assert.deepEqual(saver.orphans(), []);
  saver.hear([row({ id: 8 })], START);
  assert.deepEqual(saver.orphans(), [{ id: 7, text: "dua anak di dalam", place: "Jl. Melati 9", startedAt: "2026-01-10T11:59:00Z" }]);
  assert.equal(saver.isSaved(), false);
  const keep = saver.kept(7);
  saver.drop(7);
  assert.deepEqual([saver.orphans(), storage.length, saver.isSaved()], [[], 0, true]);
  saver.keep(7, keep);
  assert.equal(saver.orphans().length, 1);
});

test("of what was typed behind words that the server had, only the new ones are left", () => {
  const lines = { "line:k": said({ text: "pintu terkunci", at: "2026-01-10T12:00:00Z" }), words: said("asap tebal, api", "asap tebal") };
  const { saver } = bench({ storage: memory({ "ntpd112.draft.5.7": keptWords(lines) }) });
  saver.hear([], START);
  assert.deepEqual(saver.orphans().map(({ text }) => text), ["pintu terkunci\n, api"]);
});

test("a report that comes back to the desk has its words again and they wait no more", () => {
  const { saver, posts, pass } = bench({ storage: memory({ "ntpd112.draft.5.7": keptWords({ words: said("dua anak") }) }) });
  saver.hear([], START);
  saver.hear([row({ version: 2 })]);
  pass(0);
  assert.deepEqual([saver.orphans(), posts[0].body], [[], { words: "dua anak" }]);
});

test("a report that another browser of mine sent leaves behind what only this one has", () => {
  const { saver, pass } = bench();
  saver.hear([row(), row({ id: 8 })]);
  saver.change(7, { words: "dua anak" }, TYPING_PAUSE);
  pass(1);
  saver.hear([], START + 1);
  assert.equal(saver.isMissing(7), true);
  saver.setAside(7);
  assert.deepEqual(saver.orphans().map(({ id, text }) => [id, text]), [[7, "dua anak"]]);
});

test("of two windows that save one field within a round trip both words stay: one is shown, the other offered", async () => {
  const server = { row: row() };
  const other = (saver) => saver.hear([server.row]);
  const windows = [bench({ reload: async (saver) => other(saver) ?? true }), bench({ me: 5, reload: async (saver) => other(saver) ?? true })];
  const [first, second] = windows;
  for (const { saver, pass } of windows) {
    saver.hear([server.row]);
    saver.change(7, { words: saver === first.saver ? "dua korban" : "tiga korban" });
    pass(0);
  }
  assert.deepEqual([first.posts[0].bases, second.posts[0].bases], [{ words: "" }, { words: "" }]);
  server.row = row({ version: 2, words: "dua korban", saved_at: "2026-01-10T11:59:59Z" });
  await first.answer(0, { ok: true, data: { report: server.row } });
  await second.answer(0, { ok: false, refusal: { status: 409, code: "overtaken", detail: "…", fields: {} } });
  second.pass(0);
  await second.settle();
  assert.deepEqual([second.refused, second.posts[1].body, second.posts[1].bases], [[], { words: "tiga korban" }, { words: "dua korban" }]);
  assert.deepEqual(second.saver.find(7).other, { words: "dua korban" });
});

test("a field that is too long for the server stays here and holds up no other; shortened it is saved", async () => {
  const { saver, posts, pass, answer } = bench({ fits: (field, value) => field !== "callback" || value.length <= 3 });
  saver.hear([row()]);
  saver.change(7, { callback: "08525" });
  pass(0);
  assert.equal(posts.length, 0);
  saver.change(7, { place_text: "Lorong Anggrek" });
  pass(0);
  assert.deepEqual(posts[0].body, { place_text: "Lorong Anggrek" });
  await answer(0, { ok: true, data: { report: row({ version: 2, place_text: "Lorong Anggrek" }) } });
  pass(TRY_AGAIN_AFTER);
  assert.equal(posts.length, 1);
  assert.equal(saver.isSaved(), false);
  saver.change(7, { callback: "085" });
  pass(0);
  assert.deepEqual(posts[1].body, { callback: "085" });
});

test("a field that the server refused waits for a change of its own and holds up no other, neither sent with it nor typed later", async () => {
  const { saver, posts, pass, answer, refused } = bench();
  saver.hear([row()]);
  saver.change(7, { callback: "abc", place_text: "Lorong Anggrek" });
  pass(0);
  await answer(0, { ok: false, refusal: { status: 400, code: "invalid", detail: "", fields: { callback: ["Nomor"] } } });
  pass(0);
  assert.deepEqual(posts[1].body, { place_text: "Lorong Anggrek" });
  await answer(1, { ok: true, data: { report: row({ version: 2, place_text: "Lorong Anggrek" }) } });
  saver.change(7, { words: "api" });
  pass(TRY_AGAIN_AFTER);
  assert.deepEqual(posts[2].body, { words: "api" });
  await answer(2, { ok: true, data: { report: row({ version: 3, place_text: "Lorong Anggrek", words: "api" }) } });
  saver.change(7, { callback: "0852" });
  pass(0);
  assert.deepEqual([posts[3].body, refused.length], [{ callback: "0852" }, 1]);
});
