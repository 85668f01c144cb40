/** The telephone of an agency's people, wired: cards in, taps out. The only file of it with effects of its own. */

import { drawTimes, hearNow, onTick, serverNow } from "../shared/clock.js";
import { newKey, post } from "../shared/http.js";
import { keepLive } from "../shared/live.js";
import { closable, complain, openSheet } from "../shared/sheet.js";
import { play } from "../shared/sound.js";
import { shown } from "../shared/state.js";
import { toast } from "../shared/toasts.js";
import { once, prepareAlarm, ring } from "./alarm.js";
import { drawBeds, wireBeds } from "./beds.js";
import { drawDuty, wireDuty } from "./duty.js";
import { drawList, listIsLoaded } from "./list.js";
import { unread } from "./inbox.js";
import { drawMessages, wireMessages } from "./messages.js";
import { openQueue } from "./queue.js";
import { openRefuse, refusing, tickRefuse, wireRefuse } from "./refuse.js";
import { drawRing, isMuted, onRing, showSilence, tickRing, wireRing } from "./ring.js";
import { wireSharing } from "./sharing.js";
import { atWork, current, groups, isForeign, onSheet, ringing, tasks } from "./state.js";
import { drawLink, drawRefused, drawSound, drawSurgeStrips, drawWaits, waitWords } from "./strips.js";
import { noteTap, readTap, stepTap } from "./taps.js";
import { drawTask, tickTask, wireTask } from "./task.js";
import { say, tables, tapWords, whose } from "./words.js";

const LIST = "#daftar";
const { me, unit: ownUnit, signInUrl } = document.getElementById("words").dataset;
const dates = new Intl.DateTimeFormat("en-CA", { timeZone: document.body.dataset.timeZone, dateStyle: "short" });
const dayOf = (at) => dates.format(new Date(at));
const leftAlone = new Set();
const told = new Set();
const recorded = new Map();
let link = { name: "late" };
let all = [];
let today = "";
let news = null;
let isLoaded = false;

