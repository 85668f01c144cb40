/** A moment of another day in words, in the centre's zone. */

import { instantOf, serverNow, shortTime } from "../shared/clock.js";

let format = null;
let today = { minute: null, began: 0 };

/** `13 Des 21:47`.
 * @param {string} at ISO-8601
 * @returns {string} */
export function dayText(at) {
  const timeZone = document.body.dataset.timeZone;
  format ??= new Intl.DateTimeFormat(document.documentElement.lang || "id", {
    timeZone, day: "numeric", month: "short", hour: "2-digit", minute: "2-digit", hourCycle: "h23",
  });
  const part = Object.fromEntries(format.formatToParts(new Date(at)).map(({ type, value }) => [type, value]));
  return `${part.day} ${part.month} ${part.hour}:${part.minute}`;
}

/** The time, with the day before it where that is not today: tickets of a month would else look like one day.
 * @param {string|null} at ISO-8601; null while the server has not said it
 * @param {(at: string) => string} time how it is said today
 * @returns {string} */
export function momentText(at, time) {
  if (!at) return "";
  return isToday(at) ? time(at) : dayText(at);
}

/** Its day alone, or the time of one of today.
 * @param {string} at ISO-8601
 * @returns {string} `25 Okt` or `21:47` */
export function briefText(at) {
  return isToday(at) ? shortTime(at) : dayText(at).split(" ").slice(0, 2).join(" ");
}

/** Rows ask this by the hundred: when the day began is worked out once a minute. */
function isToday(at) {
  const minute = Math.floor(serverNow() / 60000);
  if (today.minute !== minute) today = { minute, began: Date.parse(instantOf("00:00", serverNow(), document.body.dataset.timeZone)) };
  return Date.parse(at) >= today.began;
}
