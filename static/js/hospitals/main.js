/** The page of all hospitals: as live as the board, by the board's own line. */

import { wireBedSheet } from "../shared/bedsheet.js";
import { hearNow, onTick, serverNow } from "../shared/clock.js";
import { keyed } from "../shared/dom.js";
import { drawHealth } from "../shared/health.js";
import { byDistance, drawHospital, newHospital } from "../shared/hospitals.js";
import { keepLive } from "../shared/live.js";
import { shown } from "../shared/state.js";

const AGEING = 30000;
const list = document.getElementById("hospitals");
let drawnAt = -Infinity;
let isLoaded = false;

const live = keepLive({
  socket: "/ws/board/",
  snapshot: "/api/v1/board/",
  onChange: (_state, message) => (message.type === "snapshot" || message.cards?.some(({ kind }) => kind === "hospital")) && draw(),
  onNow: hearNow,
  onSnapshot: () => {
    isLoaded = true;
  },
  onLink: (link) => drawHealth(document.getElementById("health"), link),
  onRefused: () => (document.getElementById("refused").hidden = false),
});

function draw() {
  drawnAt = serverNow();
  const rows = byDistance(shown(live.state(), "hospital"), null);
  list.parentElement.setAttribute("aria-busy", String(!isLoaded));
  document.getElementById("no-hospitals").hidden = !isLoaded || rows.length > 0;
  document.getElementById("loading").hidden = isLoaded;
  keyed(list, rows, { key: ({ hospital }) => hospital.id, create: newHospital, update: (element, row) => drawHospital(element, row, drawnAt) });
}

wireBedSheet(list, { hear: (cards) => live.hear(cards) });
onTick((now) => isLoaded && now - drawnAt > AGEING && draw());
