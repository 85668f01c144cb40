import assert from "node:assert/strict";
import { test } from "node:test";

import { news, unread } from "../../../static/js/agency/inbox.js";
import { readTap } from "../../../static/js/agency/taps.js";

const at = (minute) => `2025-12-13T13:${minute}:00.000Z`;
const message = (id, more = {}) => ({ id, at: at(40 + id), who: "Rizal Asrun", unit: null, text: "Lorong kiri.", read_at: null, ...more });
const card = (id, messages, more = {}) => ({ id, closed_at: null, notes: [], assignments: [{ id: 31 }], messages, ...more });
const ids = (cards, { taps = [], unit = "DMK-01" } = {}) => unread(cards, taps, unit).map(({ id }) => id);

test("a telephone shows what was said to its unit and to the whole agency, the oldest first", () => {
  const cards = [card(1, [message(3), message(4, { unit: "DMK-01" }), message(5, { unit: "DMK-02" })]), card(2, [message(1)])];
  assert.deepEqual(ids(cards), [1, 3, 4]);
  assert.deepEqual(ids(cards, { unit: "" }), [1, 3, 4, 5]);
});

test("what somebody has read, or this telephone without a signal, stands there no more; nor what is over", () => {
  const cards = [card(1, [message(3, { read_at: at(50) }), message(4)])];
  const tap = readTap({ id: 4, card: cards[0] }, { key: "k", at: at(51) });
  assert.deepEqual(ids(cards), [4]);
  assert.deepEqual(ids(cards, { taps: [tap] }), []);
  assert.deepEqual(ids([card(1, [message(4)], { closed_at: at(55) })]), []);
});

test("a reading is kept with its moment, for the message's own address", () => {
  const tap = readTap({ id: 4, card: card(1, []) }, { key: "k", at: at(51) });
  assert.deepEqual(tap, {
    key: "k", kind: "read", message: 4, assignment: 31, incident: 1, at: at(51),
    url: "/api/v1/unit-messages/4/reading/", body: { at: at(51) },
  });
});

test("messages stand among the notes by their time, and what waits to be sent above all", () => {
  const notes = [{ at: at(40), text: "pertama" }, { at: at(44), text: "ketiga" }];
  const waiting = [{ kind: "note", key: "w", at: at(30), text: "belum" }, { kind: "read", key: "r", at: at(45) }];
  const found = news(card(1, [message(2)], { notes }), waiting);
  assert.deepEqual(found.map(({ key, text }) => key ?? text), ["w", "ketiga", "m2", "pertama"]);
});
