/** What need not be done again while it is asked the same. Pure. */

/** The call, made only when one of its arguments is another than the last time; until then its last answer.
 * @template {(...asked: any[]) => any} T
 * @param {T} call
 * @returns {T} */
export function remember(call) {
  let asked = null;
  let answer;
  return /** @type {T} */ ((...now) => {
    if (!asked || !isSame(asked, now)) answer = call(...now);
    asked = now;
    return answer;
  });
}

/** The list that was there before, as long as the next holds the same things in the same order.
 * @template T
 * @returns {(next: T[]) => T[]} */
export function keepList() {
  let kept = [];
  return (next) => {
    if (!isSame(kept, next)) kept = next;
    return kept;
  };
}

function isSame(one, other) {
  return one.length === other.length && one.every((item, index) => item === other[index]);
}
