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

const turns = [];
let isTurning = false;

/** What others' news gives to draw: a piece behind every second picture, in the order it was asked for. Two pieces in one
 * picture, or one behind a picture that was much work itself, are more than an old PC can do while somebody types.
 * @param {() => void} call */
export function inTurn(call) {
  turns.push(call);
  if (!isTurning) nextTurn();
}

function nextTurn() {
  isTurning = turns.length > 0;
  if (isTurning) afterPaint(takeTurn);
}

function takeTurn() {
  requestAnimationFrame(nextTurn);
  turns.shift()();
}

/** The same call however often it is asked for, once in its turn.
 * @param {() => void} call
 * @returns {() => void} */
export function eachInTurn(call) {
  return once(call, inTurn);
}

/** The same, but no sooner than so many milliseconds after the last time: news of a busy minute is drawn together.
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
    if (rest > 0) setTimeout(inTurn, rest, next);
    else inTurn(next);
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
