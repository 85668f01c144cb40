/** Where this telephone is: told when it moves, and each minute while it stands still, so that it does not grow stale. */

const AT_MOST_EVERY = 10000;
const AT_LEAST_EVERY = 60000;
const REFUSED = 1; // GeolocationPositionError.PERMISSION_DENIED
const HOW = { enableHighAccuracy: true, maximumAge: 5000 };

/** @param {{send: (position: GeolocationPosition) => void, onDenied: () => void}} on
 * @param {object} [world] geolocation, now, setInterval, clearInterval; for tests
 * @returns {() => void} stops it */
export function follow({ send, onDenied }, world = browser()) {
  let sentAt = -Infinity;
  const tell = (position) => {
    if (world.now() - sentAt < AT_MOST_EVERY) return;
    sentAt = world.now();
    send(position);
  };
  const fail = ({ code }) => code === REFUSED && onDenied();
  const watched = world.geolocation.watchPosition(tell, fail, HOW);
  const timer = world.setInterval(() => {
    if (world.now() - sentAt >= AT_LEAST_EVERY) world.geolocation.getCurrentPosition(tell, () => {}, HOW);
  }, AT_LEAST_EVERY / 2);
  return () => {
    world.geolocation.clearWatch(watched);
    world.clearInterval(timer);
  };
}

function browser() {
  return {
    geolocation: navigator.geolocation,
    now: () => performance.now(),
    setInterval: (call, every) => setInterval(call, every),
    clearInterval: (timer) => clearInterval(timer),
  };
}
