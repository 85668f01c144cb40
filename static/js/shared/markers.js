/** The marks on a map, by id: only what changed is drawn anew; of much news a portion, the rest after the next picture. */

import { afterPaint } from "./later.js";

/** Marks that an old PC draws within a frame. */
const AT_ONCE = 16;

/** @template T
 * @param {object} map Leaflet's
 * @param {{key: (item: T) => string, make: (item: T) => object, change: (marker: object, item: T) => void}} how
 *   key: all that is drawn of an item; make: its marker; change: draws the item on a marker it had before
 * @returns {{follow: (items: (T & {id: number|string})[]) => void}} */
export function keepMarkers(map, { key, make, change }) {
  const drawn = new Map();
  let wish = null;

  function follow(items) {
    wish = items;
    const wanted = new Set(items.map((item) => item.id));
    for (const [id, { marker }] of drawn) {
      if (wanted.has(id)) continue;
      marker.remove();
      drawn.delete(id);
    }
    const news = items.map((item) => ({ item, now: key(item) })).filter(({ item, now }) => drawn.get(item.id)?.now !== now);
    for (const { item, now } of news.slice(0, AT_ONCE)) {
      const known = drawn.get(item.id);
      const marker = known?.marker ?? make(item).addTo(map);
      if (known) change(marker, item);
      drawn.set(item.id, { marker, now });
    }
    if (news.length > AT_ONCE) afterPaint(() => wish === items && follow(items));
  }

  return { follow };
}
