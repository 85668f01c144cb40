/** The map's own window ("Ke layar 2"): its own line to the server, so that it lives on when the board is loaded anew. */

import { clockText, hearNow, serverNow } from "../shared/clock.js";
import { drawHealth } from "../shared/health.js";
import { onKeys } from "../shared/keys.js";
import { keepLive } from "../shared/live.js";
import { find, shown } from "../shared/state.js";
import { wholeCards } from "./cards.js";
import { makeMap } from "./map.js";
import { followBoard } from "./second.js";
import { placed, workOf } from "./state.js";

let chosen = null;
let isScheduled = false;
let lastAt = serverNow();

const live = keepLive({
  socket: "/ws/board/?cards=lean",
  snapshot: "/api/v1/board/?cards=lean",
  whole: wholeCards(),
  onChange: (_state, message) => message.type !== "beat" && schedule(),
  onLink,
  onNow: hearNow,
});
const board = followBoard({ onChosen: choose, close: () => window.close() });
const map = makeMap({ onOpen });

function schedule() {
  if (isScheduled) return;
  isScheduled = true;
  requestAnimationFrame(draw);
}

function draw() {
  isScheduled = false;
  const incidents = shown(live.state(), "incident");
  const units = placed(shown(live.state(), "unit"), shown(live.state(), "position"));
  map.draw(incidents, units, workOf(incidents));
  map.drawEarly(shown(live.state(), "draft"));
  map.choose(chosenCard());
}

const chosenCard = () => (chosen === null ? null : find(live.state(), "incident", chosen));

function choose(id) {
  chosen = id;
  map.choose(chosenCard(), true);
}

function onOpen(id) {
  choose(id);
  board.open(id);
}

function onLink(link) {
  if (link.name === "live") lastAt = serverNow() - link.dataAge;
  const isLost = link.name === "lost";
  drawHealth(document.getElementById("health"), link);
  document.body.classList.toggle("link-lost", isLost);
  map.showAge(isLost ? clockText(lastAt) : null);
}

addEventListener("pagehide", () => board.leave());
document.getElementById("map-away").addEventListener("click", () => window.close());
onKeys({ m: () => window.close(), l: () => map.layers() });
