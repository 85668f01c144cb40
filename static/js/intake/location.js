/** Where the caller is: a line above the address, his circle on the map, F6. It proposes; only a person places the report. */

import { ago, metres } from "../shared/age.js";
import { boundsOf, drawArea, isDrawable } from "../shared/area.js";
import { onTick, serverNow } from "../shared/clock.js";
import { format } from "../shared/dom.js";
import { get } from "../shared/http.js";
import { onKeys } from "../shared/keys.js";
import { toast } from "../shared/toasts.js";
import { isAnswering } from "./answering.js";
import { expectLanguage } from "./scripts.js";
import { byId, settings, write } from "./words.js";

const AGAIN_AFTER = 2000;
const NEAREST_ZOOM = 15;
/** Metres: how far is said from no circle wider than this. */
const CLOSE = 500;

/** @param {object} map Leaflet's @param {(point: {lat: number, lng: number}) => void} onPoint as a click on the map does */
export function callerPlace(map, onPoint) {
  const line = byId("caller-place");
  const use = byId("caller-place-use");
  const words = line.dataset;
  let call = null;
  let point = null;
  let place = null;
  let cell = null;
  let drawn = null;
  let asked = 0;
  /** The last location of this call that was read. */
  let read = null;
  /** Which news was asked for in vain and when; a refusal is final, silence is not. */
  let failed = { id: null, at: 0, isFinal: false };
  let isAsking = false;

  onTick((now) => {
    drawAge(now);
    ask();
  });
  onKeys({ F6: take });
  use.addEventListener("click", take);

  /** @param {object|null} next the card of the open piece's call @param {object|null} nextPoint the report's point */
  function draw(next, nextPoint) {
    if (next?.id !== call?.id) forget();
    call = next;
    point = nextPoint;
    drawLine();
    ask();
  }

  function forget() {
    asked += 1;
    isAsking = false;
    read = null;
    cell = null;
    show(null);
    drawForeign({ likely_language: "", foreign: "" });
  }

  async function ask() {
    const wanted = call?.last_location;
    const isMine = call && [call.answered_by_id, call.call_back?.taken_by_id].includes(settings.me);
    if (!wanted || !isMine || wanted === read || isAsking) return;
    if (failed.id === wanted && (failed.isFinal || Date.now() - failed.at < AGAIN_AFTER)) return;
    const mine = ++asked;
    isAsking = true;
    const answer = await get(`/api/v1/calls/${call.id}/locations/`);
    if (mine !== asked) return;
    isAsking = false;
    const news = answer.ok ? answer.data.locations : [];
    const found = news.find(({ id }) => id === answer.data.shown);
    if (found) {
      cell = news.find((one) => one.is_cell && isDrawable(one)) ?? null;
      show(found);
      drawForeign(answer.data);
    }
    if (news.some(({ id }) => id === wanted)) read = wanted;
    else failed = { id: wanted, at: Date.now(), isFinal: !answer.ok && answer.refusal.status >= 400 && answer.refusal.status < 500 };
  }

  function show(next) {
    const isOther = !place || place.is_cell !== next?.is_cell;
    place = next;
    drawn?.remove();
    drawn = isDrawable(place) ? drawArea(map, place, metres(place.radius_m, words)) : null;
    // A place that a person has set keeps the map.
    if (drawn && !point && (isOther || !map.getBounds().contains(boundsOf(place)))) {
      map.fitBounds(boundsOf(place), { maxZoom: NEAREST_ZOOM, animate: false });
    }
    drawLine();
  }

  function drawLine() {
    line.hidden = !place;
    drawShort();
    if (!place) return;
    const hasPoint = isDrawable(place);
    const how = [place.way_name, metres(place.radius_m, words), place.method_name && `(${place.method_name})`];
    write(byId("caller-place-what"), hasPoint ? how.filter(Boolean).join(" ") : format(words.none, { way: place.way_name }));
    const area = place.area_name ? format(words.area, { name: place.area_name }) : hasPoint ? words.outside : "";
    write(byId("caller-place-area"), area && ` · ${area}`);
    const warning = place.is_stale ? words.stale : place.is_doubtful ? words.doubtful : "";
    byId("caller-place-warning").hidden = !warning;
    write(byId("caller-place-warning").lastElementChild, warning);
    line.classList.toggle("cell", place.is_cell);
    use.hidden = !hasPoint;
    use.disabled = hasPoint && point?.lat === round(place.lat) && point?.lng === round(place.lng);
    drawAge(serverNow());
  }

  /** The same in a word, where it stays in sight, with the cell's area beside it: green where the telephone itself says it. */
  function drawShort() {
    const isKnown = isDrawable(place);
    const short = byId("strip-where");
    short.classList.toggle("c-ok", isKnown && !place.is_cell && !place.is_stale && !place.is_doubtful);
    short.hidden = !isKnown;
    const said = isKnown ? [...new Set([cell ?? place, place])] : [];
    write(short, said.map((one) => `${one.way_name} ${metres(one.radius_m, words)}`).join(" · "));
  }

  /** What language his telephone is set to and whether its card is from abroad: nothing if both are ours. */
  function drawForeign({ likely_language: language, foreign }) {
    const told = byId("caller-foreign");
    told.hidden = !foreign;
    write(told.lastElementChild, foreign);
    expectLanguage(language);
  }

  function drawAge(now) {
    // Of no position nobody asks how old it is.
    const isTimed = place && (place.positioned_at || isDrawable(place));
    if (place) write(byId("caller-place-age"), isTimed ? `, ${ago(place.positioned_at, now, words)}` : "");
  }

  function take() {
    if (isAnswering()) return;
    if (isDrawable(place)) onPoint({ lat: round(place.lat), lng: round(place.lng) });
    else toast(words.nothing);
  }

  return {
    draw,
    /** Where the telephone itself says it is, if it knows that closely; null otherwise. */
    closely: () => (isDrawable(place) && !place.is_cell && place.radius_m && place.radius_m <= CLOSE ? place : null),
  };
}

const round = (degrees) => Math.round(degrees * 1e5) / 1e5;
