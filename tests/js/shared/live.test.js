import assert from "node:assert/strict";
import { test } from "node:test";

import { keepLive } from "../../../static/js/shared/live.js";
import { connect } from "../../../static/js/shared/socket.js";
import { checksum, find, shown } from "../../../static/js/shared/state.js";
import { settle, world } from "./world.js";

const incident = (id, version) => ({ kind: "incident", id, version });
const snapshot = (...cards) => ({ ok: true, data: { now: "2025-12-13T13:47:36Z", cards } });
const refused = (status) => ({ ok: false, refusal: { status } });

const screen = (...answers) => screenAt("/api/v1/board/", ...answers);

function screenAt(from, ...answers) {
  const around = world();
  const told = { links: [], refused: [], nows: [], changes: 0, asked: 0, address: "" };
  const live = keepLive(
    {
      socket: "/ws/board/",
      snapshot: from,
      onChange: () => (told.changes += 1),
      onLink: (link) => told.links.push(link),
      onNow: (iso) => told.nows.push(iso),
      onRefused: (code) => told.refused.push(code),
    },
    {
      ...around,
      connect: (url, on) => connect(url, on, around),
      get: async (address) => {
        told.asked += 1;
        told.address = address;
        return answers.shift() ?? refused(0);
      },
    },
  );
  return { around, told, live, link: () => told.links.at(-1) };
}

test("every hello fetches the snapshot, so a reconnected screen is whole again", async () => {
  const { around, told, live } = screen(snapshot(incident(1, 1)), snapshot(incident(2, 1)));
  around.last().say({ type: "hello", now: "2025-12-13T13:47:30Z" });
  await settle();
  assert.equal(find(live.state(), "incident", 1).version, 1);
  around.pass(60000);
  around.last().say({ type: "hello" });
  await settle();
  assert.deepEqual(shown(live.state(), "incident").map((card) => card.id), [2]);
  assert.deepEqual(told.nows, ["2025-12-13T13:47:30Z", "2025-12-13T13:47:36Z", "2025-12-13T13:47:36Z"]);
});

test("a snapshot from before the server's hub knew what it does not say again is shown, and asked for once more", async () => {
  const { around, told, live, link } = screen(snapshot(incident(1, 1)), snapshot(incident(1, 2)));
  around.last().say({ type: "hello", since: "2025-12-13T13:47:36.4Z" });
  await settle();
  assert.equal(find(live.state(), "incident", 1).version, 1);
  assert.equal(link().isOwed, true);
  around.pass(1500);
  await settle();
  assert.equal(told.asked, 2);
});

test("a snapshot that is as new as the server's hub is enough", async () => {
  const { around, told, link } = screen(snapshot(incident(1, 1)));
  around.last().say({ type: "hello", since: "2025-12-13T13:47:35.9Z" });
  await settle();
  assert.equal(link().isOwed, false);
  around.pass(60000);
  await settle();
  assert.equal(told.asked, 1);
});

test("a page that opens takes the snapshot that its head asked for, and only then", async () => {
  const { around, told, live } = screen(snapshot(incident(1, 1)), snapshot(incident(1, 1)));
  around.last().say({ type: "hello" });
  around.last().say({ type: "cards", cards: [incident(2, 1)] });
  await settle();
  assert.equal(told.address, "/api/v1/board/?because=opened");
  assert.deepEqual(shown(live.state(), "incident").map((card) => card.id).sort(), [1, 2]);
  around.pass(60000);
  around.last().say({ type: "hello" });
  await settle();
  assert.equal(told.address, "/api/v1/board/");
});

test("the reason for asking joins what the address asks for already", async () => {
  const { around, told } = screenAt("/api/v1/board/?cards=lean", snapshot());
  around.last().say({ type: "hello" });
  await settle();
  assert.equal(told.address, "/api/v1/board/?cards=lean&because=opened");
});

test("a page whose socket opened late asks for a snapshot of its own", async () => {
  const { around, told } = screen(snapshot());
  around.pass(1600);
  around.last().say({ type: "hello" });
  await settle();
  assert.equal(told.address, "/api/v1/board/");
});

test("a screen says that it is live as soon as its snapshot is there", async () => {
  const { around, told, link } = screen(snapshot());
  around.last().say({ type: "hello" });
  assert.deepEqual([link().isLoaded, link().isOwed], [false, true]);
  await settle();
  assert.deepEqual([link().isLoaded, link().isOwed, link().name], [true, false, "live"]);
  assert.equal(told.asked, 1);
});

test("a snapshot that fails is asked for again until it comes", async () => {
  const { around, told, link } = screen(refused(500), refused(0), snapshot());
  around.last().say({ type: "hello" });
  for (const asked of [1, 2, 3]) {
    await settle();
    assert.equal(told.asked, asked);
    around.pass(1600);
    assert.equal(link().isLoaded, asked === 3);
  }
});

test("a screen without its snapshot is lost although frames come", async () => {
  const { around, link } = screen();
  around.last().say({ type: "hello" });
  for (let second = 0; second < 12; second += 1) {
    await settle();
    around.pass(1000);
    around.last().say({ type: "beat", now: "2025-12-13T13:47:36Z" });
  }
  assert.equal(link().name, "lost");
});

test("a screen whose server has lost its database says how old the data is although frames come", async () => {
  const { around, link } = screen(snapshot());
  around.last().say({ type: "hello" });
  await settle();
  around.last().say({ type: "beat", now: "2025-12-13T13:47:36Z", stale_s: 0.9 });
  assert.equal(link().name, "live");
  around.last().say({ type: "beat", now: "2025-12-13T13:47:38Z", stale_s: 12 });
  assert.equal(link().name, "lost");
  assert.equal(link().dataAge, 12000);
});

test("two sums that differ fetch the snapshot again, once", async () => {
  const { around, told, live } = screen(snapshot(incident(1, 1)), snapshot(incident(1, 1), incident(2, 1)));
  around.last().say({ type: "hello" });
  await settle();
  const right = { type: "beat", now: "2025-12-13T13:47:36Z", count: 2, sum: 3000009 + 15838 };
  around.last().say(right);
  assert.equal(told.asked, 1);
  around.last().say(right);
  around.last().say(right);
  await settle();
  assert.equal(told.asked, 2);
  assert.equal(told.address, "/api/v1/board/?because=drift");
  assert.deepEqual(checksum(live.state()), { count: 2, sum: right.sum });
});

test("cards of a command's answer go the same way as those of the socket", async () => {
  const { around, live } = screen(snapshot(incident(1, 1)));
  around.last().say({ type: "hello" });
  await settle();
  live.hear([incident(1, 3)]);
  around.last().say({ type: "cards", cards: [incident(1, 2)] });
  assert.equal(find(live.state(), "incident", 1).version, 3);
});

test("a session that ended is told as such, also when only HTTP says it", async () => {
  for (const status of [401, 403]) {
    const { around, told, link } = screen(refused(status));
    around.last().say({ type: "hello" });
    await settle();
    around.pass(60000);
    assert.deepEqual([link().name, link().dataAge], ["lost", 60000]);
    assert.deepEqual(told.refused, [4401]);
    assert.equal(around.sockets.length, 1);
  }
});
