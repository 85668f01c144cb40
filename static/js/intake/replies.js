/** What is typed to a sender and not sent yet: kept in this browser, one text per conversation, until sent or signed out. */

const PREFIX = "ntpd112.reply.";
const KEPT_MS = 12 * 3600 * 1000;

/** @param {number} me @param {{storage: Storage, now: () => number}} world */
export function keepReplies(me, world = { storage: localStorage, now: Date.now }) {
  const keyOf = (callId) => `${PREFIX}${me}.${callId}`;

  function read(key) {
    try {
      const kept = JSON.parse(world.storage.getItem(key));
      return kept && world.now() - kept.at < KEPT_MS ? kept.text : "";
    } catch {
      return "";
    }
  }

  function put(callId, text) {
    try {
      if (text) world.storage.setItem(keyOf(callId), JSON.stringify({ text, at: world.now() }));
      else world.storage.removeItem(keyOf(callId));
    } catch {
      // A full or forbidden storage must not stop the writing.
    }
  }

  const keys = () => Array.from({ length: world.storage.length }, (_, at) => world.storage.key(at)).filter((key) => key.startsWith(PREFIX));

  for (const key of keys()) if (!read(key)) world.storage.removeItem(key);

  return {
    put,
    find: (callId) => read(keyOf(callId)),
    /** At sign-out nothing of one's own stays in the browser. */
    forget() {
      for (const key of keys()) if (key.startsWith(`${PREFIX}${me}.`)) world.storage.removeItem(key);
    },
  };
}
