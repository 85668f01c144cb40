/** How far two places are from each other, on a globe that is flat for so short a way. Pure. */

const EARTH_KM = 6371;

/** Kilometres between two things that may have a point, as the crow flies.
 * @param {{lat: number|null, lng: number|null}} one
 * @param {{lat: number|null, lng: number|null}} other
 * @returns {number|null} */
export function apart(one, other) {
  if (one.lat === null || other.lat === null) return null;
  const turn = Math.PI / 180;
  const [north, east] = [(other.lat - one.lat) * turn, (other.lng - one.lng) * turn * Math.cos(one.lat * turn)];
  return EARTH_KM * Math.hypot(north, east);
}
