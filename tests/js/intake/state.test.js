import assert from "node:assert/strict";
import test from "node:test";

import * as state from "../../../static/js/intake/state.js";

const T = "2026-01-10T12:00:0";
const call = (id, fields = {}) => ({
  id, offered_at: `${T}0Z`, answered_at: null, answered_by_id: null, ended_at: null, outcome: "", ...fields,
});
const answered = (id, by, fields = {}) => call(id, { answered_at: `${T}5Z`, answered_by_id: by, ...fields });

test("ringing calls stand with the longest first; answered, ended and abandoned ones do not ring", () => {
  const calls = [
    call(1, { offered_at: `${T}4Z` }), call(2, { offered_at: `${T}1Z` }), answered(3, 9),
    call(4, { ended_at: `${T}6Z`, outcome: "abandoned" }), call(5, { offered_at: `${T}1Z` }),
  ];
  assert.deepEqual(state.ringing(calls).map(({ id }) => id), [2, 5, 1]);
});

test("a call that was put back stands where its timer puts it: behind what rang before it was put back", () => {
  const back = call(1, { offered_at: `${T}1Z`, requeued_at: `${T}6Z` });
  const others = [call(3, { offered_at: `${T}8Z` }), call(2, { offered_at: `${T}5Z` })];
  assert.deepEqual(state.ringing([back, ...others]).map(({ id }) => id), [2, 1, 3]);
});

test("a newer call whose exchange's clock is an hour behind stands behind those that wait longer by our clock", () => {
  const slow = call(1, { offered_at: "2026-01-10T11:00:04Z", rings_since: `${T}4Z` });
  const fast = call(2, { offered_at: "2026-01-10T13:00:01Z", rings_since: `${T}1Z` });
  assert.deepEqual(state.ringing([slow, call(3, { offered_at: `${T}2Z` }), fast]).map(({ id }) => id), [2, 3, 1]);
});

test("a panic button stands before every call, a written message where its waiting time puts it", () => {
  const calls = [
    call(1, { offered_at: `${T}1Z` }), call(2, { offered_at: `${T}2Z`, channel: "whatsapp" }),
    call(3, { offered_at: `${T}3Z` }), call(4, { offered_at: `${T}4Z`, channel: "panic" }),
  ];
  assert.deepEqual(state.ringing(calls).map(({ id }) => id), [4, 1, 2, 3]);
});

test("a sender who waits on a call-taker who has gone home is anybody's; one who was answered is not", () => {
  const owed = { channel: "sms", thread: { is_owed: true } };
  const calls = [answered(1, 9, owed), answered(2, 8, owed), answered(3, 8, { channel: "sms", thread: { is_owed: false } }), answered(4, 8)];
  const members = [{ user_id: 9 }];
  assert.deepEqual(state.ringing(calls, members).map(({ id }) => id), [2]);
  assert.deepEqual(state.ringing(calls), []);
});

test("a number put below the others rings last, unless it is silent again and again", () => {
  const low = { is_demoted: true };
  const calls = [
    call(1, { ...low, offered_at: `${T}1Z` }), call(2, { offered_at: `${T}4Z`, is_demoted: false }),
    call(3, { ...low, offered_at: `${T}2Z`, history: { silent: 2 } }),
  ];
  assert.deepEqual(state.ringing(calls).map(({ id }) => id), [3, 2, 1]);
});

test("what is mine until it is both ended and coded", () => {
  const calls = [
    answered(1, 9), answered(2, 8), answered(3, 9, { ended_at: `${T}9Z` }),
    answered(4, 9, { ended_at: `${T}9Z`, outcome: "prank" }), answered(5, 8, { ended_at: `${T}9Z` }), call(6),
  ];
  assert.deepEqual(state.mine(calls, 9).map(({ id }) => id), [1, 3]);
});

