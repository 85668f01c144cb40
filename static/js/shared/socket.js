/**
 * A socket that only listens and never gives up: reconnects with back-off, answers heartbeats, says how old the last
 * frame is. Any close is like any other, except the two that mean "sign in again".
 */

/** Without a frame for so many milliseconds the screen is late, then lost. */
const LATE_AFTER = 5000;
const LOST_AFTER = 10000;
const LONGEST_WAIT = 5000;
const LOOK_EVERY = 500;
const ACK_EVERY = 5;
const SIGN_IN_AGAIN = new Set([4401, 4403]);

/**
 * @typedef {"live"|"late"|"lost"} LinkName
 * @typedef {{name: LinkName, age: number, attempt: number, nextIn: number, delay: number|null}} Link
 *   age: milliseconds since the last frame (or since the page opened); nextIn: until the next attempt, 0 while trying;
 *   delay: how long the last answer took there and back on this connection, null before the first.
 */

/** How a link with a last frame that old is called.
 * @param {number} age milliseconds
 * @returns {LinkName} */
export function nameOf(age) {
  if (age > LOST_AFTER) return "lost";
  return age > LATE_AFTER ? "late" : "live";
}

/** How long to wait before attempt n (1, 2, 3 …): doubling up to 5 s, of which a random half.
 * @param {number} attempt
 * @param {number} random in [0, 1)
 * @returns {number} milliseconds */
export function waitBefore(attempt, random) {
  const longest = Math.min(LONGEST_WAIT, 500 * 2 ** (attempt - 1));
  return longest / 2 + (longest / 2) * random;
}

/** Keeps a socket open until `close()`; `retry()` tries at once, `tell()` says the link's state now, `refuse()` takes the
 * sign-in for ended: no further attempt, and the link, lost, goes on telling how old it is.
 * @param {string} url path or absolute address
 * @param {{onMessage: (message: object) => void, onLink: (link: Link) => void, onRefused?: (code: number) => void}} on
 *   every frame, with `at` (milliseconds of the monotonic clock) added; the link's state twice a second; a refused sign-in.
 *   The frame `hello` opens every connection: fetch the snapshot then.
 * @param {object} [world] WebSocket, timers, clock and chance; the browser's own unless a test says otherwise.
 * @returns {{retry: () => void, tell: () => void, refuse: (code: number) => void, close: () => void}} */
export function connect(url, { onMessage, onLink, onRefused }, world = browser()) {
  let socket = null;
  let attempt = 0;
  let beats = 0;
  let startedAt = world.now();
  let lastAt = world.now();
  let nextAt = 0;
  let askedAt = 0;
  let delay = null;
  let isOver = false;

  function open() {
    drop();
    nextAt = 0;
    startedAt = world.now();
    beats = 0;
    delay = null;
    const mine = new world.WebSocket(world.absolute(url));
    socket = mine;
    mine.onmessage = (event) => {
      const message = JSON.parse(event.data);
      lastAt = world.now();
      attempt = 0;
      if (message.type === "echo") delay = lastAt - askedAt;
      else if (message.type === "hello") ask(mine);
      else if (message.type === "beat") answer(mine);
      onMessage({ ...message, at: lastAt });
      tell();
    };
    mine.onclose = (event) => closed(mine, event.code);
    mine.onerror = () => {};
  }

  // From the message handler, because timers of a hidden tab are slowed to one a minute.
  function answer(to) {
    beats += 1;
    if (beats % ACK_EVERY === 0) ask(to);
  }

  /** Tells the server that the screen is awake; its echo tells how long that takes. */
  function ask(to) {
    askedAt = world.now();
    to.send('{"type":"ack"}');
  }

  function closed(from, code) {
    if (from !== socket || isOver) return;
    socket = null;
    if (SIGN_IN_AGAIN.has(code)) {
      refuse(code);
      return;
    }
    attempt += 1;
    nextAt = world.now() + waitBefore(attempt, world.random());
    tell();
  }

  function drop() {
    const old = socket;
    socket = null;
    if (!old) return;
    old.onmessage = old.onclose = null;
    old.close();
  }

  function look() {
    if (!isOver) seek();
    tell();
  }

  function seek() {
    const time = world.now();
    if (!socket && time >= nextAt) open();
    // A line that died silently closes nothing: a silent socket is replaced, also one that never opened.
    else if (socket && time - Math.max(lastAt, startedAt) > LOST_AFTER) {
      attempt += 1;
      open();
    }
  }

  function tell() {
    const time = world.now();
    const nextIn = socket ? 0 : Math.max(0, nextAt - time);
    onLink({ name: isOver ? "lost" : nameOf(time - lastAt), age: time - lastAt, attempt, nextIn, delay });
  }

  function retry() {
    if (isOver) return;
    attempt += 1;
    open();
    tell();
  }

  function refuse(code) {
    if (isOver) return;
    isOver = true;
    drop();
    onRefused?.(code);
    tell();
  }

  function close() {
    isOver = true;
    world.clearInterval(timer);
    drop();
  }

  const timer = world.setInterval(look, LOOK_EVERY);
  open();
  return { retry, tell, refuse, close };
}

function browser() {
  return {
    WebSocket: globalThis.WebSocket,
    now: () => performance.now(),
    random: Math.random,
    setInterval: (call, every) => setInterval(call, every),
    clearInterval: (timer) => clearInterval(timer),
    absolute: (url) => new URL(url, location.href.replace(/^http/, "ws")).href,
  };
}
