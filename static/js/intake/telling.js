/** Words that are told another way than by the form: as lines of the report they belong to. */

import { serverNow } from "../shared/clock.js";
import { newKey } from "../shared/http.js";
import { LONGEST_LINE } from "./draft.js";

/** A text as lines, none longer than a line may be, each with a key of its own. @param {string} text */
export function asLines(text) {
  const count = Math.ceil(text.length / LONGEST_LINE);
  const parts = Array.from({ length: count }, (_, at) => text.slice(at * LONGEST_LINE, (at + 1) * LONGEST_LINE));
  return parts.map((part) => ({ key: newKey(), text: part, at: new Date(serverNow()).toISOString() }));
}
