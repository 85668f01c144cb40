/** The marks on a map, by id: only what changed is drawn anew; of much news a portion, the rest in later pictures. */

import { afterPaint, inTurn } from "./later.js";

/** Marks that an old PC draws, or takes away, within a frame in which the page is composed anew too. */
const AT_ONCE = 8;
/** So many are no news of others, but a map that was opened or zoomed: whoever did that waits for them. */
const MANY = 100;

/** @template T
 * @param {object} map Leaflet's
 * @param {{key: (item: T) => string, make: (item: T) => object, change: (marker: object, item: T) => void}} how
 *   key: all that is drawn of an item; make: its marker; change: draws the item on a marker it had before
 * @returns {{follow: (items: (T & {id: number|string})[]) => void}} */
export function keepMarkers(map, { key, make, change }) {
  const drawn = new Map();
  let news = [];

  function follow(items) {
    const wanted = new Set(items.map((item) => item.id));
    const gone = [...drawn.keys()].filter((id) => !wanted.has(id)).map((id) => ({ id, item: null }));
    const others = items.map((item) => ({ id: item.id, item, now: key(item) })).filter(({ id, now }) => drawn.get(id)?.now !== now);
    const before = news;
    news = [...gone, ...others];
    // What was left of the last news is in this; its next portion, which is asked for already, finds it here.
    if (before.length === 0) drawSome();
  }

  function drawSome() {
    for (const one of news.splice(0, AT_ONCE)) {
      if (one.item === null) takeAway(one.id);
      else drawOne(one);
    }
    if (news.length > 0) (news.length > MANY ? afterPaint : inTurn)(drawSome);
  }

  function takeAway(id) {
    drawn.get(id).marker.remove();
    drawn.delete(id);
  }

  function drawOne({ id, item, now }) {
    const known = drawn.get(id);
    const marker = known?.marker ?? make(item).addTo(map);
    if (known) change(marker, item);
    drawn.set(id, { marker, now });
  }

  return { follow };
}
