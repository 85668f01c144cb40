/**
 * Asking and commanding by HTTP. A command carries one key per intention of the user, is tried again under that key only
 * while it is younger than 10 s, and never by itself afterwards.
 */

/** After so many milliseconds without an answer the caller is told that nothing has been confirmed yet. */
const SLOW_AFTER = 4000;
/** A command older than this is not sent again by itself. */
export const NEVER_AFTER = 10000;
const TRY_AGAIN_AFTER = 700;
const ASK_TIMEOUT = 15000;
// A proxy without its server, or a server without its database: the same key may be tried again.
const NOBODY_THERE = new Set([502, 503, 504]);

/**
 * @typedef {{status: number, code: string, detail: string, fields: Record<string, string[]>, card: object|null}} Refusal
 *   status 0 with code "unsent": no answer came; the server may or may not have heard it.
 * @typedef {{ok: true, status: number, data: any}|{ok: false, refusal: Refusal}} Answer
 */

/** A key for one intention of the user.
 * @returns {string} */
export function newKey() {
  if (globalThis.crypto?.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Sends a command and waits for what became of it; never throws.
 * @param {string} url
 * @param {object} body
 * @param {{key?: string, onSlow?: () => void, signal?: AbortSignal, isOnce?: boolean}} [options] key: "" for what may be done
 *   twice; onSlow: called once when 4 s have passed without an answer; signal: gives the command up, which is answered as
 *   unsent; isOnce: is not tried again
 * @param {object} [world]
 * @returns {Promise<Answer>} */
export async function post(url, body, { key = newKey(), onSlow = () => {}, signal, isOnce = false } = {}, world = browser()) {
  const startedAt = world.now();
  const slow = world.setTimeout(onSlow, SLOW_AFTER);
  const request = {
    method: "POST",
    headers: {
      "Content-Type": "application/json",
      Accept: "application/json",
      "X-CSRFToken": world.csrf(),
      ...(key && { "Idempotency-Key": key }),
    },
    body: JSON.stringify(body),
  };
  try {
    for (;;) {
      const left = NEVER_AFTER - (world.now() - startedAt);
      const answer = await attempt(url, request, left, world, signal);
      if (answer) return answer;
      if (isOnce || signal?.aborted || NEVER_AFTER - (world.now() - startedAt) <= TRY_AGAIN_AFTER) return unsent();
      await new Promise((go) => world.setTimeout(go, TRY_AGAIN_AFTER));
    }
  } finally {
    world.clearTimeout(slow);
  }
}

/** Asks once; never throws.
 * @param {string} url
 * @param {object} [world]
 * @returns {Promise<Answer>} */
export async function get(url, world = browser()) {
  return (await attempt(url, { method: "GET", headers: { Accept: "application/json" } }, ASK_TIMEOUT, world)) ?? unsent();
}

/** Sends a file once, as the whole body; never throws. The same key may be tried again.
 * @param {string} url
 * @param {Blob} file
 * @param {{key: string, timeout: number}} options timeout: milliseconds
 * @param {object} [world]
 * @returns {Promise<Answer>} */
export async function upload(url, file, { key, timeout }, world = browser()) {
  const headers = { "Content-Type": "application/octet-stream", Accept: "application/json", "X-CSRFToken": world.csrf() };
  const request = { method: "POST", headers: { ...headers, "Idempotency-Key": key }, body: file };
  return (await attempt(url, request, timeout, world)) ?? unsent();
}

async function attempt(url, request, timeout, world, signal) {
  const abort = new AbortController();
  signal?.addEventListener("abort", () => abort.abort());
  const timer = world.setTimeout(() => abort.abort(), timeout);
  try {
    const response = await world.fetch(url, { ...request, credentials: "same-origin", signal: abort.signal });
    if (NOBODY_THERE.has(response.status)) return null;
    const data = await response.json().catch((error) => {
      if (response.ok) throw error;
      return {};
    });
    return response.ok ? { ok: true, status: response.status, data } : { ok: false, refusal: refusal(response.status, data) };
  } catch {
    return null;
  } finally {
    world.clearTimeout(timer);
  }
}

function refusal(status, { code = "server", detail = "", fields = {}, card = null }) {
  return { status, code, detail, fields, card };
}

function unsent() {
  return { ok: false, refusal: refusal(0, { code: "unsent" }) };
}

function browser() {
  return {
    fetch: (url, request) => fetch(url, request),
    now: () => performance.now(),
    setTimeout: (call, after) => setTimeout(call, after),
    clearTimeout: (timer) => clearTimeout(timer),
    csrf: () => /(?:^|;\s*)csrftoken=([^;]+)/.exec(document.cookie)?.[1] ?? "",
  };
}
