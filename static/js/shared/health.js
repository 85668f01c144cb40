/** The health of the link in words, for the chip in the header; which words come from the page. */

import { duration } from "./clock.js";
import { format, setIcon } from "./dom.js";

const LOOKS = {
  live: { look: "ok", glyph: "wifi" },
  late: { look: "warn", glyph: "sync" },
  lost: { look: "bad", glyph: "wifi-x" },
};

/** Draws the link into `<span class="health" data-live="…" data-late="… {age}" data-lost="… {age}" data-connecting="…">
 * <svg…><span></span></span>`; connecting is what it says before the first snapshot.
 * @param {HTMLElement} chip
 * @param {import("./live.js").LiveLink} link */
export function drawHealth(chip, link) {
  const isConnecting = link.name === "live" && !link.isLoaded;
  const { look, glyph } = LOOKS[isConnecting ? "late" : link.name];
  const name = `health ${look}`;
  if (chip.className !== name) chip.className = name;
  setIcon(chip, glyph);
  const words = (isConnecting && chip.dataset.connecting) || chip.dataset[link.name];
  const text = format(words, { age: duration(link.dataAge) });
  const place = chip.querySelector("span");
  if (place.textContent !== text) place.textContent = text;
}
