import assert from "node:assert/strict";
import { test } from "node:test";

import { get, newKey, post } from "../../../static/js/shared/http.js";
import { settle, world } from "./world.js";

const json = (status, data) => ({ status, ok: status < 400, json: async () => data });
const broken = (status) => ({ status, ok: status < 400, json: async () => JSON.parse("<html>") });

/** A server that answers from a list; "silence" never answers, "down" fails at once. */
function server(...answers) {
  const requests = [];
  const around = world();
  around.csrf = () => "token";
  around.fetch = (url, request) => {
    requests.push({ url, ...request });
    const answer = answers.shift() ?? "down";
    if (answer === "down") return Promise.reject(new TypeError("network"));
    if (answer !== "silence") return Promise.resolve(answer);
    return new Promise((_, fail) => request.signal.addEventListener("abort", () => fail(new Error("aborted"))));
  };
  return { around, requests };
}

async function pass(around, ms) {
  for (let step = 0; step < ms; step += 100) {
    await settle();
    around.pass(100);
  }
  await settle();
}

test("a command carries key, CSRF token and JSON", async () => {
  const { around, requests } = server(json(201, { id: 1 }));
  const answer = await post("/x/", { a: 1 }, { key: "k1" }, around);
  assert.deepEqual(answer, { ok: true, status: 201, data: { id: 1 } });
  assert.equal(requests[0].method, "POST");
  assert.equal(requests[0].headers["Idempotency-Key"], "k1");
  assert.equal(requests[0].headers["X-CSRFToken"], "token");
  assert.equal(requests[0].body, '{"a":1}');
});

test("each intention gets a key of its own", () => {
  assert.notEqual(newKey(), newKey());
  assert.match(newKey(), /^[0-9a-f-]{32,36}$/);
});

test("a refusal comes with code, words, fields and card, and is not tried again", async () => {
  const { around, requests } = server(json(409, { code: "changed", detail: "Sudah berubah.", card: { id: 7 } }));
  const { ok, refusal } = await post("/x/", {}, {}, around);
  assert.equal(ok, false);
  assert.deepEqual(refusal, { status: 409, code: "changed", detail: "Sudah berubah.", fields: {}, card: { id: 7 } });
  assert.equal(requests.length, 1);
});

test("an error page is a refusal of the server, without words", async () => {
  const { around } = server(broken(500));
  const { refusal } = await post("/x/", {}, {}, around);
  assert.deepEqual([refusal.status, refusal.code, refusal.detail], [500, "server", ""]);
});

test("a failed network is tried again under the same key while younger than 10 s, never afterwards", async () => {
  const { around, requests } = server();
  let answer = null;
  post("/x/", {}, { key: "k" }, around).then((came) => (answer = came));
  await pass(around, 12000);
  assert.equal(answer.refusal.code, "unsent");
  assert.equal(answer.refusal.status, 0);
  const tried = requests.length;
  assert.ok(tried > 5);
  assert.ok(requests.every((request) => request.headers["Idempotency-Key"] === "k"));
  await pass(around, 60000);
  assert.equal(requests.length, tried);
});

test("a server that restarts is tried again and the answer counts", async () => {
  const { around, requests } = server("down", broken(502), json(503, {}), json(200, { done: true }));
  let answer = null;
  post("/x/", {}, {}, around).then((came) => (answer = came));
  await pass(around, 4000);
  assert.deepEqual(answer.data, { done: true });
  assert.equal(requests.length, 4);
});

test("what is sent once is not tried again, whoever is away", async () => {
  for (const away of ["down", json(503, {})]) {
    const { around, requests } = server(away, json(200, {}));
    const { refusal } = await post("/x/", {}, { isOnce: true }, around);
    assert.deepEqual([refusal.status, refusal.code, requests.length], [0, "unsent", 1]);
  }
});

test("a command that is given up is over at once and never tried again", async () => {
  const { around, requests } = server("silence");
  const given = new AbortController();
  let answer = null;
  post("/x/", {}, { signal: given.signal }, around).then((came) => (answer = came));
  given.abort();
  await settle();
  assert.equal(answer.refusal.code, "unsent");
  await pass(around, 20000);
  assert.equal(requests.length, 1);
});

test("after 4 s without an answer the caller is told once, and at 10 s it is given up", async () => {
  const { around } = server("silence");
  let slow = 0;
  let answer = null;
  post("/x/", {}, { onSlow: () => (slow += 1) }, around).then((came) => (answer = came));
  await pass(around, 3900);
  assert.equal(slow, 0);
  await pass(around, 300);
  assert.equal(slow, 1);
  assert.equal(answer, null);
  await pass(around, 7000);
  assert.equal(answer.refusal.code, "unsent");
  assert.equal(slow, 1);
});

test("a quick answer is never called slow", async () => {
  const { around } = server(json(200, {}));
  let slow = 0;
  await post("/x/", {}, { onSlow: () => (slow += 1) }, around);
  around.pass(10000);
  assert.equal(slow, 0);
});

test("asking fails without throwing", async () => {
  const { around } = server("down");
  assert.equal((await get("/x/", around)).refusal.code, "unsent");
});
