/** The server's time in this browser: countdowns from instants the server gave, clock times in the centre's zone. */

/** So much left, in milliseconds, and a countdown says "soon". */
export const SOON = 120000;
const BEATS_REMEMBERED = 30;

/**
 * @typedef {{name: string, started_at: string, due_at: string, stopped_at: string|null, limit_s?: number}} CardClock
 * @typedef {{state: "run"|"soon"|"late"|"met"|"miss"|"hold", text: string, left: number}} Countdown
 *   left: the share of the time that is left, from 1 to 0, for the ring that empties.
 */

const offsets = [];
let offset = 0;

/** Takes the server's clock as just heard; the message that travelled least tells it best.
 * @param {string} iso
 * @param {number} [local] this machine's clock when it arrived */
export function hearNow(iso, local = Date.now()) {
  offsets.push(Date.parse(iso) - local);
  if (offsets.length > BEATS_REMEMBERED) offsets.shift();
  offset = Math.max(...offsets);
}

/** The server's time now.
 * @returns {number} milliseconds since 1970 */
export function serverNow() {
  return Date.now() + offset;
}

/** A duration as `MM:SS`, over an hour `H:MM:SS`.
 * @param {number} ms
 * @returns {string} */
export function duration(ms) {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const two = (number) => String(number).padStart(2, "0");
  const [hours, minutes, rest] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, two(seconds % 60)];
  return hours ? `${hours}:${two(minutes)}:${rest}` : `${two(minutes)}:${rest}`;
}

/** What a card's clock says at a moment. Only the clock of the first arrival warns before its time.
 * @param {CardClock} clock
 * @param {number} now milliseconds since 1970
 * @returns {Countdown} */
export function countdown(clock, now) {
  const [started, due] = [Date.parse(clock.started_at), Date.parse(clock.due_at)];
  if (clock.stopped_at) {
    const stopped = Date.parse(clock.stopped_at);
    return { state: stopped <= due ? "met" : "miss", text: duration(stopped - started), left: 0 };
  }
  if (now > due) return { state: "late", text: `+${duration(now - due)}`, left: 0 };
  const left = Math.min(1, (due - now) / Math.max(1, due - started));
  // Rounded up, so that a countdown reaches 00:00 at its end and not a second before.
  const text = duration(Math.ceil((due - now) / 1000) * 1000);
  if (clock.name !== "arrive") return { state: "hold", text, left };
  return { state: due - now <= SOON ? "soon" : "run", text, left };
}

const readers = new Map();

function reader(style) {
  if (!readers.has(style)) {
    const timeZone = document.body.dataset.timeZone || undefined;
    const parts = { hour: "2-digit", minute: "2-digit", second: style === "full" ? "2-digit" : undefined };
    readers.set(style, new Intl.DateTimeFormat("en-GB", { ...parts, hourCycle: "h23", timeZone }));
  }
  return readers.get(style);
}

/** An instant as the centre's people read it.
 * @param {string|number} at
 * @returns {string} such as 21:47:36; empty for none */
export function clockText(at) {
  return at ? reader("full").format(new Date(at)) : "";
}

/** The same without seconds.
 * @param {string|number} at
 * @returns {string} such as 21:47 */
export function shortTime(at) {
  return at ? reader("short").format(new Date(at)) : "";
}

/** The latest instant not after `now` at which the centre's clocks showed this time of day.
 * @param {string} text such as 21:43 or 2143
 * @param {number} now milliseconds since 1970
 * @param {string} timeZone
 * @returns {string|null} ISO-8601 in UTC; null when the text is no time of day */
export function instantOf(text, now, timeZone) {
  const found = /^([01]?\d|2[0-3])[:.]?([0-5]\d)$/.exec(text.trim());
  if (!found) return null;
  const parts = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone });
  const [hour, minute] = parts.format(now).split(":").map(Number);
  const back = (hour * 60 + minute - (Number(found[1]) * 60 + Number(found[2])) + 1440) % 1440;
  return new Date(Math.floor(now / 60000) * 60000 - back * 60000).toISOString();
}

const ticking = new Set();
let isTicking = false;

/** Calls once a second, when the server's second changes; calls at once the first time.
 * @param {(now: number) => void} call
 * @returns {() => void} stops it */
export function onTick(call) {
  ticking.add(call);
  call(serverNow());
  if (!isTicking) {
    isTicking = true;
    schedule();
  }
  return () => ticking.delete(call);
}

function schedule() {
  setTimeout(() => {
    for (const call of ticking) call(serverNow());
    schedule();
  }, 1000 - (((serverNow() % 1000) + 1000) % 1000));
}

/** Redraws every countdown under a node: `.sla` with data-clock, data-started, data-due, data-stopped; and every
 * `[data-since]`, whose text is the time since that instant.
 * @param {ParentNode} root
 * @param {number} now */
export function drawTimes(root, now) {
  for (const chip of root.querySelectorAll("[data-due]")) drawChip(chip, now);
  for (const place of root.querySelectorAll("[data-since]")) write(place, duration(now - Date.parse(place.dataset.since)));
  for (const place of root.querySelectorAll("[data-until]")) write(place, duration(Date.parse(place.dataset.until) - now));
}

/** Draws one countdown. @param {HTMLElement} chip @param {number} now */
export function drawChip(chip, now) {
  const { clock, started, due, stopped } = chip.dataset;
  const shown = countdown({ name: clock, started_at: started, due_at: due, stopped_at: stopped || null }, now);
  if (chip.dataset.state !== shown.state) chip.dataset.state = shown.state;
  write(chip.querySelector("time") ?? chip, shown.text);
  const ring = chip.querySelector("[data-ring]");
  if (ring && (shown.state === "run" || shown.state === "soon")) {
    ring.setAttribute("stroke-dasharray", `${(56.5 * shown.left).toFixed(1)} 60`);
  }
}

function write(place, text) {
  if (place.textContent !== text) place.textContent = text;
}

if (typeof document !== "undefined" && document.body.dataset.now) hearNow(document.body.dataset.now);
