/** The marks on a map, by id: only what changed is drawn anew; many new ones come in portions, the rest after the next picture. */

import { afterPaint } from "./later.js";

const AT_ONCE = 100;

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
    let made = 0;
    for (const item of items) {
      if (made >= AT_ONCE) {
        afterPaint(() => wish === items && follow(items));
        return;
      }
      const known = drawn.get(item.id);
      const now = key(item);
      if (known?.now === now) continue;
      const marker = known?.marker ?? make(item).addTo(map);
      if (known) change(marker, item);
      else made += 1;
      drawn.set(item.id, { marker, now });
    }
  }

  return { follow };
}
