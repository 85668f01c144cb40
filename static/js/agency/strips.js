/** The strips under the header: the link, what waits for a signal, what was refused, surges, and whether the alarm may sound. */

import { clockText, duration } from "../shared/clock.js";
import { fill, keyed, refill, setIcon } from "../shared/dom.js";
import { drawHealth } from "../shared/health.js";
import { drawSurges } from "../shared/surges.js";
import { isWaiting } from "./queue.js";
import { say, tapWords } from "./words.js";

const byId = (id) => document.getElementById(id);
const [chip, linkStrip, waitingStrip, soundStrip, refusedList] = ["health", "link-strip", "waiting-strip", "sound-strip", "refused"].map(byId);

/** How it stands with a tap that the server has not confirmed.
 * @param {object} tap
 * @param {number} now milliseconds since 1970
 * @param {boolean} isOnline
 * @returns {string} */
export function waitWords(tap, now, isOnline) {
  if (!isWaiting(tap, now, isOnline)) return say("sending");
  return say(tap.kind === "note" ? "noteWaits" : "waits");
}

/** @param {import("../shared/live.js").LiveLink} link */
export function drawLink(link) {
  drawHealth(chip, link);
  chip.title = chip.textContent;
  const isLost = link.name === "lost" || !navigator.onLine;
  linkStrip.hidden = !isLost;
  document.body.classList.toggle("stale", isLost);
  refill(linkStrip, { text: isLost ? say("lost") : null, age: isLost ? say("age", { age: duration(link.dataAge) }) : null });
}

/** @param {object[]} taps
 * @param {number} now
 * @param {boolean} isOnline */
export function drawWaits(taps, now, isOnline) {
  const waiting = taps.filter((tap) => isWaiting(tap, now, isOnline)).length;
  waitingStrip.hidden = waiting === 0;
  refill(waitingStrip, { text: waiting ? say("waiting", { n: waiting }) : null });
}

/** @param {object[]} refused
 * @param {(key: string) => void} onClose */
export function drawRefused(refused, onClose) {
  keyed(refusedList, refused, {
    key: (tap) => tap.key,
    create: () => fill("refused-template"),
    update(item, tap) {
      refill(item, { what: say("refused", { what: tapWords(tap), time: clockText(tap.at) }), why: tap.refusal.detail || say("failed") });
      item.querySelector("[data-look]").href = `#tugas-${tap.assignment}`;
      item.querySelector("[data-close]").onclick = () => onClose(tap.key);
    },
  });
}

/** The touch that lets it sound is not over yet: what lies under the thumb stays in its place until another screen is shown.
 * @param {boolean} canSound */
export function drawSound(canSound) {
  if (canSound && !soundStrip.hidden) {
    soundStrip.classList.add("ready");
    setIcon(soundStrip, "bell");
    soundStrip.querySelector("p").textContent = soundStrip.dataset.ready;
    addEventListener("hashchange", () => (soundStrip.hidden = true), { once: true });
  } else soundStrip.hidden = canSound;
}

/** @param {object[]} cards of surges
 * @param {import("./state.js").Task[]} all of which one may be at a surge's own event */
export function drawSurgeStrips(cards, all) {
  drawSurges(cards, (incident) => {
    const task = all.find(({ card }) => card.id === incident);
    return task ? `#tugas-${task.id}` : null;
  });
}
