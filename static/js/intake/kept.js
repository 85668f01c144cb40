/** What this browser keeps of drafts until the server has them, one entry for each person and draft. */

import { isExpired, kept } from "./draft.js";

const PREFIX = "ntpd112.draft.";

/** @param {Storage} storage @param {number} me @param {() => number} now */
export function keptIn(storage, me, now) {
  const keyOf = (id) => `${PREFIX}${me}.${id}`;
  const keys = () => Array.from({ length: storage.length }, (_, at) => storage.key(at)).filter((key) => key.startsWith(PREFIX));

  function isOld(text) {
    try {
      return isExpired(JSON.parse(text), now());
    } catch {
      return true;
    }
  }

  return {
    keep(id, draft) {
      const keep = kept(draft, now());
      try {
        if (keep) storage.setItem(keyOf(id), JSON.stringify(keep));
        else storage.removeItem(keyOf(id));
      } catch {
        // A full or forbidden storage must not stop the form; the server is saved to anyway.
      }
    },
    read(id) {
      const text = storage.getItem(keyOf(id));
      return text && !isOld(text) ? JSON.parse(text) : null;
    },
    remove: (id) => storage.removeItem(keyOf(id)),
    /** Removes what was kept of drafts that no longer exist, and what is too old to belong to anybody's watch. */
    sweep(isKnown) {
      for (const key of keys()) {
        const [owner, id] = key.slice(PREFIX.length).split(".").map(Number);
        const stays = owner === me ? isKnown(id) : !isOld(storage.getItem(key));
        if (!stays) storage.removeItem(key);
      }
    },
    /** At sign-out nothing of one's reports stays in the browser. */
    forget() {
      for (const key of keys()) if (key.startsWith(`${PREFIX}${me}.`)) storage.removeItem(key);
    },
  };
}
