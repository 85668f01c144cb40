/** A moment of another day in words, in the centre's zone. */

let format = null;

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
