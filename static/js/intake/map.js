/** The right column: the point of the open report among the open incidents, on a map and as a list. */

import { shortTime } from "../shared/clock.js";
import { fill, icon, keyed, refill } from "../shared/dom.js";
import { groundMap, pin } from "../shared/map.js";
import { stable } from "./stable.js";
import { nearby } from "./state.js";
import { byId, decimal, incidentUrl, word, write } from "./words.js";

const LISTED = 8;
const NEAR_ZOOM = 15;

/** Which shape stands for it; a confidential incident shows only a lock. */
const markOf = (card) => (card.priority ? fill(`priority-${card.priority}`) : icon("lock"));

/** @param {(point: {lat: number, lng: number}) => void} onPoint a click on the map */
export function around(onPoint) {
  const map = groundMap(byId("map"));
  const markers = new Map();
  const steady = stable(({ card }) => card.id);
  let point = null;
  let mark = null;

  map.on("click", ({ latlng }) => onPoint({ lat: round(latlng.lat), lng: round(latlng.lng) }));
  // The panel changes its height with the list below it.
  new ResizeObserver(() => map.invalidateSize({ animate: false })).observe(byId("map"));

  function drawPoint(next, isOther) {
    if (next?.lat === point?.lat && next?.lng === point?.lng && !isOther) return;
    const isMoved = next && (next.lat !== point?.lat || next.lng !== point?.lng);
    point = next;
    mark?.remove();
    mark = null;
    if (!next) return;
    mark = pin(fill("map-point"), [next.lat, next.lng], { interactive: false, zIndexOffset: 1000 }).addTo(map);
    const isSeen = map.getBounds().pad(-0.15).contains([next.lat, next.lng]);
    if (isMoved && (isOther || !isSeen)) map.setView([next.lat, next.lng], Math.max(map.getZoom(), NEAR_ZOOM));
  }

  function drawMarkers(cards) {
    const placed = cards.filter((card) => !card.closed_at && card.lat !== null && card.lat !== undefined);
    const wanted = new Set(placed.map((card) => card.id));
    for (const [id, one] of markers) {
      if (wanted.has(id)) continue;
      one.marker.remove();
      markers.delete(id);
    }
    for (const card of placed) {
      if (markers.get(card.id)?.card === card) continue;
      markers.get(card.id)?.marker.remove();
      const html = refill(fill("map-incident"), { mark: markOf(card), tag: card.short.replace("#", "") });
      const marker = pin(html, [card.lat, card.lng], { interactive: false });
      markers.set(card.id, { card, marker: marker.addTo(map) });
    }
  }

  function drawList(cards) {
    const rows = steady(nearby([...cards], point, LISTED));
    keyed(byId("around"), rows, { key: ({ card }) => card.id, create: () => fill("around-row"), update: drawRow });
    byId("around-none").hidden = rows.length > 0;
    const open = cards.filter((card) => !card.closed_at).length;
    write(byId("around-count"), open ? String(open) : "");
    write(byId("around-how"), open ? word(point ? "nearPoint" : "newest") : "");
  }

  return {
    /** @param {object[]} cards open incidents @param {object|null} next the report's point @param {boolean} isOther another report */
    draw(cards, next, isOther) {
      drawPoint(next, isOther);
      drawMarkers(cards);
      drawList(cards);
    },
  };
}

function drawRow(row, { card, km }) {
  const link = row.querySelector("a");
  if (card.priority) link.href = incidentUrl(card.id);
  else link.removeAttribute("href");
  const reports = card.reports > 1 ? word("reports", { n: card.reports }) : "";
  const stage = word(`stage${card.stage[0].toUpperCase()}${card.stage.slice(1)}`);
  refill(row, {
    mark: markOf(card),
    number: card.short,
    title: card.title,
    about: [card.place || card.area, stage, shortTime(card.reported_at), reports].filter(Boolean).join(" · "),
    km: km === null ? null : word("km", { km: decimal(km, 1) }),
  });
}

const round = (degrees) => Math.round(degrees * 1e5) / 1e5;
