/** List items that stay the same objects while nothing in them changes, so that a list redraws only what did. Pure. */

/**
 * @template {object} T
 * @param {(item: T) => string|number} key
 * @returns {(items: T[]) => T[]} the items of the round before wherever they equal the new ones
 */
export function stable(key) {
  let before = new Map();
  return (items) => {
    const kept = items.map((item) => (isSame(before.get(key(item)), item) ? before.get(key(item)) : item));
    before = new Map(kept.map((item) => [key(item), item]));
    return kept;
  };
}

function isSame(old, item) {
  return old !== undefined && Object.keys(item).every((name) => Object.is(old[name], item[name]));
}
