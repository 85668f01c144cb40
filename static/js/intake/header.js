/** What the head of the page says: how well the link lives, and how many calls ring. */

import { clockText, serverNow } from "../shared/clock.js";
import { drawHealth } from "../shared/health.js";
import { byId, identityText, word, write } from "./words.js";

let saidFor = 0;

/** @param {import("../shared/live.js").LiveLink} link */
export function drawLink(link) {
  const isLost = link.name === "lost";
  drawHealth(byId("health"), link);
  byId("link-banner").hidden = !isLost;
  document.body.classList.toggle("is-lost", isLost);
  if (!isLost) return;
  const time = clockText(serverNow() - link.dataAge);
  write(byId("link-banner").querySelector("[data-f=text]"), word("lostBanner", { time }));
}

/** The number in the navigation; a new call is said once to a screen reader. @param {object[]} ringing */
export function drawCount(ringing) {
  const count = document.querySelector("[data-count=console]");
  if (count) {
    count.hidden = ringing.length === 0;
    count.classList.add("hot");
    write(count, String(ringing.length));
  }
  const newest = ringing.at(-1);
  if (!newest || newest.id === saidFor) return;
  saidFor = newest.id;
  write(byId("queue-said"), word("rings", { who: identityText(newest) }));
}
