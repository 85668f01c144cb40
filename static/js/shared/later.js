/** Work that may wait until what matters first is on the screen. */

/** Calls after the next picture is drawn, so that a key or a click in between does not wait; not while nobody looks.
 * @param {() => void} call */
export function afterPaint(call) {
  requestAnimationFrame(() => setTimeout(call, 0));
}
