/** The right column: the point of the open report among the open incidents, on a map and as a list. */

import { camerasOn } from "../shared/cameras.js";
import { shortTime } from "../shared/clock.js";
import { arrange, incidentWays, putInSpot } from "../shared/crowd.js";
import { fill, icon, keyed, refill } from "../shared/dom.js";
import { landmarksOn } from "../shared/landmarks.js";
import { layersOn } from "../shared/layers.js";
import { groundMap, pin } from "../shared/map.js";
import { keepMarkers } from "../shared/markers.js";
import { callerPlace } from "./location.js";
import { movable } from "./movable.js";
import { stable } from "./stable.js";
import { nearby, rounded } from "./state.js";
import { byId, decimal, incidentUrl, word, write } from "./words.js";

const LISTED = 8;
const NEAR_ZOOM = 15;
/** A confidential incident tells no priority; it comes after those that do. */
const HIDDEN = 5;

/** Which shape stands for it; a confidential incident shows only a lock. */
const markOf = (card) => (card.priority ? fill(`priority-${card.priority}`) : icon("lock"));

/** @param {(point: {lat: number, lng: number}) => void} onPoint a click on the map */
export function around(onPoint) {
  const map = groundMap(byId("map"));
  const layers = layersOn(map, () => drawMarkers(), { cameras: camerasOn(map), places: landmarksOn(map) });
  const markers = keepMarkers(map, {
    key: ({ card, spot, names }) => [card.lat, card.lng, card.priority, spot.form, spot.dx, spot.dy, names].join(),
    make: (one) => pin(drawMark(fill("map-incident"), one), [one.card.lat, one.card.lng], { interactive: false }),
    change: (marker, one) => {
      marker.setLatLng([one.card.lat, one.card.lng]);
      drawMark(marker.options.icon.options.html, one);
    },
  });
  const [home, overview] = [map.getCenter(), map.getZoom()];
  const steady = stable(({ card }) => card.id);
  const caller = callerPlace(map, onPoint);
  let shown = [];
  let point = null;
  let mark = null;

  map.on("zoomend", () => drawMarkers());
  map.on("click", ({ latlng }) => onPoint(rounded(latlng)));
  // The panel changes its height with the list below it.
  new ResizeObserver(() => map.invalidateSize({ animate: false })).observe(byId("map"));

  function drawPoint(next, isOther) {
    if (next?.lat === point?.lat && next?.lng === point?.lng && !isOther) return;
    const isMoved = next && (next.lat !== point?.lat || next.lng !== point?.lng);
    point = next;
    if (!next) {
      mark?.remove();
      mark = null;
      // The last report may have been anywhere; this one begins with the whole city.
      if (isOther) map.setView(home, overview, { animate: false });
      return;
    }
    mark ??= movable(map, onPoint);
    mark.setLatLng([next.lat, next.lng]);
    const isSeen = map.getBounds().pad(-0.15).contains([next.lat, next.lng]);
    if (isMoved && (isOther || !isSeen)) map.setView([next.lat, next.lng], Math.max(map.getZoom(), NEAR_ZOOM));
  }

  function drawMarkers(cards = shown) {
    shown = cards;
    const placed = cards.filter((card) => !card.closed_at && card.lat !== null && card.lat !== undefined);
    const marks = placed.filter((card) => card.track !== "service" || layers.isOn("service")).map(markOn);
    const spots = arrange(marks);
    const short = new Map(marks.map(({ key, words }) => [key, words]));
    markers.follow(
      marks.flatMap((one) => {
        const spot = spots.get(one.key);
        return spot ? [{ ...one, spot, names: [one.words, ...spot.members.map((key) => short.get(key))].join(", ") }] : [];
      }),
    );
  }

  function markOn(card) {
    const words = card.short.replace("#", "");
    const rank = card.priority ?? HIDDEN;
    const { x, y } = map.project([card.lat, card.lng]).round();
    return { id: card.id, key: String(card.id), kind: "incident", x, y, rank, ...incidentWays(words, false), card, words };
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
    caller: caller.closely,
    /** @param {object} view what is open @param {object|null} next the report's point @param {boolean} isOther another report */
    draw({ incidents, call }, next, isOther) {
      drawPoint(next, isOther);
      caller.draw(call, next);
      drawMarkers(incidents);
      drawList(incidents);
    },
  };
}

function drawMark(mark, { card, words, spot, names }) {
  refill(mark, { mark: markOf(card), tag: words });
  putInSpot(mark, spot);
  mark.title = names;
  return mark;
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
