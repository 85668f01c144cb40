/** What this browser keeps of drafts until the server has them, one entry for each person and draft. */

import { isExpired, kept } from "./draft.js";
import { wordsOf } from "./hands.js";

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

  function put(id, keep) {
    try {
      if (keep) storage.setItem(keyOf(id), JSON.stringify(keep));
      else storage.removeItem(keyOf(id));
    } catch {
      // A full or forbidden storage must not stop the form; the server is saved to anyway.
    }
  }

  /** What is kept, however old it is; null for nothing that can be read. */
  function read(id) {
    try {
      return JSON.parse(storage.getItem(keyOf(id)));
    } catch {
      return null;
    }
  }

  const mine = () => keys().map((key) => key.slice(PREFIX.length).split(".").map(Number)).filter(([owner]) => owner === me);

  return {
    put,
    read,
    keep: (id, draft) => put(id, kept(draft, now())),
    remove: (id) => storage.removeItem(keyOf(id)),
    /**
     * Removes what was kept of drafts that no longer exist, unless it has words, and what is too old to belong to anybody
     * else's watch.
     */
    sweep(isKnown) {
      for (const key of keys()) {
        const [owner, id] = key.slice(PREFIX.length).split(".").map(Number);
        const stays = owner === me ? isKnown(id) || wordsOf(read(id)) : !isOld(storage.getItem(key));
        if (!stays) storage.removeItem(key);
      }
    },
    /** My words of reports that are not among the known, the oldest report first. */
    orphans: (isKnown) =>
      mine()
        .filter(([, id]) => !isKnown(id))
        .map(([, id]) => ({ id, keep: read(id) }))
        .map(({ id, keep }) => ({ id, text: wordsOf(keep), place: keep?.place ?? "", startedAt: keep?.startedAt ?? null }))
        .filter(({ text }) => text)
        .sort((a, b) => a.id - b.id),
    /** At sign-out nothing of one's reports stays in the browser. */
    forget() {
      for (const key of keys()) if (key.startsWith(`${PREFIX}${me}.`)) storage.removeItem(key);
    },
  };
}
