/** The board's map, which may be sent to a window of its own; the list takes its room then. */

import { toast } from "../shared/toasts.js";
import { makeMap } from "./map.js";
import { makeSecond } from "./second.js";
import { say } from "./words.js";

const WINDOW = "popup,width=1280,height=900";

/** @param {{onOpen: (incident: number) => void}} on
 * @returns the map (map.js) with `toggle`, which sends it to its window and takes it back */
export function makeAwayMap({ onOpen }) {
  const map = makeMap({ onOpen });
  const second = makeSecond({
    open: () => window.open("/papan/peta/", "ntpd112-map", WINDOW),
    onOpen,
    onAway: (isAway) => document.body.classList.toggle("map-away", isAway),
    onBlocked: () => toast(say("map.blocked"), { kind: "warn" }),
  });
  for (const id of ["map-away", "map-back"]) document.getElementById(id).addEventListener("click", second.toggle);

  function choose(card, isFollowed) {
    second.choose(card?.id ?? null);
    map.choose(card, isFollowed);
  }

  return { ...map, choose, toggle: second.toggle };
}
