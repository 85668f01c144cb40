/** The alarm of a new assignment: sound and vibration every few seconds until it is answered or muted. */

import { awaitGesture, isSoundAllowed, play } from "../shared/sound.js";

const EVERY = 2500;
const PATTERN = [400, 150, 400, 150, 400];

let timer = null;
let onSilence = () => {};

/** Prepares the alarm; browsers allow sound only after the first gesture.
 * @param {(canSound: boolean) => void} onAllowed called now, and again when the first gesture came
 * @param {(isSilent: boolean) => void} onSilent whether the alarm rings without being heard */
export function prepareAlarm(onAllowed, onSilent) {
  onSilence = onSilent;
  onAllowed(isSoundAllowed());
  awaitGesture(() => {
    onAllowed(true);
    if (timer) once();
  });
}

/** Rings until told otherwise; telling it the same twice changes nothing.
 * @param {boolean} isRinging */
export function ring(isRinging) {
  if (isRinging === (timer !== null)) return;
  if (isRinging) {
    timer = setInterval(once, EVERY);
    once();
  } else {
    clearInterval(timer);
    timer = null;
    vibrate(0);
  }
}

/** One burst of the alarm.
 * @returns {boolean} whether it could be heard */
export function once() {
  const isHeard = play("alarm");
  vibrate(PATTERN);
  onSilence(!isHeard);
  return isHeard;
}

/** Lets the telephone shake, where it can. @param {number|number[]} pattern */
export function vibrate(pattern) {
  // Before the first gesture the browser refuses it with an error in the console.
  if (navigator.userActivation?.hasBeenActive) navigator.vibrate?.(pattern);
}