test("a call and its draft are one piece; a sent call and a report without a call are pieces too", () => {
  const drafts = [
    { id: 70, callId: 1, startedAt: `${T}5Z` }, { id: 71, callId: null, startedAt: `${T}2Z` }, { id: 72, callId: 8, startedAt: `${T}1Z` },
  ];
  const pieces = state.pieces(drafts, [answered(1, 9), answered(2, 9, { answered_at: `${T}7Z` })]);
  assert.deepEqual(pieces.map(({ key, draftId }) => [key, draftId]), [
    ["call:8", 72], ["report:71", 71], ["call:1", 70], ["call:2", null],
  ]);
});

test("the neighbour goes round and copes with a piece that has gone", () => {
  const list = [{ key: "a" }, { key: "b" }, { key: "c" }];
  assert.equal(state.neighbour(list, "c", 1), "a");
  assert.equal(state.neighbour(list, "a", -1), "c");
  assert.equal(state.neighbour(list, "gone", 1), "a");
  assert.equal(state.neighbour([], "a", 1), null);
});

test("what is near: by distance with a point, by age without; confidential ones have no distance", () => {
  const incidents = [
    { id: 1, lat: -3.98, lng: 122.5, reported_at: `${T}1Z`, closed_at: null },
    { id: 2, lat: -3.97, lng: 122.5, reported_at: `${T}2Z`, closed_at: null },
    { id: 3, lat: null, lng: null, reported_at: `${T}3Z`, closed_at: null },
    { id: 4, lat: -3.97, lng: 122.5, reported_at: `${T}4Z`, closed_at: `${T}5Z` },
  ];
  const near = state.nearby(incidents, { lat: -3.97, lng: 122.5 }, 5);
  assert.deepEqual(near.map(({ card }) => card.id), [2, 1]);
  assert.ok(Math.abs(near[1].km - 1.113) < 0.01);
  assert.deepEqual(state.nearby(incidents, null, 2).map(({ card }) => card.id), [3, 2]);
});

test("coordinates are read as people write them", () => {
  for (const text of ["-3.98, 122.51", "-3,98 · 122,51", "−3,98 122,51", "-3.98,122.51", " -3,98; 122,51 "]) {
    assert.deepEqual(state.readPoint(text), { lat: -3.98, lng: 122.51 }, text);
  }
  assert.equal(state.readPoint("  "), undefined);
  for (const text of ["122.51", "abc", "-93.1, 122.5", "-3.9, 222"]) assert.equal(state.readPoint(text), null, text);
  assert.equal(state.pointText({ lat: -3.98123, lng: 122.512345 }), "−3,98123 · 122,51234");
});

const back = (id, fields = {}, done = {}) => call(id, {
  can_be_called: true, ended_at: `${T}9Z`, outcome: "abandoned", ...fields,
  call_back: { calls: 1, taken_by_id: null, held_until: null, served: null, ...done },
});

test("who waits to be called back stands with the longest first, by the time that his row shows; without a number apart, resolved ones last", () => {
  const calls = [
    back(1, { offered_at: `${T}1Z`, ended_at: `${T}6Z` }), back(2, { can_be_called: false }), call(4),
    back(3, { offered_at: `${T}4Z`, ended_at: `${T}5Z` }), back(7, { offered_at: `${T}2Z`, ended_at: `${T}5.5Z` }),
    back(5, {}, { served: { at: `${T}7Z` } }), back(6, { can_be_called: false }, { served: { at: `${T}8Z` } }),
  ];
  const ids = Object.fromEntries(Object.entries(state.waiting(calls)).map(([name, list]) => [name, list.map(({ id }) => id)]));
  assert.deepEqual(ids, { callable: [3, 7, 1], uncallable: [2], resolved: [6, 5] });
});

test("who was tried in vain stands behind those who were not, the latest try last", () => {
  const tried = (time) => ({ tries: 1, last_try_at: `${T}${time}Z` });
  const calls = [
    back(1, { ended_at: `${T}1Z` }, tried(8)), back(2, { ended_at: `${T}2Z` }, tried(7)),
    back(3, { ended_at: `${T}4Z` }, { tries: 0, last_try_at: null }), back(4, { ended_at: `${T}3Z` }, { tries: 0, last_try_at: null }),
  ];
  assert.deepEqual(state.waiting(calls).callable.map(({ id }) => id), [4, 3, 2, 1]);
});

