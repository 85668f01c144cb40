/** What the head of the page says: how well the link lives, how many calls ring, how the exchange stands, that a surge is on. */

import { clockText, duration, serverNow } from "../shared/clock.js";
import { drawHealth } from "../shared/health.js";
import { drawSurges } from "../shared/surges.js";
import { ringsText } from "./channels.js";
import { byId, identityText, incidentUrl, word, write } from "./words.js";

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

/** @param {{ringing: object[], exchange: {lost_since: string|null}|null, clock: {behind_s: number}|null, surges: object[]}} view */
export function drawHead({ ringing, exchange, clock, surges }) {
  drawCount(ringing);
  drawSurges(surges, incidentUrl);
  const text = exchange ? lostText(exchange) : clock ? word("exchangeBehind", { time: duration(clock.behind_s * 1000) }) : "";
  byId("exchange-banner").hidden = !text;
  write(byId("exchange-banner").querySelector("[data-f=text]"), text);
}

/** A card of the exchange is there only while it is lost. */
function lostText({ lost_since: lostSince }) {
  const since = lostSince && clockText(Date.parse(lostSince));
  return since ? word("exchangeLost", { time: since }) : word("exchangeSilent");
}

/** The number in the navigation; a new call is said once to a screen reader. @param {object[]} ringing */
function drawCount(ringing) {
  const count = document.querySelector("[data-count=console]");
  if (count) {
    count.hidden = ringing.length === 0;
    count.classList.add("hot");
    write(count, String(ringing.length));
  }
  const newest = ringing.at(-1);
  if (!newest || newest.id === saidFor) return;
  saidFor = newest.id;
  write(byId("queue-said"), ringsText(newest, identityText(newest)));
}
