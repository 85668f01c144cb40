/** What the server refused of a report for what it says: it waits for a change and holds up no other field. Pure. */

import { isAnswer, isLine } from "./draft.js";

const HALVES = ["lat", "lng"];
const PACKED = { lines: isLine, answers: isAnswer };

/** @param {(field: string, value: any) => boolean} [fits] whether the server would take so much */
export function refusals(fits = () => true) {
  /** @type {Map<string, any>} the values that were refused, by field */
  const refused = new Map();

  /** The fields that a refusal means by a name; half a point goes nowhere alone. */
  function meant(name, sent) {
    const isOf = PACKED[name] ?? ((field) => (HALVES.includes(name) ? HALVES.includes(field) : field === name));
    return Object.keys(sent).filter(isOf);
  }

  return {
    takes: (field, value) => fits(field, value) && !(refused.has(field) && refused.get(field) === value),
    /** @param {object} sent what was sent @param {object} [fields] what was said of it, by name @returns {boolean} whether it is known what was refused */
    refuse(sent, fields = {}) {
      const names = Object.keys(fields).flatMap((name) => meant(name, sent));
      for (const name of names) refused.set(name, sent[name]);
      return names.length > 0;
    },
  };
}
