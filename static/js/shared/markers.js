/** The marks on a map, by id: only what changed is drawn anew; of much news a portion, the rest in later pictures. */

import { afterPaint, inTurn } from "./later.js";

/** Marks that an old PC draws within a frame. */
const AT_ONCE = 16;
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
    for (const [id, { marker }] of drawn) {
      if (wanted.has(id)) continue;
      marker.remove();
      drawn.delete(id);
    }
    const before = news;
    news = items.map((item) => ({ item, now: key(item) })).filter(({ item, now }) => drawn.get(item.id)?.now !== now);
    // What was left of the last news is in this; its next portion, which is asked for already, finds it here.
    if (before.length === 0) drawSome();
  }

  function drawSome() {
    for (const { item, now } of news.splice(0, AT_ONCE)) {
      const known = drawn.get(item.id);
      const marker = known?.marker ?? make(item).addTo(map);
      if (known) change(marker, item);
      drawn.set(item.id, { marker, now });
    }
    if (news.length > 0) (news.length > MANY ? afterPaint : inTurn)(drawSome);
  }

  return { follow };
}
