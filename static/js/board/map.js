/** Draws incidents and units on the ground; keeps only what it has drawn, by id. */

import { fill, refill, setIcon } from "../shared/dom.js";
import { groundMap, pin } from "../shared/map.js";
import { LOOKS, shapeOf } from "./looks.js";
import { unitState } from "./state.js";

const STACK = 20;
const ABOVE_UNITS = 1000;
const ON_TOP = 2000;
const CALL_SIGNS_FROM = 12.5;

/** @param {{onOpen: (incident: number) => void}} on
 * @returns {{draw: (incidents: object[], units: object[], work: Map<number, object>) => void,
 *   choose: (card: object|null, follow?: boolean) => void}} */
export function makeMap({ onOpen }) {
  const map = groundMap(document.getElementById("map"));
  const incidents = new Map();
  const units = new Map();
  let chosen = null;

  new ResizeObserver(() => map.invalidateSize({ pan: false })).observe(map.getContainer());

  const look = () => map.getContainer().classList.toggle("far", map.getZoom() < CALL_SIGNS_FROM);
  map.on("zoomend", look);
  look();

  function draw(cards, crews, work) {
    const there = cards.filter((card) => card.lat !== null && !card.closed_at);
    follow(incidents, there, {
      // Most news of an incident changes nothing here; only what is drawn counts.
      key: ({ lat, lng, priority, short, title }) => `${lat},${lng},${priority},${short},${title}`,
      make: (card) => pin(newIncident(card, onOpen), [card.lat, card.lng], { zIndexOffset: ABOVE_UNITS }),
      change: (marker, card) => {
        marker.setLatLng([card.lat, card.lng]);
        drawIncident(marker.options.icon.options.html, card);
      },
    });
    drawUnits(crews.filter((unit) => unit.lat !== null && (unit.is_on_duty || work.has(unit.id))), work);
    ring();
  }

  function drawUnits(crews, work) {
    const heights = new Map();
    const placed = crews.map((unit) => {
      const spot = `${unit.lat.toFixed(4)},${unit.lng.toFixed(4)}`;
      const step = heights.get(spot) ?? 0;
      heights.set(spot, step + 1);
      return { id: unit.id, unit, step, state: unitState(unit, work), incident: work.get(unit.id)?.incidents[0].id };
    });
    follow(units, placed, {
      key: ({ unit, step, state, incident }) => `${unit.lat},${unit.lng},${step},${state},${incident}`,
      make: (place) => pin(newUnit(place, onOpen), [place.unit.lat, place.unit.lng]),
      change: (marker, place) => {
        marker.setLatLng([place.unit.lat, place.unit.lng]);
        drawUnit(marker.options.icon.options.html, place);
      },
    });
  }

  function follow(drawn, items, { key, make, change }) {
    const wanted = new Set(items.map((item) => item.id));
    for (const [id, { marker }] of drawn) {
      if (wanted.has(id)) continue;
      marker.remove();
      drawn.delete(id);
    }
    for (const item of items) {
      const known = drawn.get(item.id);
      if (known?.key === key(item)) continue;
      const marker = known?.marker ?? make(item).addTo(map);
      if (known) change(marker, item);
      drawn.set(item.id, { marker, key: key(item) });
    }
  }

  function ring() {
    for (const [id, { marker }] of incidents) {
      const mark = marker.options.icon.options.html;
      if (mark.classList.contains("sel") === (id === chosen)) continue;
      mark.classList.toggle("sel", id === chosen);
      marker.setZIndexOffset(id === chosen ? ON_TOP : ABOVE_UNITS);
    }
  }

  function choose(card, isFollowed = false) {
    chosen = card?.id ?? null;
    ring();
    if (!isFollowed || !card || card.lat === null) return;
    if (!map.getBounds().pad(-0.1).contains([card.lat, card.lng])) map.panTo([card.lat, card.lng], { animate: false });
  }

  return { draw, choose };
}

function newIncident(card, onOpen) {
  const mark = fill("t-mark");
  mark.addEventListener("click", () => onOpen(card.id));
  return drawIncident(mark, card);
}

function drawIncident(mark, card) {
  mark.title = `${card.short} ${card.title}`;
  return refill(mark, { priority: shapeOf(card.priority), number: card.short.replace("#", "") });
}

function newUnit(place, onOpen) {
  const mark = fill("t-unit-mark", { name: place.unit.call_sign });
  mark.addEventListener("click", () => mark.dataset.incident && onOpen(Number(mark.dataset.incident)));
  return drawUnit(mark, place);
}

function drawUnit(mark, { unit, state, step, incident }) {
  mark.className = `mk unit ${LOOKS[state].unit}`;
  mark.dataset.incident = incident ?? "";
  mark.title = unit.call_sign;
  mark.style.marginTop = `${step * STACK}px`;
  setIcon(mark, LOOKS[state].glyph);
  return mark;
}
