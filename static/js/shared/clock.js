/** The server's time in this browser: countdowns from instants the server gave, clock times in the centre's zone. */

import { format, setIcon, write } from "./dom.js";

/** So much left, in milliseconds, and a countdown says "soon". */
const SOON = 120000;
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

const DAY = 86400000;

/** The same, but from two days on in whole days, in the page's words: `longDuration(ms, "{n} hari")`.
 * @param {number} ms
 * @param {string} [days]
 * @returns {string} */
export function longDuration(ms, days) {
  return days && ms >= 2 * DAY ? format(days, { n: Math.floor(ms / DAY) }) : duration(ms);
}

/** What a card's clock says at a moment. Only the clock of the first arrival warns before its time.
 * @param {CardClock} clock
 * @param {number} now milliseconds since 1970
 * @param {string} [days] how whole days are said
 * @returns {Countdown} */
export function countdown(clock, now, days) {
  const [started, due] = [Date.parse(clock.started_at), Date.parse(clock.due_at)];
  if (clock.stopped_at) {
    const stopped = Date.parse(clock.stopped_at);
    return { state: stopped <= due ? "met" : "miss", text: longDuration(stopped - started, days), left: 0 };
  }
  if (now > due) return { state: "late", text: `+${longDuration(now - due, days)}`, left: 0 };
  const left = Math.min(1, (due - now) / Math.max(1, due - started));
  // Rounded up, so that a countdown reaches 00:00 at its end and not a second before.
  const text = longDuration(Math.ceil((due - now) / 1000) * 1000, days);
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

const GLYPHS = { soon: "warn", late: "over", met: "check", miss: "x", hold: "clock", run: "clock" };

/** Redraws what time changes under a node: countdown chips `[data-due]`, `[data-since]` (time since an instant) and
 * `[data-until]` (time until one).
 * @param {ParentNode} root
 * @param {number} now milliseconds since 1970 */
export function drawTimes(root, now) {
  for (const chip of root.querySelectorAll("[data-due]")) drawChip(chip, now);
  for (const place of root.querySelectorAll("[data-since]")) write(place, duration(now - Date.parse(place.dataset.since)));
  for (const place of root.querySelectorAll("[data-until]")) write(place, duration(Date.parse(place.dataset.until) - now));
}

/** Puts a card's clock into a chip; without one the chip counts the time since `since`, up to `until` if that is past.
 * @param {HTMLElement} chip
 * @param {CardClock|null} clock
 * @param {string} since
 * @param {string|null} [until] */
export function setChip(chip, clock, since, until = null) {
  const { name = "none", started_at = since, due_at = "", stopped_at = until } = clock ?? {};
  Object.assign(chip.dataset, { clock: name, started: started_at, due: due_at, stopped: stopped_at ?? "" });
}

/** Draws a countdown chip: state as a class, sign, ring, text, and its meaning from data-word-run, -soon … as its title.
 * @param {HTMLElement} chip
 * @param {number} now milliseconds since 1970 */
export function drawChip(chip, now) {
  const { clock, started, due, stopped, days } = chip.dataset;
  const shown = due
    ? countdown({ name: clock, started_at: started, due_at: due, stopped_at: stopped || null }, now, days)
    : { state: "hold", text: longDuration((stopped ? Date.parse(stopped) : now) - Date.parse(started), days), left: 0 };
  if (!chip.classList.contains(shown.state)) {
    chip.classList.remove(...Object.keys(GLYPHS));
    chip.classList.add(shown.state);
    const sign = chip.querySelector("[data-sign]");
    if (sign) setIcon(sign, GLYPHS[shown.state]);
    chip.title = chip.getAttribute(`data-word-${shown.state}`) ?? "";
  }
  write(chip.querySelector("time") ?? chip, shown.text);
  if (shown.left) turn(chip.querySelector("[data-ring]"), `${Math.round(56.5 * shown.left)} 60`);
}

/** In steps too small to be seen, so that most seconds leave the ring alone. */
function turn(ring, dashes) {
  if (ring && ring.getAttribute("stroke-dasharray") !== dashes) ring.setAttribute("stroke-dasharray", dashes);
}

if (typeof document !== "undefined" && document.body.dataset.now) hearNow(document.body.dataset.now);
