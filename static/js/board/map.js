/** Draws incidents and units on the ground; what would cover another gives way or joins it (shared/crowd.js). */

import { callersOn } from "../shared/callers.js";
import { camerasOn } from "../shared/cameras.js";
import { onTick } from "../shared/clock.js";
import { arranging } from "../shared/crowd.js";
import { hide, refill } from "../shared/dom.js";
import { landmarksOn } from "../shared/landmarks.js";
import { afterEach, inTurn } from "../shared/later.js";
import { layersOn } from "../shared/layers.js";
import { groundMap, pin } from "../shared/map.js";
import { keepMarkers } from "../shared/markers.js";
import { notedPlacesOn } from "../shared/notedplaces.js";
import { remember } from "../shared/remember.js";
import { draftThing, drawMark, incidentThing, labelThing, looksOf, newMark, unitThing } from "./marks.js";
import { say } from "./words.js";

const HEIGHTS = { unit: 0, draft: 1000, incident: 1000 };
const ON_TOP = 2000;
const CALL_SIGNS_FROM = 12.5;
const EVERY = 1000;
const AGEING = 10000;
/** Marks for which an old PC finds their spots within a frame. */
const FEW = 150;

/** @param {{onOpen: (incident: number) => void}} on
 * @returns {{draw: (incidents: object[], units: object[], work: Map<number, object>) => void,
 *   drawEarly: (drafts: object[]) => void, look: (at: {lat: number|null, lng: number|null}) => void,
 *   choose: (card: object|null, follow?: boolean) => void, showAge: (at: string|null) => void, layers: () => void}}
 *   showAge: from when the picture is, null while it is live; layers: opens and closes the switches of the layers */