const isOnline = () => navigator.onLine || link.name === "live";
const openId = () => Number(/^#tugas-(\d+)$/.exec(location.hash)?.[1] ?? 0) || null;
const find = (id) => all.find((task) => task.id === id);
const signIn = () => location.assign(`${signInUrl}?next=${encodeURIComponent(location.pathname)}`);

const queue = openQueue(
  { name: `ntpd112.taps.${me}`, onChange: redraw, onDone, onRefused: () => play("low"), onSignedOut: signIn },
  { post, storage: localStorage, setTimeout: (call, after) => setTimeout(call, after), isOnline },
);

const live = keepLive({
  socket: "/ws/agency/",
  snapshot: "/api/v1/agency/",
  onChange: redraw,
  onNow: hearNow,
  onSnapshot: () => setTimeout(loaded),
  onLink(next) {
    const isBack = next.name === "live" && link.name !== "live";
    link = next;
    drawLink(next);
    if (isBack) queue.wake();
  },
  onRefused: signIn,
});

function loaded() {
  if (isLoaded) return;
  isLoaded = true;
  listIsLoaded();
  for (const task of all) told.add(task.id);
  const first = current(all, ownUnit);
  if (first && !location.hash) location.replace(`#tugas-${first.id}`);
  else redraw();
}

function redraw() {
  const { taps, refused } = queue.book();
  const state = live.state();
  const now = serverNow();
  all = tasks(shown(state, "incident"), taps, tables.steps, all);
  const units = atWork(shown(state, "unit"), all);
  today = dayOf(now);
  drawDuty(units, ownUnit);
  drawBeds(shown(state, "hospital"));
  drawList(groups(all, (at) => dayOf(at) === today), openId());
  drawMessages(unread(shown(state, "incident"), taps, ownUnit));
  drawRefused(refused, queue.dismiss);
  drawSurgeStrips(shown(state, "surge"), all);
  drawOpen(units, now);
  tick(now);
  if (isLoaded) tellNew();
}

function drawOpen(units, now) {
  const open = find(openId());
  const asks = ringing(all, ownUnit).filter(({ id }) => !leftAlone.has(id));
  const byHand = open?.row.state === "notified" ? open : null;
  const asking = onSheet(asks, ownUnit, { held: refusing(), shown: onRing(), byHand });
  const canLeave = asking !== null && (!asks.includes(asking) || isForeign(asking.row, ownUnit));
  const task = open && !byHand ? open : null;
  document.body.dataset.view = task ? "task" : "list";
  drawTask(task, howItWaits);
  drawRing(asking, { waiting: asks.filter((one) => one !== asking).length, canLeave, units, ownUnit, now });
  ring(asks.some((one) => !isMuted(one)));
  document.title = document.title.replace(/^[^·]*/, `${asks.length ? say("titleRinging", { number: asks[0].card.short }) : say("title")} `);
  if (isLoaded && openId() && !open) {
    toast(say("gone"), { kind: "warn" });
    location.replace(LIST);
  }
}

/** What asks without ringing here is still said once: a ticket, or the task of a colleague's unit. */
function tellNew() {
  for (const { id, card, row } of all) {
    if (told.has(id)) continue;
    told.add(id);
    if (row.state !== "notified" || ringing(all, ownUnit).some((one) => one.id === id)) continue;
    const title = card.title;
    news?.remove();
    news = toast(card.track === "service" ? say("newTicket", { title }) : say("newTask", { unit: whose(row), title }), { kind: "warn" });
    play("chime");
  }
}

const howItWaits = (tap) => waitWords(tap, serverNow(), isOnline());

function tick(now) {
  for (const id of ["list", "task"]) drawTimes(document.getElementById(id), now);
  tickRing(now);
  tickTask(howItWaits);
  tickRefuse(find(refusing()), now);
  drawWaits(queue.book().taps, now, isOnline());
}

const stamp = () => ({ key: newKey(), at: new Date(serverNow()).toISOString() });
const record = (task, verb, more = {}) => queue.add(stepTap(task, verb, more, stamp()));
const note = (task, text) => queue.add(noteTap(task, text, stamp()));

function onDone(tap, data) {
  const number = find(tap.assignment)?.card.short ?? "";
  if (data.incident) live.hear([data.incident]);
  if (!data.undo_until) return;
  // Only the last step of an assignment can be taken back.
  recorded.get(tap.assignment)?.remove();
  const said = say("recorded", { number, what: tapWords(tap) });
  recorded.set(tap.assignment, toast(said, { undo: () => undo(tap.assignment), undoUntil: data.undo_until }));
}

async function undo(id) {
  const answer = await post(`/api/v1/assignments/${id}/undo/`, {});
  if (answer.ok && answer.data.incident) live.hear([answer.data.incident]);
  if (answer.ok) toast(say("undone"));
  else toast(answer.refusal.detail || say(answer.refusal.code === "unsent" ? "unsent" : "failed"), { kind: "crit" });
}

function decide(task, verb) {
  if (verb === "decline") openRefuse(task);
  else record(task, verb);
}

wireRing({
  accept(task, unit) {
    record(task, "accept", unit ? { unit } : {});
    location.hash = `#tugas-${task.id}`;
  },
  decline: openRefuse,
  leave(task) {
    leftAlone.add(task.id);
    if (openId() === task.id) location.hash = LIST;
    else redraw();
  },
  onMute: redraw,
});
wireRefuse((task, reason) => record(task, "decline", { reason }));
wireTask({ step: decide, note, cancel: queue.cancel });
wireMessages((message) => queue.add(readTap(message, stamp())));
wireDuty({ ownUnit, hear: (cards) => live.hear(cards) });
wireSharing();
wireBeds({ hear: (cards) => live.hear(cards) });
prepareAlarm(drawSound, showSilence);

const mySheet = closable(document.getElementById("me"));
document.getElementById("me-open").addEventListener("click", () => openSheet(mySheet));
document.getElementById("try-sound").addEventListener("click", once);
document.getElementById("sign-out").addEventListener("submit", (event) => {
  const n = queue.book().taps.length;
  if (n) event.preventDefault();
  complain(document.getElementById("me-error"), n ? say("stillWaiting", { n }) : "");
});
addEventListener("hashchange", () => {
  redraw();
  document.getElementById(document.body.dataset.view === "task" ? "task-title" : "content").focus({ preventScroll: true });
});
addEventListener("online", () => {
  live.retry();
  queue.wake();
});
addEventListener("offline", () => drawLink(link));
onTick((now) => (dayOf(now) === today ? tick(now) : redraw()));
queue.wake();
