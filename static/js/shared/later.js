/** Work that may wait until what matters first is on the screen. */

/** Calls after the next picture is drawn, so that a key or a click in between does not wait; not while nobody looks.
 * @param {() => void} call */
export function afterPaint(call) {
  requestAnimationFrame(() => setTimeout(call, 0));
}

/** The same call however often it is asked for, once with the next picture.
 * @param {() => void} call
 * @returns {() => void} */
export function perFrame(call) {
  return once(call, requestAnimationFrame);
}

/** The same, once after the next picture.
 * @param {() => void} call
 * @returns {() => void} */
export function afterEach(call) {
  return once(call, afterPaint);
}

function once(call, wait) {
  let isWaiting = false;
  const run = () => {
    isWaiting = false;
    call();
  };
  return () => {
    if (!isWaiting) wait(run);
    isWaiting = true;
  };
}
