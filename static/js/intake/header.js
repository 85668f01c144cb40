/** What the head of the page says: how well the link lives, how many calls ring, that the exchange is lost, that a surge is on. */

import { clockText, serverNow } from "../shared/clock.js";
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

/** @param {{ringing: object[], exchange: {lost_since: string|null}|null, surges: object[]}} view */
export function drawHead({ ringing, exchange, surges }) {
  drawCount(ringing);
  drawSurges(surges, incidentUrl);
  drawExchange(exchange);
}

/** A card of the exchange is there only while it is lost. */
function drawExchange(lost) {
  const banner = byId("exchange-banner");
  banner.hidden = lost === null;
  if (!lost) return;
  const since = lost.lost_since && clockText(Date.parse(lost.lost_since));
  write(banner.querySelector("[data-f=text]"), since ? word("exchangeLost", { time: since }) : word("exchangeSilent"));
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
