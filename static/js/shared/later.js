/** Work that may wait until what matters first is on the screen. */

/** Calls after the next picture is drawn, so that a key or a click in between does not wait; not while nobody looks.
 * @param {() => void} call */
export function afterPaint(call) {
  requestAnimationFrame(() => setTimeout(call, 0));
}

/** The same call however often it is asked for, once after the next picture.
 * @param {() => void} call
 * @returns {() => void} */
export function afterEach(call) {
  return once(call, afterPaint);
}

/** The same, with the next picture, but no sooner than so many milliseconds after the last time: news of a busy minute is
 * drawn together.
 * @param {() => void} call
 * @param {number} ms
 * @returns {() => void} */
export function paced(call, ms) {
  let last = -Infinity;
  const run = () => {
    last = performance.now();
    call();
  };
  return once(run, (next) => {
    const rest = last + ms - performance.now();
    if (rest > 0) setTimeout(requestAnimationFrame, rest, next);
    else requestAnimationFrame(next);
  });
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
