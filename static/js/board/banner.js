/** Draws the lines above the board: escalations to acknowledge, a lost link, late timers, an ended watch. */

import { clockText, drawTimes, duration, onTick, serverNow, shortTime } from "../shared/clock.js";
import { fill, keyed, refill } from "../shared/dom.js";
import { overtaken, unanswered } from "./alarms.js";
import { say } from "./words.js";

/** @param {{onAcknowledge: (alarm: import("./alarms.js").Alarm, control: HTMLButtonElement|null) => void,
 *   onOpen: (incident: number) => void, onRetry: () => void, onPhones: () => void,
 *   onUnfilter: () => void, onReminder: (act: string, one: {row: object, incident: object}, control: HTMLButtonElement) => void, nameOf: (code: string) => string}} on */
export function makeBanners(on) {
  const box = document.getElementById("banners");
  let alarms = [];
  let notices = [];
  let outside = [];
  let reminders = [];
  let isOpen = false;
  let drawn = "";

  box.addEventListener("click", (event) => {
    const button = event.target.closest("[data-act]");
    if (!button) return;
    const alarm = alarms.find(({ key }) => key === button.closest("[data-alarm]")?.dataset.alarm);
    if (button.dataset.act === "retry") on.onRetry();
    if (button.dataset.act === "phones") on.onPhones();
    if (button.dataset.act === "more") expand();
    if (button.dataset.act === "reach") on.onOpen(outside[0].id);
    if (button.dataset.act === "unfilter") on.onUnfilter();
    const reminder = reminders.find(({ key }) => key === button.closest("[data-reminder]")?.dataset.reminder);
    if (reminder) on.onReminder(button.dataset.act, reminder, button);
    if (button.dataset.act === "open" && alarm) on.onOpen(alarm.incident.id);
    if (button.dataset.act === "acknowledge" && alarm) on.onAcknowledge(alarm, button);
  });

  onTick((now) => drawTimes(box, now));

  function expand() {
    isOpen = !isOpen;
    draw();
  }

  /** @param {import("./alarms.js").Alarm[]} shown newest first */
  function setAlarms(shown) {
    alarms = shown;
    if (alarms.length < 2) isOpen = false;
    draw();
  }

  /** @param {object[]} cards the most urgent incidents that the filter of the list hides, the oldest first */
  function setOutside(cards) {
    outside = cards;
    draw();
  }

  /** @param {{key: string, row: object, incident: object}[]} shown who is kept and whose moment has come, the latest first */
  function setReminders(shown) {
    reminders = shown;
    draw();
  }

  /** @param {{refused: boolean, link: object, overdue: number, lastAt: number}} known */
  function setLink({ isRefused, link, overdue, lastAt }) {
    const shown = [];
    if (isRefused) shown.push({ key: "refused", template: "t-refused", values: {} });
    else if (link.name === "lost") shown.push({ key: "link", template: "t-link", values: linkWords(link, lastAt) });
    if (!isRefused && overdue > 0) shown.push({ key: "overdue", template: "t-overdue", values: overdueWords(overdue) });
    notices = shown;
    draw();
  }

  function draw() {
    const visible = isOpen ? alarms : alarms.slice(0, 1);
    const lines = visible.map((alarm, index) => ({
      key: alarm.key,
      template: "t-alarm",
      values: alarmWords(alarm, on.nameOf),
      isAlarm: true,
      isFirst: index === 0,
      wait: unanswered(alarm),
      more: index === 0 && alarms.length > 1 ? moreWords(alarms.length - 1, isOpen) : null,
    }));
    const hidden = outside.slice(0, 1).map((card) => ({ key: "outside", template: "t-outside", values: outsideWords(card, outside.length) }));
    const due = reminders.slice(0, 1).map(({ key, ...one }) => ({ key, template: "t-reminder", isReminder: true, values: reminderWords(one, reminders.length) }));
    const shown = [...notices, ...lines, ...due, ...hidden];
    const said = JSON.stringify(shown);
    if (said === drawn) return;
    drawn = said;
    keyed(box, shown, { key: (line) => line.key, create: ({ template }) => fill(template), update: drawLine });
  }

  function drawLine(element, { key, values, isReminder, isAlarm, isFirst, wait, more }) {
    refill(element, values);
    if (isReminder) element.dataset.reminder = key;
    if (!isAlarm) return;
    drawWait(element.querySelector("[data-f=wait]"), wait);
    element.dataset.alarm = key;
    element.classList.toggle("first", isFirst);
    refill(element, { more, key: isFirst });
    element.querySelector("[data-act=more]").setAttribute("aria-expanded", String(isOpen));
  }

  return {
    setAlarms,
    setOutside,
    setReminders,
    setLink,
    button: () => box.querySelector(".first [data-act=acknowledge]"),
  };
}

function drawWait(place, wait) {
  place.hidden = wait === null;
  if (!wait) return;
  place.querySelector("time").dataset.since = wait.since;
  refill(place, { limit: say("alarm.limit", { limit: duration(wait.limit) }) });
  drawTimes(place, serverNow());
}

function outsideWords(card, count) {
  const where = [card.title, card.area.split(" · ")[0]].filter(Boolean).join(", ");
  const more = count > 1 ? say("alarm.more", { n: count - 1 }) : null;
  return { body: say("outside", { short: card.short, where }), open: say("alarm.open", { short: card.short }), more };
}

function reminderWords({ row, incident }, count) {
  const where = [incident.title, incident.area.split(" · ")[0]].filter(Boolean).join(", ");
  const body = say("remind.body", { who: row.unit ?? row.agency, short: incident.short, where, since: shortTime(row.reserved_at) });
  return { body, open: say("alarm.open", { short: incident.short }), more: count > 1 ? say("alarm.more", { n: count - 1 }) : null };
}

function alarmWords(alarm, nameOf) {
  const { incident, level, agency, clock, raised_at: at, told } = alarm;
  const where = [incident.title, incident.area.split(" · ")[0]].filter(Boolean).join(", ");
  // It is acknowledged by name, but never said of an agency that it has not answered when it has.
  const since = overtaken(alarm);
  const how = since ? say(`over.${clock}`, { state: clock === "accept" ? say(`state.${since}`) : "" }) : say(`clock.${clock}`);
  const what = agency ? say("alarm.who", { who: nameOf(agency), what: how }) : how;
  return {
    head: clock === "accept" ? say("alarm.head", { level }) : say("alarm.late"),
    body: say("alarm.body", { short: incident.short, where, what }),
    told: told ? say("alarm.told", { told, at: clockText(at) }) : null,
    open: say("alarm.open", { short: incident.short }),
  };
}

function moreWords(count, isOpen) {
  return isOpen ? say("alarm.less") : say("alarm.more", { n: count });
}

function linkWords({ nextIn, attempt }, lastAt) {
  const trying = attempt > 0 ? say("link.trying", { attempt }) : null;
  const next = nextIn > 0 ? say("link.next", { n: Math.ceil(nextIn / 1000), attempt }) : trying;
  return { since: say("link.since", { at: clockText(lastAt) }), next };
}

function overdueWords(late) {
  return { head: say("overdue", { late: duration(late) }) };
}
