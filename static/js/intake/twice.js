/**
 * One press is for one call. A key that closed the call in the form is often pressed twice: it bounces, is held too long, is
 * clicked double. The second press is not meant for the call that has come into the form behind it. Pure.
 */

/** So long after a call has left the form its key is not heard for the next, in milliseconds. */
export const MEANT_AFTER = 1000;

/** @param {() => number} now */
export function onePressEach(now = () => performance.now()) {
  let shown = null;
  /** @type {{outcome: string, callId: number|null, leftAt: number|null, more: number}|null} the last press that was heard */
  let last = null;

  return {
    /** @param {number|null} callId the call that is in the form now */
    show(callId) {
      if (callId === shown) return;
      shown = callId;
      if (last) last.leftAt = callId === last.callId ? null : (last.leftAt ?? now());
    },
    /** Something else was pressed since: whoever presses the same again means it. */
    forget() {
      last = null;
    },
    /** A key was pressed. @param {string} outcome @returns {number} 0 if it is meant, else the how manieth too many it is */
    tooMany(outcome) {
      if (last?.outcome === outcome && last.callId !== shown && now() - last.leftAt < MEANT_AFTER) return (last.more += 1);
      last = { outcome, callId: shown, leftAt: null, more: 0 };
      return 0;
    },
  };
}
