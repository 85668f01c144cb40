/** The console: wires cards, drafts, commands and drawing together; the only module here with effects at the top. */

import { hearNow, onTick, serverNow } from "../shared/clock.js";
import { get } from "../shared/http.js";
import { keepLive } from "../shared/live.js";
import { shown } from "../shared/state.js";
import { toast } from "../shared/toasts.js";
import { startBell, tickBell } from "./bell.js";
import { commands } from "./commands.js";
import { listenControls } from "./controls.js";
import { keepCursors } from "./cursor.js";
import { openDesk } from "./desk.js";
import { isSaved, valueOf } from "./draft.js";
import { focusOn, nameErrors, showErrors } from "./errors.js";
import { exchange } from "./exchange.js";
import { following } from "./following.js";
import { drawForm, listen, taking } from "./form.js";
import { forwarding } from "./forwarding.js";
import { handed } from "./handed.js";
import { drawHead, drawLink } from "./header.js";
import { kindLists } from "./kindlists.js";
import { leftColumn } from "./left.js";
import { leaveTidily } from "./leaving.js";
import { fits } from "./lengths.js";
import { noteLines } from "./lines.js";
import { around } from "./map.js";
import { drawOutcomes, listenOutcomes, OUTCOMES } from "./outcomes.js";
import { placeSearch } from "./places.js";
import { tickQueue } from "./queue.js";
import { recommended } from "./recommend.js";
import { sameEvent } from "./same.js";
import { keepSaved } from "./saving.js";
import { drawSeen } from "./seen.js";
import { drawSent, listenSent, propose } from "./sent.js";
import { drawStrip, tickStrip } from "./strip.js";
import { byId, settings, word } from "./words.js";

const read = (id) => JSON.parse(byId(id).textContent);

let link = "late";
let view = null;
let shownId = null;
let isQueued = false;
let hasDrafts = false;

const saver = keepSaved({
  me: settings.me,
  address: (id) => `/api/v1/reports-drafts/${id}/`,
  reload: loadDrafts,
  onChange: draw,
  onRefused: saveRefused,
  fits,
});
const live = keepLive({
  socket: "/ws/calls/",
  snapshot: "/api/v1/calls/",
  onChange: draw,
  onLink: heardLink,
  onNow: hearNow,
  onSnapshot: loadDrafts,
  onRefused: () => location.assign(`${settings.signInUrl}?next=${encodeURIComponent(location.pathname)}`),
});
const desk = openDesk(saver, () => live.state(), read("coded"));
const command = commands({
  live, saver,
  hearCalls: desk.hearCalls,
  open, sent, coded, redraw: draw,
  ended: (key, at) => desk.finish({ key, at, label: word("noAction"), glyph: "x" }),
  reopened: desk.reopen,
  told: (call, verb) => telephone.follow(call, verb),
  refused: showErrors,
  unsaid(text) {
    propose(text);
    draw();
  },
});
const telephone = exchange({ command, live, view: () => view });
const left = leftColumn({ view: () => view, command, live, saver, open });
const cursors = keepCursors(() => view.key);
const change = (fields, after) => view.draft && saver.change(view.draft.id, fields, after);
const take = taking(saver, () => view.draft);
const kinds = kindLists(read("kinds"), change, take);
const places = placeSearch(change, saver.find, () => surroundings.caller());
const lines = noteLines(change, () => view.draft);
const leader = following({ command, saver, lines, draftNow: () => view.draft });
const hands = handed({ command, saver, draftNow: () => view.draft });
const same = sameEvent(leader.join);
const drawRecommended = recommended(change);
const surroundings = around((point) => places.setPoint(point));

/** Draws once, however many changes led to it. */
function draw() {
  if (isQueued) return;
  isQueued = true;
  queueMicrotask(() => {
    isQueued = false;
    drawNow();
    command.look(view);
  });
}

