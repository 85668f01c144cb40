/** What a map shows beside its ground: layers that are switched on and off behind the button "Lapis", kept in this browser. */

import { get } from "./http.js";
import { fill, icon, refill } from "./dom.js";
import { pin } from "./map.js";

const KEPT = "ntpd112.layers";
const AGAIN_AFTER = 15000;
/** On a small screen these would crowd the map: there they start switched off. */
const ON_LARGE = ["posts", "hospitals"];
const OFF_AT_FIRST = ["cameras", "notes"];

/** Arms the button and the switches of the page (templates/_map_layers.html).
 * @param {object} map Leaflet's; its element gets the class `no-…` of each layer that is off
 * @param {() => void} [onChange] a layer was switched
 * @param {Record<string, () => void>} [loads] what is asked for when its layer is first to be seen
 * @returns {{isOn: (name: string) => boolean, toggle: () => void}} toggle: opens and closes the switches, as the button does */
export function layersOn(map, onChange = () => {}, loads = {}) {
  const element = map.getContainer();
  const button = document.getElementById("layers-button");
  const panel = document.getElementById("layers");
  const boxes = [...panel.querySelectorAll("[data-layer]")];
  const sites = sitesOn(map);
  const kept = read();
  const isLarge = matchMedia("(min-width: 1501px)").matches;
  const isOn = (name) => kept[name] ?? !(OFF_AT_FIRST.includes(name) || (ON_LARGE.includes(name) && !isLarge));

  function show() {
    for (const box of boxes) {
      const name = box.dataset.layer;
      box.checked = isOn(name);
      element.classList.toggle(`no-${name}`, !box.checked);
      if (box.checked && ON_LARGE.includes(name)) sites.load();
      if (box.checked) loads[name]?.();
    }
  }

  function toggle(isOpen = panel.hidden) {
    panel.hidden = !isOpen;
    button.setAttribute("aria-expanded", String(isOpen));
    if (isOpen) boxes[0].focus();
  }

  button.addEventListener("click", () => toggle());
  panel.addEventListener("change", ({ target }) => {
    kept[target.dataset.layer] = target.checked;
    localStorage.setItem(KEPT, JSON.stringify(kept));
    show();
    map.fire("layers");
    onChange();
  });
  panel.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    event.preventDefault();
    toggle(false);
    button.focus();
  });
  map.on("mousedown", () => toggle(false));
  show();
  return { isOn, toggle: () => toggle() };
}

function read() {
  try {
    return JSON.parse(localStorage.getItem(KEPT)) ?? {};
  } catch {
    return {};
  }
}

/** Posts and hospitals under the marks, asked for once, when they are first to be seen. */
function sitesOn(map) {
  let isAsked = false;

  async function load() {
    if (isAsked) return;
    isAsked = true;
    if (!map.getPane("sites")) map.createPane("sites").style.zIndex = 550;
    const answer = await get("/api/v1/posts/");
    if (!answer.ok) {
      setTimeout(() => {
        isAsked = false;
        load();
      }, AGAIN_AFTER);
      return;
    }
    for (const { name, agency, glyph, lat, lng } of answer.data.posts) put("post", glyph, `${agency} · ${name}`, [lat, lng]);
    for (const { name, lat, lng } of answer.data.hospitals) put("hospital", "hosp", name, [lat, lng]);
  }

  function put(kind, glyph, title, point) {
    const mark = refill(fill("map-site"), { glyph: icon(glyph) });
    mark.classList.add(kind);
    mark.title = title;
    pin(mark, point, { pane: "sites", interactive: false }).addTo(map);
  }

  return { load };
}
