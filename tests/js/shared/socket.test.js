import assert from "node:assert/strict";
import { test } from "node:test";

import { connect, nameOf, waitBefore } from "../../../static/js/shared/socket.js";
import { world } from "./world.js";

function line() {
  const around = world();
  const told = { messages: [], links: [], refused: [] };
  const socket = connect(
    "/ws/board/",
    {
      onMessage: (message) => told.messages.push(message),
      onLink: (link) => told.links.push(link),
      onRefused: (code) => told.refused.push(code),
    },
    around,
  );
  return { around, told, socket, link: () => told.links.at(-1) };
}

test("a link is live, late after 5 s, lost after 10 s without a frame", () => {
  assert.deepEqual([0, 5000, 5001, 10000, 10001].map(nameOf), ["live", "live", "late", "late", "lost"]);
});

test("the wait doubles, never exceeds 5 s and is at least half of that", () => {
  for (const attempt of [1, 2, 3, 4, 5, 20]) {
    const longest = Math.min(5000, 500 * 2 ** (attempt - 1));
    assert.equal(waitBefore(attempt, 0), longest / 2);
    assert.ok(waitBefore(attempt, 0.999) < longest);
  }
});

test("frames are passed on with the moment they were heard", () => {
  const { around, told } = line();
  around.pass(100);
  around.last().say({ type: "cards", cards: [] });
  assert.deepEqual(told.messages, [{ type: "cards", cards: [], at: 1100 }]);
});

test("every fifth beat is answered, from the handler of the message", () => {
  const { around } = line();
  for (let beat = 1; beat <= 11; beat += 1) around.last().say({ type: "beat", now: "" });
  assert.deepEqual(around.last().sent, ['{"type":"ack"}', '{"type":"ack"}']);
});

test("the greeting is answered too, and the echo of an answer tells how long it took", () => {
  const { around, link } = line();
  around.last().say({ type: "hello" });
  assert.deepEqual(around.last().sent, ['{"type":"ack"}']);
  assert.equal(link().delay, null);
  around.pass(140);
  around.last().say({ type: "echo" });
  assert.equal(link().delay, 140);
  around.last().say({ type: "beat", now: "" });
  assert.equal(link().delay, 140);
});

test("of a new connection no delay is known before its own echo", () => {
  const { around, link } = line();
  around.last().say({ type: "hello" });
  around.last().say({ type: "echo" });
  around.last().drop();
  around.pass(1000);
  assert.equal(around.sockets.length, 2);
  assert.equal(link().delay, null);
});

test("any close means: come again", () => {
  for (const code of [1000, 1001, 1006, 1011, 4000]) {
    const { around } = line();
    around.last().drop(code);
    assert.equal(around.sockets.length, 1);
    around.pass(1000);
    assert.equal(around.sockets.length, 2);
  }
});

test("a refused sign-in is told once and not tried again", () => {
  for (const code of [4401, 4403]) {
    const { around, told } = line();
    around.last().drop(code);
    around.pass(60000);
    assert.deepEqual(told.refused, [code]);
    assert.equal(around.sockets.length, 1);
  }
});

test("after a refusal the link is lost at once, and its age goes on counting", () => {
  const { around, link } = line();
  around.last().say({ type: "hello" });
  around.pass(2000);
  around.last().drop(4403);
  assert.deepEqual([link().name, link().age], ["lost", 2000]);
  around.pass(60000);
  assert.deepEqual([link().name, link().age], ["lost", 62000]);
});

test("a line that died silently becomes late, lost, and is replaced", () => {
  const { around, link } = line();
  around.last().say({ type: "hello" });
  around.pass(6000);
  assert.equal(link().name, "late");
  around.pass(5000);
  assert.equal(link().name, "lost");
  assert.ok(around.sockets[0].isClosed);
  assert.equal(around.sockets.length, 2);
  around.sockets[0].drop();
  around.pass(600);
  assert.equal(around.sockets.length, 2);
  around.last().say({ type: "hello" });
  assert.equal(link().name, "live");
  assert.equal(link().attempt, 0);
});

test("the link says how long until the next attempt and which one it is", () => {
  const { around, told, link } = line();
  for (let attempt = 0; attempt < 4; attempt += 1) {
    around.last().drop();
    around.pass(5000);
  }
  around.last().drop();
  assert.equal(link().attempt, 5);
  assert.ok(link().nextIn > 0 && link().nextIn <= 5000);
  assert.equal(told.messages.length, 0);
});

test("retry opens at once, close ends it for good", () => {
  const { around, socket } = line();
  around.last().drop();
  socket.retry();
  assert.equal(around.sockets.length, 2);
  socket.close();
  socket.retry();
  around.pass(60000);
  assert.equal(around.sockets.length, 2);
  assert.ok(around.last().isClosed);
});

test("a frame of a replaced socket is not heard", () => {
  const { around, told, socket } = line();
  const old = around.last();
  socket.retry();
  old.say({ type: "cards", cards: [] });
  assert.deepEqual(told.messages, []);
});
