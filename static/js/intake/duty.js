/**
 * Who of the contact book is on duty, in the centre's week. Pure.
 *
 * @typedef {[number, number][]} Spans minutes from Monday 00:00, from and until; empty: nobody wrote down when
 */

const WEEK = 7 * 24 * 60;
const DAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

/** The minute of the week in a time zone. @param {number} now ms @param {string} timeZone */
export function minuteOfWeek(now, timeZone) {
  const format = new Intl.DateTimeFormat("en-GB", { weekday: "short", hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone });
  const part = Object.fromEntries(format.formatToParts(now).map(({ type, value }) => [type, value]));
  return DAYS.indexOf(part.weekday) * 1440 + Number(part.hour) * 60 + Number(part.minute);
}

/**
 * Whether somebody is on duty (null: nobody wrote down when), and in how many minutes next or until when.
 * @param {Spans} spans @param {number} minute of the week
 * @returns {{is: boolean|null, starts: number, ends: number}}
 */
export function dutyAt(spans, minute) {
  if (!spans.length) return { is: null, starts: 0, ends: 0 };
  const since = ([start]) => (minute - start + WEEK) % WEEK;
  const present = spans.filter((span) => since(span) < span[1] - span[0]);
  const starts = Math.min(...spans.map(([start]) => (start - minute + WEEK) % WEEK));
  const ends = Math.max(0, ...present.map((span) => span[1] - span[0] - since(span)));
  return { is: present.length > 0, starts, ends };
}

/** Those on duty first, then those of whom nobody knows, then those who come next, the soonest first. */
export function byDuty(rows) {
  const rank = ({ duty }) => (duty.is ? 0 : duty.is === null ? 1 : 2);
  return [...rows].sort((a, b) => rank(a) - rank(b) || (rank(a) === 2 ? a.duty.starts - b.duty.starts : 0));
}
