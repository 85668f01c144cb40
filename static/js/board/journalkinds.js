/** Whose word a line of the journal is: a caller's, a unit's, or the system's own; the desk's deeds are none of them. Pure. */

const VERBS = {
  caller: ["opened", "joined", "parted", "absorbed", "split", "split_off"],
  unit: [
    "assigned", "accepted", "declined", "departed", "arrived", "controlled", "finished", "found_nil", "found_false", "recalled",
    "reserved", "unreserved", "messaged", "message_read",
  ],
  system: ["told", "escalated", "breached", "reminded"],
};
const KINDS = new Map(Object.entries(VERBS).flatMap(([kind, verbs]) => verbs.map((verb) => [verb, kind])));

/** @param {string} verb of an entry
 * @returns {"caller"|"unit"|"system"|"desk"} */
export function kindOf(verb) {
  return KINDS.get(verb) ?? "desk";
}

/** The lines of one kind; all of them when none is chosen.
 * @template {{kind: string}} T
 * @param {T[]} lines
 * @param {string} chosen
 * @returns {T[]} */
export function chosenOf(lines, chosen) {
  return chosen ? lines.filter(({ kind }) => kind === chosen) : lines;
}
