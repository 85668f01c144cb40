/** When the board sounds: a new P1, a new escalation, 7 minutes gone. Everything that sounds is also seen. */

import { refill } from "../shared/dom.js";
import { awaitGesture, isSoundAllowed, isSoundOn, play, setSound } from "../shared/sound.js";

const REPEAT_AFTER = 15000;
const URGENT = 2;
const JUST_NOW = 5000;

/** @returns {{hear: (news: {arrived: object[], alarms: object[], reminders?: object[]}) => void, tick: (incidents: object[], now: number) => void}} */
export function makeBell() {
  const button = document.getElementById("sound");
  const known = new Set();
  const passed = new Set();
  let pending = [];
  let lastAlarm = 0;

  awaitGesture(draw);
  button.addEventListener("click", () => {
    setSound(!isSoundOn());
    draw();
  });
  draw();

  function draw() {
    const words = !isSoundOn() ? "off" : isSoundAllowed() ? "on" : "waiting";
    button.setAttribute("aria-pressed", String(isSoundOn()));
    button.title = button.dataset[words];
    button.className = `btn icon sound ${words}`;
    refill(button, { words: button.dataset[words] });
  }

  /** News since the last call; what was there when the page opened is not news. */
  function hear({ arrived, alarms, reminders = [] }) {
    if (arrived.some((card) => card.priority === 1 && !card.closed_at)) play("chime");
    const due = reminders.filter(({ key }) => !known.has(key));
    if (due.length) play("chime");
    for (const { key } of due) known.add(key);
    // The clock of the first arrival has its own tone, at its own moment.
    const keys = alarms.filter(({ clock }) => clock !== "arrive").map(({ key, level }) => `${key}:${level}`);
    if (keys.some((key) => !known.has(key))) ring();
    for (const key of keys) known.add(key);
    pending = alarms.filter((alarm) => alarm.level >= URGENT);
  }

  function ring() {
    lastAlarm = performance.now();
    play("alarm");
  }

  function tick(incidents, now) {
    if (pending.length > 0 && performance.now() - lastAlarm >= REPEAT_AFTER) ring();
    for (const { id, clock, closed_at: closed } of incidents) {
      if (closed || clock?.name !== "arrive" || clock.stopped_at || passed.has(id)) continue;
      const late = now - Date.parse(clock.due_at);
      if (late < 0) continue;
      passed.add(id);
      if (late < JUST_NOW) play("low");
    }
  }

  return { hear, tick };
}
