/** The health of the link in words, for the chip in the header; which words come from the page. */

import { duration } from "./clock.js";
import { format, setIcon } from "./dom.js";

const LOOKS = {
  live: { look: "ok", glyph: "wifi" },
  late: { look: "warn", glyph: "sync" },
  lost: { look: "bad", glyph: "wifi-x" },
};

/** What the chip says. With a round trip measured and words for it, a live link says how long that takes, rounded up to
 * a tenth of a second so that nothing is told faster than it is.
 * @param {import("./live.js").LiveLink} link
 * @param {DOMStringMap} words
 * @returns {string} */
export function healthText(link, words) {
  if (link.name !== "live") return format(words[link.name], { age: duration(link.dataAge) });
  if (!link.isLoaded && words.connecting) return words.connecting;
  if (link.delay === null || !words.delay) return words.live;
  const tenths = Math.max(1, Math.ceil(link.delay / 100));
  return format(words.delay, { seconds: (tenths / 10).toFixed(1).replace(".", ",") });
}

/** Draws the link into `<span class="health" data-live="…" data-delay="… {seconds}" data-late="… {age}" data-lost="… {age}"
 * data-connecting="…"><svg…><span></span></span>`; connecting is what it says before the first snapshot.
 * @param {HTMLElement} chip
 * @param {import("./live.js").LiveLink} link */
export function drawHealth(chip, link) {
  const isConnecting = link.name === "live" && !link.isLoaded;
  const { look, glyph } = LOOKS[isConnecting ? "late" : link.name];
  const name = `health ${look}`;
  if (chip.className !== name) chip.className = name;
  setIcon(chip, glyph);
  const text = healthText(link, chip.dataset);
  const place = chip.querySelector("span");
  if (place.textContent !== text) place.textContent = text;
}
