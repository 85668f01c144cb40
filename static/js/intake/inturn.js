/** Deeds that must not overtake each other: each waits for the one before it on the same thing. Pure. */

/** @returns {(id: number, said: string, deed: () => Promise<any>) => Promise<any>} does a deed in its turn; null for the same
 *   word as the one that is on its way: a double press is one deed */
export function inTurn() {
  /** @type {Map<number, {said: string, done: Promise<any>}>} the last deed of each thing until it is done */
  const last = new Map();

  return async (id, said, deed) => {
    const before = last.get(id);
    if (before?.said === said) return null;
    const mine = { said, done: Promise.resolve(before?.done).then(deed) };
    last.set(id, mine);
    const data = await mine.done;
    if (last.get(id) === mine) last.delete(id);
    return data;
  };
}
