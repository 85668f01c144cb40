/** The place: what was typed stays as typed; search results and the map only set the point and propose the kelurahan. */

import { apart } from "../shared/distance.js";
import { fill, refill } from "../shared/dom.js";
import { get } from "../shared/http.js";
import { valueOf } from "./draft.js";
import { showError } from "./errors.js";
import { listbox } from "./listbox.js";
import { askOutside } from "./outside.js";
import { pointText, readPoint } from "./state.js";
import { parts } from "./typed.js";
import { byId, farText, settings, word, write } from "./words.js";

const PAUSE = 120;
const SHORTEST = 2;

/** The name of a hit, with the letters that were typed in bold. */
function marked({ name, typed }) {
  const whole = document.createDocumentFragment();
  for (const { text, isTyped } of parts(name, typed)) {
    const part = document.createElement("mark");
    part.textContent = text;
    whole.append(isTyped ? part : text);
  }
  return whole;
}

/** @param {(fields: object) => void} change @param {(id: number) => object|null} find a draft as it is now
 * @param {() => object|null} caller where the caller's telephone is, if it said so closely */
export function placeSearch(change, find, caller) {
  const field = byId("place_text");
  const pointField = byId("point");
  let draft = null;
  let timer = null;
  let asked = 0;
  /** What the last point said of its area: shown beside the point, and the proposal that may be replaced by the next. */
  let told = { id: null, area: "", name: "", hint: "" };

  const list = listbox(byId("places"), {
    key: (place) => place.key,
    label: (place) => place.name,
    create: () => fill("place-row"),
    update: (row, place) => {
      const from = caller();
      const far = from && word("fromCaller", { far: farText(apart(from, place)) });
      const more = place.approximate ? word("approximate") : far;
      refill(row, { name: marked(place), area: place.area_name, type: [place.type, more].filter(Boolean).join(" · ") });
    },
    choose: (place) => {
      close();
      setPoint({ lat: place.lat, lng: place.lng }, { area: place.area, area_name: place.area_name, approximate: place.approximate });
    },
  });
  const walk = list.follow(field);
  const outside = askOutside(settings.hasGeocoder);

  function close() {
    asked += 1;
    clearTimeout(timer);
    outside.forget();
    byId("places").hidden = true;
    field.setAttribute("aria-expanded", "false");
    walk.rest();
  }

  async function search() {
    const words = field.value.trim();
    if (words.length < SHORTEST) return close();
    const mine = ++asked;
    const answer = await get(`/api/v1/places/?q=${encodeURIComponent(words)}`);
    if (mine !== asked || document.activeElement !== field || !answer.ok) return undefined;
    const results = answer.data.results.map((place, at) => ({ ...place, typed: words, key: `${at}-${place.lat}-${place.lng}` }));
    show(results);
    walk.rest();
    if (valueOf(draft, "is_confidential")) return undefined;
    const more = await outside.ask(words);
    if (more.length && mine === asked && document.activeElement === field) show([...results, ...more.map((place) => ({ ...place, typed: words }))]);
    return undefined;
  }

  function show(results) {
    list.draw(results, "");
    byId("places").hidden = results.length === 0;
    field.setAttribute("aria-expanded", String(results.length > 0));
  }

  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(search, PAUSE);
  });
  field.addEventListener("blur", close);
  field.addEventListener("keydown", (event) => {
    const isOpen = !byId("places").hidden;
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key === "ArrowDown" && !isOpen) search();
    else if (event.key === "ArrowDown" || event.key === "ArrowUp") walk.walk(event.key === "ArrowDown" ? 1 : -1);
    else if (event.key === "Enter") walk.pick();
    else if (event.key === "Escape" && isOpen) close();
    else return;
    event.preventDefault();
  });

  /** Puts the point; the kelurahan follows it unless a person chose another. */
  async function setPoint(point, known = null) {
    const { id } = draft;
    change({ lat: point.lat, lng: point.lng });
    showError("point", "");
    const answer = known ? { ok: true, data: { ...known, inside: known.area !== "" } } : await get(`/api/v1/places/at/?lat=${point.lat}&lng=${point.lng}`);
    const now = find(id);
    if (!answer.ok || draft?.id !== id || !now || valueOf(now, "lat") !== point.lat) return;
    const before = valueOf(now, "area");
    const isProposal = !before || (told.id === id && told.area === before);
    const { area, area_name: name, approximate, inside } = answer.data;
    told = { id, area, name, hint: inside === false ? word("outside") : approximate ? word("approximate") : "" };
    if (area && isProposal) change({ area });
    else drawHints();
  }

  function clearPoint() {
    told = { id: null, area: told.area, name: "", hint: "" };
    pointField.value = "";
    showError("point", "");
    change({ lat: null, lng: null });
  }

  pointField.addEventListener("change", async () => {
    // Leaving the field may be the form's closing.
    if (!draft) return;
    const { value } = pointField;
    const { id } = draft;
    const point = readPoint(value) ?? (value.trim() ? await understood(value) : undefined);
    if (draft?.id !== id || pointField.value !== value) return;
    if (point === undefined) clearPoint();
    else if (point === null) showError("point", word("badPoint"));
    else {
      pointField.value = pointText(point);
      setPoint(point);
    }
  });

  /** What the server makes of it: plus codes, degrees with minutes, a link pasted from a map. */
  async function understood(text) {
    const answer = await get(`/api/v1/places/?q=${encodeURIComponent(text.trim())}`);
    const [first] = answer.ok ? answer.data.results : [];
    return first?.is_point ? { lat: first.lat, lng: first.lng } : null;
  }

  pointField.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.ctrlKey) return;
    event.preventDefault();
    pointField.dispatchEvent(new Event("change"));
  });
  byId("point-clear").addEventListener("click", () => {
    clearPoint();
    pointField.focus();
  });
  byId("area-take").addEventListener("click", () => {
    change({ area: told.area });
    byId("area").focus();
  });

  function drawHints() {
    const isTold = told.id === draft?.id;
    write(byId("point-hint"), isTold ? told.hint : "");
    const differs = isTold && told.area && told.area !== valueOf(draft, "area");
    byId("area-hint").hidden = !differs;
    if (differs) write(byId("area-hint").firstElementChild, word("pointArea", { area: told.name }));
  }

  return {
    setPoint: (point) => draft && setPoint(point),
    draw(next) {
      const isOther = next?.id !== draft?.id;
      draft = next;
      // Also what was asked for a report that is gone: its answer is nobody's.
      if (isOther) close();
      if (!draft) return;
      const lat = valueOf(draft, "lat");
      byId("point-clear").hidden = lat === null;
      if (isOther || document.activeElement !== pointField) {
        const isBad = !isOther && lat === null && pointField.value && pointField.hasAttribute("aria-invalid");
        if (!isBad) pointField.value = lat === null ? "" : pointText({ lat, lng: valueOf(draft, "lng") });
      }
      drawHints();
    },
  };
}