export function makeMap({ onOpen }) {
  const map = groundMap(document.getElementById("map"));
  const callers = callersOn(map, null, () => soon());
  const layers = layersOn(map, () => place(), { cameras: camerasOn(map), notes: notedPlacesOn(map), places: landmarksOn(map) });
  let picture = { cards: [], crews: [], work: new Map(), drafts: [] };
  let chosen = null;
  let toFollow = null;
  let [placed, placedAt] = ["", -Infinity];
  let things = new Map();
  let spots = new Map();
  let timer = null;
  let [isSeen, placing] = [true, null];

  const marks = keepMarkers(map, {
    key: looksOf,
    make: (thing) => {
      const mark = newMark(thing);
      mark.addEventListener("click", () => press(thing.id));
      return pin(mark, [thing.lat, thing.lng], { zIndexOffset: heightOf(thing), interactive: thing.kind !== "draft" });
    },
    change: (marker, thing) => {
      marker.setLatLng([thing.lat, thing.lng]);
      marker.setZIndexOffset(heightOf(thing));
      drawMark(marker.options.icon.options.html, thing);
    },
  });

  // What was opened is read first, and the map makes room for it; a thousand marks find their spots after that.
  const placeNext = afterEach(place);

  new ResizeObserver(([{ contentRect }]) => {
    const wasSeen = isSeen;
    isSeen = contentRect.width > 0;
    map.invalidateSize({ pan: false });
    if (isSeen && !wasSeen) placeNext();
    follow();
  }).observe(map.getContainer());
  map.on("zoomend", place);

  function draw(cards, crews, work) {
    picture = { ...picture, cards, crews, work };
    soon();
  }

  // Places grow old without anybody saying so.
  onTick(() => performance.now() - placedAt > AGEING && place());

  function drawEarly(drafts) {
    if (!drafts.length && !picture.drafts.length) return;
    picture = { ...picture, drafts };
    soon();
  }

  /** News of a busy night is drawn together, which leaves an old PC time for the rest. */
  function soon() {
    timer ??= setTimeout(inTurn, Math.max(0, placedAt + EVERY - performance.now()), () => begin() && inTurn(goOn));
  }

  /** What there is to draw now, with where it lies in pixels of this zoom: moving the map changes none of them. */
  function everything() {
    const isFar = map.getZoom() < CALL_SIGNS_FROM;
    const { cards, crews, work, drafts } = picture;
    const isShown = ({ id, track }) => track !== "service" || id === chosen || layers.isOn("service");
    const open = cards.filter((card) => card.lat !== null && !card.closed_at && isShown(card));
    const crew = layers.isOn("units") ? crews : [];
    const present = crew.filter((unit) => unit.lat !== null && (unit.is_on_duty || work.has(unit.id)));
    const all = [
      ...open.map((card) => incidentThing(card, chosen)),
      ...drafts.filter((card) => card.lat !== null).map(draftThing),
      ...(layers.isOn("callers") ? callers.labels() : []).map(labelThing),
      ...present.map((unit) => unitThing(unit, work, isFar)),
    ];
    for (const one of all) Object.assign(one, map.project([one.lat, one.lng]).round());
    return all;
  }

  function place() {
    if (!begin()) return;
    settle(Infinity);
    drawMarks();
  }

  /** A little of it in each picture. */
  function goOn() {
    if (placing) inTurn(settle(1) ? drawMarks : goOn);
  }

  /** What there is to find a spot for; false while nobody sees the map. */
  function begin() {
    clearTimeout(timer);
    timer = null;
    placedAt = performance.now();
    if (!isSeen) return false;
    const all = everything();
    const signature = all.map(({ key, x, y, rank, tries }) => [key, x, y, rank, ...tries[0].box].join()).join(";");
    placing = { all, signature, steps: signature === placed ? null : arranging(all, FEW) };
    return true;
  }

  /** Where each mark goes, so many steps of it; whether all of them have their spots. */
  function settle(steps) {
    const { all, signature } = placing;
    for (let left = steps; placing.steps && left > 0; left -= 1) {
      const { done, value } = placing.steps.next();
      if (done) [spots, placing.steps] = [value, null];
    }
    if (placing.steps) return false;
    [placed, placing, things] = [signature, null, new Map(all.map((one) => [one.key, one]))];
    return true;
  }

  function drawMarks() {
    marks.follow([...things.values()].filter(({ key, kind }) => kind !== "label" && spots.has(key)).map(inSpot));
  }

  function inSpot(one) {
    const spot = spots.get(one.key);
    return Object.assign(one, { spot, others: spot.members.map(nameOf) });
  }

  function nameOf(key) {
    const { kind, card } = things.get(key);
    return kind === "unit" ? card.call_sign : card.short;
  }

  /** A cluster is looked at from nearer; where that parts nothing any more, its incidents open one after the other. */
  function press(key) {
    const members = spots.get(key)?.members ?? [];
    const group = [key, ...members].map((one) => things.get(one));
    const bounds = L.latLngBounds(group.map(({ lat, lng }) => [lat, lng]));
    const zoom = Math.min(map.getBoundsZoom(bounds.pad(0.3)), map.getMaxZoom());
    const isSpot = bounds.getNorthEast().equals(bounds.getSouthWest());
    if (members.length && !isSpot && zoom > map.getZoom()) map.setView(bounds.getCenter(), zoom, { animate: false });
    else openOne(group[0]);
  }

  function openOne({ kind, card }) {
    if (kind === "incident") onOpen(card.id);
    else if (card.incident) onOpen(card.incident);
  }

  const heightOf = ({ kind, isAlone }) => (kind === "incident" && isAlone ? ON_TOP : HEIGHTS[kind]);
  const look = ({ lat, lng }) => lat !== null && map.panTo([lat, lng], { animate: false });

  function choose(card, isFollowed = false) {
    if (chosen !== (card?.id ?? null)) {
      chosen = card?.id ?? null;
      placeNext();
    }
    callers.follow(card);
    if (isFollowed) toFollow = card;
    follow();
  }

  /** Brings what was opened into sight; while the map is in its own window this one waits with it. */
  function follow() {
    if (!toFollow || !isSeen) return;
    const { lat, lng } = toFollow;
    toFollow = null;
    if (lat !== null && !map.getBounds().pad(-0.1).contains([lat, lng])) map.panTo([lat, lng], { animate: false });
  }

  function showAge(at) {
    const age = document.getElementById("map-age");
    hide(age, at === null);
    if (at !== null) refill(age, { words: say("link.positions", { at }) });
  }

  return { draw: remember(draw), drawEarly, choose, look, showAge, layers: layers.toggle };
}