test("a call-back is in the hands of whoever took it, a colleague's only until his time is up", () => {
  const now = Date.parse(`${T}5Z`);
  const of = (fields) => state.handOf(back(1, {}, fields), 9, now);
  assert.equal(of({}), "");
  assert.equal(of({ taken_by_id: 8, held_until: `${T}6Z` }), "theirs");
  assert.equal(of({ taken_by_id: 8, held_until: `${T}5Z` }), "");
  assert.equal(of({ taken_by_id: 9, held_until: `${T}1Z` }), "mine");
});

test("colleagues stand by desk: who talks, writes, is away or ready, and since when", () => {
  const members = [8, 9, 7, 6, 5].map((id) => ({
    id, user_id: id, name: `N${id}`, seat: id === 5 ? null : `Meja 0${id}`, paused_at: id > 7 ? `${T}1Z` : null,
  }));
  const calls = [answered(1, 9), answered(2, 7, { ended_at: `${T}9Z` }), answered(3, 6, { ended_at: `${T}9Z`, outcome: "prank" }), call(4)];
  const found = state.onWatch(members, calls).map(({ id, state: doing, since }) => [id, doing, since]);
  assert.deepEqual(found, [
    [6, "ready", null], [7, "writing", `${T}9Z`], [8, "paused", `${T}1Z`], [9, "talking", `${T}5Z`], [5, "ready", null],
  ]);
});

test("who is ready at a telephone that the exchange does not ring is shown by it; who talks, writes or rests is not", () => {
  const members = [5, 6, 7, 8].map((id) => ({ id, user_id: id, name: `N${id}`, seat: `Meja 0${id}`, paused_at: id === 8 ? `${T}1Z` : null }));
  const telephones = [6, 7, 8].map((id) => ({ seat: `Meja 0${id}`, standing: id === 6 ? "paused" : "away", since: `${T}3Z` }));
  const found = state.onWatch(members, [answered(1, 7)], telephones).map(({ id, state: doing, since }) => [id, doing, since]);
  assert.deepEqual(found, [[5, "ready", null], [6, "telephone-paused", `${T}3Z`], [7, "talking", `${T}5Z`], [8, "paused", `${T}1Z`]]);
});

test("who has a conversation by message open does not talk, however long it stays open", () => {
  const doing = (calls, pausedAt = null) =>
    state.onWatch([{ id: 1, user_id: 9, name: "A", seat: "Meja 01", paused_at: pausedAt }], calls).map((one) => [one.state, one.since])[0];
  const written = answered(1, 9, { channel: "whatsapp" });
  assert.deepEqual(doing([written]), ["ready", null]);
  assert.deepEqual(doing([written], `${T}1Z`), ["paused", `${T}1Z`]);
  assert.deepEqual(doing([written, answered(2, 9, { channel: "voice", answered_at: `${T}7Z` })]), ["talking", `${T}7Z`]);
  assert.deepEqual(doing([{ ...written, ended_at: `${T}9Z` }]), ["writing", `${T}9Z`]);
});

test("the average is over the calls that took time, not over reports without a call", () => {
  assert.equal(state.average([{ took_s: 90 }, { took_s: null }, { took_s: 30 }]), 60000);
  assert.equal(state.average([{ took_s: null }]), null);
});

test("an arrow key pushes the point five metres, with Shift fifty; other keys leave it", () => {
  const kendari = { lat: -3.98, lng: 122.53 };
  assert.deepEqual(state.pushed(kendari, "ArrowUp", false), { lat: -3.97996, lng: 122.53 });
  assert.deepEqual(state.pushed(kendari, "ArrowLeft", true), { lat: -3.98, lng: 122.52955 });
  assert.deepEqual(state.pushed({ lat: 60, lng: 0 }, "ArrowRight", true), { lat: 60, lng: 0.0009 });
  assert.equal(state.pushed(kendari, "Enter", false), null);
});
