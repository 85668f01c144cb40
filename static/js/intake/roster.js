/** The contact book's rows by who is on duty now: those first, the others marked; when nobody is, who comes next. */

import { onTick, serverNow, shortTime } from "../shared/clock.js";
import { refill } from "../shared/dom.js";
import { byDuty, dutyAt, minuteOfWeek } from "./duty.js";
import { word, write } from "./words.js";

const lists = [...document.querySelectorAll(".contacts:has([data-duty])")];
const spans = new Map(lists.flatMap((list) => [...list.querySelectorAll("[data-duty]")]).map((row) => [row, JSON.parse(row.dataset.duty)]));
const day = new Intl.DateTimeFormat(document.documentElement.lang || "id", { weekday: "long", timeZone: document.body.dataset.timeZone });
let drawnAt = -1;

/** Said anew at most once a minute; a list somebody is in keeps its order, so that a digit means what it meant. */
function draw() {
  const minute = minuteOfWeek(serverNow(), document.body.dataset.timeZone);
  if (minute === drawnAt) return;
  drawnAt = minute;
  for (const list of lists) {
    const rows = [...list.children].map((item) => ({ item, duty: dutyAt(spans.get(item.querySelector("[data-duty]")) ?? [], minute) }));
    const isInUse = list.contains(document.activeElement);
    const sorted = isInUse ? rows : byDuty(rows);
    sorted.forEach((row, at) => show(row, at));
    if (!isInUse) list.append(...sorted.map(({ item }) => item));
    sayNext(list, rows);
  }
}

const momentOf = (minutes) => serverNow() + minutes * 60000;
const dayOf = (minutes) => `${day.format(momentOf(minutes))} ${shortTime(momentOf(minutes))}`;

function show({ item, duty }, at) {
  write(item.querySelector("kbd"), String(at + 1));
  item.classList.toggle("away", duty.is === false);
  refill(item, {
    onDuty: duty.is ? word("onDuty", { time: shortTime(momentOf(duty.ends)) }) : null,
    offDuty: duty.is === false ? word("offDuty", { time: dayOf(duty.starts) }) : null,
  });
}

function sayNext(list, rows) {
  const place = list.parentElement.querySelector("[data-f=next]");
  const [first] = byDuty(rows.filter(({ duty }) => duty.is !== null));
  const isAway = first && !first.duty.is;
  place.hidden = !isAway;
  if (isAway) write(place, word("nobodyOnDuty", { who: first.item.querySelector("[data-name]").dataset.name, time: dayOf(first.duty.starts) }));
}

/** Keeps the lists as they are at this minute. */
export function keepRoster() {
  draw();
  onTick(draw);
}
