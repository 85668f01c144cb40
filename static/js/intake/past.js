/** F4: what the number on the line did before, asked for when it is wanted; and the proposal to put it below the others. */

import { shortTime } from "../shared/clock.js";
import { fill, refill } from "../shared/dom.js";
import { get } from "../shared/http.js";
import { toast } from "../shared/toasts.js";
import { byId, incidentUrl, word } from "./words.js";

const panel = byId("past");
const day = new Intl.DateTimeFormat("id-ID", { day: "numeric", month: "short", timeZone: document.body.dataset.timeZone });
const when = (iso) => `${day.format(new Date(iso))} ${shortTime(iso)}`;
let shownId = 0;
let desk = { view: () => ({ call: null }), command: null };

/** @param {{view: () => object, command: object}} of */
export function listenPast(of) {
  desk = of;
  byId("past-open").addEventListener("click", togglePast);
  byId("past-close").addEventListener("click", close);
  byId("past-propose").addEventListener("click", propose);
  panel.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    event.preventDefault();
    close();
  });
}

/** Opens the story of the number on the line, or folds it up. */
export function togglePast() {
  const { call } = desk.view();
  if (!call || byId("strip").hidden || byId("past-open").hidden) return;
  if (panel.hidden) load(call);
  else close();
}

function close() {
  drawOpen(0);
  byId("past-open").focus();
}

function drawOpen(callId) {
  shownId = callId;
  panel.hidden = !callId;
  byId("past-open").setAttribute("aria-expanded", String(Boolean(callId)));
}

/** The story belongs to one call; another call on the screen folds it up. @param {object|null} call */
export function drawPast(call) {
  byId("past-open").hidden = !call || call.identity === "none";
  if (shownId && call?.id !== shownId) drawOpen(0);
}

async function load(call) {
  const answer = await get(`/api/v1/calls/${call.id}/history/`);
  if (desk.view().call?.id !== call.id) return;
  if (!answer.ok) {
    toast(answer.refusal.detail || word("unsentQuestion"), { kind: "warn" });
    return;
  }
  draw(answer.data, call);
  drawOpen(call.id);
  panel.focus();
}

function draw({ calls, demotion }, call) {
  byId("past-list").replaceChildren(...calls.map(row));
  byId("past-none").hidden = calls.length > 0;
  byId("past-propose").hidden = demotion !== null || !call.history?.prank;
  const states = { waiting: () => word("demotionWaiting"), in_force: () => word("demotedUntil", { time: when(demotion.ends_at) }) };
  refill(panel, { demotion: demotion && states[demotion.state]() });
}

function row({ at, label, reason, answered_by: who, incident }) {
  const line = fill("past-row", { at: when(at), what: [label, reason].filter(Boolean).join(" · "), who });
  const link = line.querySelector("a");
  link.hidden = !incident;
  if (incident) {
    link.href = incidentUrl(incident.id);
    link.textContent = `${incident.short} ${incident.title}`;
  }
  return line;
}

async function propose() {
  const { call } = desk.view();
  if (!call || call.id !== shownId) return;
  if (!(await desk.command.demote(call.id))) return;
  toast(word("demotionProposed"));
  load(call);
}