function drawNow() {
  view = desk.view(serverNow());
  Object.assign(view, {
    link,
    kindOf: kinds.kindOf,
    // Before the drafts are here nobody knows whether a coded call still has one.
    isSentBefore: (piece) => hasDrafts && Boolean(desk.callOf(piece)?.outcome),
    isUnsaved: (id) => saver.find(id) !== null && !isSaved(saver.find(id)),
    isSending: view.draft !== null && command.isUnderWay(`forward:${view.draft.id}`),
  });
  left.draw(view);
  drawStrip(view.piece ? view.call : null, desk.callers.get(view.call?.id), view.draft ? valueOf(view.draft, "reporter_name").trim() : "");
  telephone.draw(view.piece ? view.call : null);
  drawMiddle();
  drawHead(view);
  tick(serverNow());
  if (desk.isBehind(shown(live.state(), "call"))) loadDrafts();
}

function drawMiddle() {
  const { draft, call, isTheirs } = view;
  const isOther = draft?.id !== shownId;
  shownId = draft?.id;
  byId("idle").hidden = view.piece !== null;
  drawSent(view);
  drawForm(view);
  for (const part of [lines, leader, hands, kinds, places]) part.draw(draft);
  drawRecommended(isTheirs ? null : draft);
  drawSeen(draft, shown(live.state(), "draft"));
  drawOutcomes(call, call !== null && command.isUnderWay(`outcome:${call.id}`));
  byId("forward").disabled = view.isSending || isTheirs;
  const lat = draft && valueOf(draft, "lat");
  same.draw(isTheirs ? null : draft, view.incidents, draft !== null && command.isUnderWay(`attach:${draft.id}`));
  surroundings.draw(view, lat === null ? null : { lat, lng: valueOf(draft, "lng") }, isOther);
}

function heardLink(next) {
  drawLink(next);
  if (next.name === link) return;
  link = next.name;
  draw();
}

function tick(now) {
  tickStrip(now);
  tickBell(view.ringing.length, tickQueue(now), now);
}

async function loadDrafts() {
  const askedAt = serverNow();
  const answer = await get("/api/v1/reports-drafts/");
  if (!answer.ok) return false;
  hasDrafts = true;
  desk.hearCalls(answer.data.calls);
  saver.hear(answer.data.drafts, askedAt);
  draw();
  return true;
}

function open(key, isNew = false) {
  cursors.leave();
  desk.open(key);
  drawNow();
  if (isNew || !cursors.comeBack(key)) focusOn("place_text");
}

function coded(call) {
  desk.finish({ key: `call:${call.id}`, at: call.ended_at, ...OUTCOMES.get(call.outcome) });
}

function sent(callId, draft, incident) {
  const key = callId ? `call:${callId}` : `report:${draft.id}`;
  const kind = incident.isAttached ? { name: word("joined"), glyph: "merge" } : kinds.kindOf(valueOf(draft, "category"));
  const isOpenToMe = settings.isCleared || !valueOf(draft, "is_confidential");
  desk.markSent(key, { ...incident, isOpenToMe });
  const link = isOpenToMe ? incident.id : null;
  desk.finish({ key, at: new Date(serverNow()).toISOString(), label: kind.name, glyph: kind.glyph, short: incident.short, incident: link });
  drawNow();
  if (view.key === key) byId("more-text").focus();
}

function saveRefused(id, { status, code: why, detail, fields }) {
  const rest = view.draft?.id === id && fields && Object.keys(fields).length ? nameErrors(fields).rest : detail;
  if (rest) toast(rest, { kind: "crit" });
  if (why === "not_yours") hands.ask(id);
  else if (status === 404 || status === 409) loadDrafts();
}

const code = (outcome, label) => view.call && view.draft && outcome !== view.call.outcome && command.code(view.call, outcome, label);

drawNow();
listen(change);
listenOutcomes(code);
listenSent(() => view.incident, command.note);
listenControls({ view: () => view, command, forward: forwarding({ view: () => view, saver, command, lines }), join: same.joinFirst, open, retry: () => live.retry() });
leaveTidily(saver);
startBell();
onTick(tick);
