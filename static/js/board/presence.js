/** Who else has an incident open: initials on its row, names in its detail; and what lies open here is told to the others. */

import { fill, hide, refill } from "../shared/dom.js";
import { post } from "../shared/http.js";
import { say } from "./words.js";

const ADDRESS = "/api/v1/board/presence/";
const AGAIN_EVERY = 5000;

/** The others by incident, each once, in the order of their names.
 * @param {Record<string, any>[]} cards those of kind `presence`
 * @param {number} me the account of this browser
 * @returns {Map<number, {user_id: number, name: string, initials: string, seat: string|null}[]>} */
export function othersByIncident(cards, me) {
  const found = new Map();
  for (const card of [...cards].sort((one, other) => one.name.localeCompare(other.name, "id"))) {
    const there = found.get(card.incident) ?? [];
    if (card.user_id === me || there.some(({ user_id: known }) => known === card.user_id)) continue;
    found.set(card.incident, [...there, card]);
  }
  return found;
}

/** @param {() => number|null} opened the incident that is open here
 * @returns {{tell: () => void, draw: (cards: Record<string, any>[]) => void}} */
export function makePresence(opened) {
  const me = Number(document.querySelector("[data-me]").dataset.me);
  const place = document.getElementById("d-here");
  const drawn = new Set();

  // A board nobody looks at has nothing open; one that is left says so, and is forgotten in seconds if it cannot.
  const mine = () => (document.visibilityState === "visible" ? opened() : null);
  const send = () => post(ADDRESS, { incident: mine() }, { key: "", isOnce: true });
  setInterval(() => mine() !== null && send(), AGAIN_EVERY);
  document.addEventListener("visibilitychange", () => opened() !== null && send());
  addEventListener("pagehide", leave);

  function leave() {
    if (opened() === null) return;
    const csrf = /(?:^|;\s*)csrftoken=([^;]+)/.exec(document.cookie)?.[1] ?? "";
    const headers = { "Content-Type": "application/json", "X-CSRFToken": csrf };
    fetch(ADDRESS, { method: "POST", headers, body: '{"incident":null}', keepalive: true }).catch(() => {});
  }

  function draw(cards) {
    const others = othersByIncident(cards, me);
    for (const id of drawn) if (!others.has(id)) mark(id, null);
    for (const [id, people] of others) mark(id, people);
    const here = others.get(opened()) ?? [];
    hide(place, here.length === 0);
    const names = here.map(({ name, seat }) => (seat ? `${name} (${seat})` : name)).join(", ");
    if (here.length) refill(place, { names: say("here", { names }) });
  }

  function mark(id, people) {
    const row = document.getElementById(`row-${id}`);
    if (people) drawn.add(id);
    else drawn.delete(id);
    if (!row) return;
    const flag = row.querySelector("[data-here]");
    const initials = people ? people.map((one) => one.initials).join(" ") : "";
    if ((flag?.textContent ?? "") === initials) return;
    flag?.remove();
    if (!people) return;
    const added = fill("t-flag-here", { "here-who": initials });
    added.title = say("here", { names: people.map(({ name }) => name).join(", ") });
    row.querySelector(".ty").append(added);
  }

  return { tell: send, draw };
}
