/** The ring at the desk: once every few seconds while somebody rings, a second, higher one when a call rings too long. */

import { awaitGesture, isSoundAllowed, isSoundOn, play } from "../shared/sound.js";
import { byId } from "./words.js";

const RING_EVERY = 3000;
let lastAt = 0;

export function startBell() {
  awaitGesture(() => {
    byId("sound-off").hidden = true;
  });
}

/** @param {number} ringing @param {number} late @param {number} now milliseconds */
export function tickBell(ringing, late, now) {
  byId("sound-off").hidden = ringing === 0 || isSoundAllowed() || !isSoundOn();
  if (ringing === 0) lastAt = 0;
  else if (now - lastAt >= RING_EVERY) {
    lastAt = now;
    play(late ? "ringLate" : "ring");
  }
}
