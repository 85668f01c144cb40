/** The health of the link in words, for the chip in the header; which words come from the page. */

import { duration } from "./clock.js";
import { format, setIcon } from "./dom.js";

const LOOKS = {
  live: { look: "ok", glyph: "wifi" },
  late: { look: "warn", glyph: "sync" },
  lost: { look: "bad", glyph: "wifi-x" },
};

/** Draws the link into `<span class="health" data-live="…" data-late="… {age}" data-lost="… {age}"><svg…><span></span></span>`.
 * @param {HTMLElement} chip
 * @param {import("./live.js").LiveLink} link */
export function drawHealth(chip, link) {
  const { look, glyph } = LOOKS[link.name];
  const name = `health ${look}`;
  if (chip.className !== name) chip.className = name;
  setIcon(chip, glyph);
  const text = format(chip.dataset[link.name], { age: duration(link.dataAge) });
  const place = chip.querySelector("span");
  if (place.textContent !== text) place.textContent = text;
}
