/** The wall: shows, and takes nothing. The only file of the wall that acts by being loaded. */

import { drawChip as drawCountdown, duration, hearNow, onTick, serverNow, setChip, shortTime } from "../shared/clock.js";
import { fill, keyed, refill } from "../shared/dom.js";
import { drawHealth } from "../shared/health.js";
import { get } from "../shared/http.js";
import { keepLive } from "../shared/live.js";
import { groundMap, pin } from "../shared/map.js";
import { shown } from "../shared/state.js";
import { drawChip, shapeOf } from "../board/looks.js";
import { say } from "../board/words.js";
import { emergencies, endedSince, escalations, toneOf, whereOf } from "./state.js";

const STRIP_EVERY = 5000;
const TARGETS = { answered: 90, arrived: 80 };
const percent = (share) => (share === null ? "–" : `${Math.round(share)}%`);

const rows = document.getElementById("rows");
const bar = document.getElementById("escalation");
const foot = document.getElementById("strip");
const marks = new Map();
const map = groundMap(document.getElementById("map"));
let strip = null;

const live = keepLive({
  socket: "/ws/wall/",
  snapshot: "/api/v1/wall/",
  onChange: (_state, message) => message.type !== "beat" && draw(),
  onLink: drawLink,
  onNow: hearNow,
  onSnapshot: (answer) => setStrip(answer.strip),
});

function draw() {
  const cards = shown(live.state(), "incident");
  const { urgent, others } = emergencies(cards);
  keyed(rows, urgent, { key: (card) => card.id, create: () => fill("t-row"), update: drawRow });
  document.getElementById("calm").hidden = urgent.length > 0;
  refill(document.getElementById("more"), {
    others: others ? say("others", { n: others }) : say("others.none"),
    ended: say("ended", { n: endedSince(cards, strip?.shift_began_at ?? null) }),
  });
  drawEscalation(escalations(cards));
  drawSurges(shown(live.state(), "surge"));
  drawMarks(cards.filter((card) => !card.closed_at && card.track === "emergency" && card.lat !== null));
}

function drawRow(row, card) {
  refill(row, { priority: shapeOf(card.priority), title: card.title, place: whereOf(card), none: card.chips.length === 0 });
  const chips = card.chips.map((chip) => {
    const drawn = fill("t-chip");
    drawChip(drawn, chip, chip.code);
    return drawn;
  });
  row.querySelector(".ags").replaceChildren(...chips);
  const countdown = row.querySelector(".sla");
  setChip(countdown, card.clock, card.reported_at, card.closed_at);
  drawCountdown(countdown, serverNow());
}

function drawEscalation({ card, more }) {
  bar.hidden = !card;
  if (!card) return;
  const { clock, level, agency, since } = card.escalation;
  const what = [agency, say(`clock.${clock}`)].filter(Boolean).join(" ");
  const head = clock === "accept" ? say("escalated", { level }) : say("late");
  refill(bar, { words: [head, card.short, what].join(" · "), more: more ? say("more", { n: more }) : null });
  bar.querySelector("time").dataset.from = since;
}

function drawSurges(cards) {
  const box = document.getElementById("surges");
  box.hidden = cards.length === 0;
  keyed(box, cards, { key: (card) => card.id, create: () => fill("t-surge"), update: drawSurge });
}

function drawSurge(line, { alert, alert_label: label, title, where, attached, since }) {
  line.className = `escb ${alert}`;
  refill(line, { words: say("surge", { alert: label.toUpperCase(), what: title, where }), since: say("surge.since", { n: attached, at: shortTime(since) }) });
}

function drawMarks(cards) {
  const wanted = new Set(cards.map(({ id }) => id));
  for (const [id, { marker }] of marks) {
    if (wanted.has(id)) continue;
    marker.remove();
    marks.delete(id);
  }
  for (const card of cards) {
    const key = `${card.lat},${card.lng},${card.priority}`;
    if (marks.get(card.id)?.key === key) continue;
    marks.get(card.id)?.marker.remove();
    const mark = fill("t-mark");
    mark.append(shapeOf(card.priority));
    const marker = pin(mark, [card.lat, card.lng], { interactive: false, zIndexOffset: -card.priority * 1000 }).addTo(map);
    marks.set(card.id, { key, marker });
  }
}

function setStrip(next) {
  strip = next;
  const { ringing, talking, call_takers: takers, answered_share: answered, arrived_share: arrived } = strip;
  refill(foot, {
    ringing,
    talking,
    takers: `/ ${takers}`,
    answered: percent(answered),
    arrived: percent(arrived),
    ready: strip.units_ready,
    units: `/ ${strip.units}`,
    nuisance: percent(strip.nuisance_share),
  });
  tone("ringing", ringing > 0 ? "c-crit" : "");
  tone("answered", toneOf(answered, TARGETS.answered));
  tone("arrived", toneOf(arrived, TARGETS.arrived));
  drawLongest(serverNow());
}

function tone(name, look) {
  foot.querySelector(`[data-tone=${name}]`).className = `num ${look}`;
}

function drawLongest(now) {
  const since = strip?.ringing_since;
  const words = since ? say("ringing.longest", { time: duration(now - Date.parse(since)) }) : say("ringing.none");
  refill(foot, { longest: words });
}

function drawLink(link) {
  drawHealth(document.getElementById("health"), link);
  document.body.classList.toggle("link-lost", link.name === "lost");
}

async function askStrip() {
  const answer = await get("/api/v1/wall/strip/");
  if (answer.ok) setStrip(answer.data);
  setTimeout(askStrip, STRIP_EVERY);
}

setTimeout(askStrip, STRIP_EVERY);
onTick((now) => {
  for (const chip of rows.getElementsByClassName("sla")) drawCountdown(chip, now);
  const time = bar.querySelector("time");
  if (!bar.hidden) time.textContent = duration(now - Date.parse(time.dataset.from));
  drawLongest(now);
});
