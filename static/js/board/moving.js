/** A unit from one incident to another, or one for another: the words of the command line for it. Pure. */

import { away } from "./reserved.js";
import { incidentOf, isNumber, isTime, named, no, unknown } from "./tokens.js";

/** `PINDAH DMK-01 1043`: from where it is to that one; `PINDAH DMK-01 1042 1043` where it is at several. */
export function move(words, ground) {
  const read = readUnits(words, ground, 1);
  if (read.problem) return read;
  const { units: [unit], cards } = read;
  const into = cards.at(-1) ?? ground.selected;
  const [from, row, problem] = atWork(unit, cards.length > 1 ? cards[0] : null, ground, into);
  if (problem) return problem;
  if (!into || into.closed_at) return no("move_how");
  const who = unit.call_sign;
  if (from.id === into.id) return no("busy", { who, short: into.short });
  return moved({ do: "move", assignment: row.id, into: into.id, who }, "move", { who, from: from.short, short: into.short });
}

/** `GANTI DMK-01 DMK-02`: the second goes where the first is. */
export function replace(words, ground) {
  const read = readUnits(words, ground, 2);
  if (read.problem) return read;
  const { units: [unit, other], cards } = read;
  const [from, row, problem] = atWork(unit, cards[0] ?? null, ground, null);
  if (problem) return problem;
  const held = away([other], ground);
  if (held) return held;
  const [who, by] = [unit.call_sign, other.call_sign];
  return moved({ do: "move", assignment: row.id, unit: by, who: `${who}, ${by}` }, "replace", { who, by, short: from.short });
}

/** The order as a parsed line. */
export function moved(order, words, values) {
  return { orders: [order], say: words, values };
}

function readUnits(words, ground, many) {
  const [numbers, names] = [words.filter(isNumber), words.filter((word) => !isNumber(word))];
  const odd = names.find((name) => !named(name.toUpperCase(), ground).unit);
  if (odd) return isTime(odd) ? no("time_here", { word: odd }) : unknown(odd, ground);
  const missing = numbers.find((word) => !incidentOf(word, ground));
  if (missing) return no("incident", { word: missing });
  if (names.length !== many) return no(many === 1 ? "move_how" : "replace_how");
  const units = names.map((name) => named(name.toUpperCase(), ground).unit);
  return { units, cards: numbers.map((word) => incidentOf(word, ground)) };
}

/** Where a unit is, and its row there: at the named one, else at the only one besides where it is to go. */
function atWork(unit, wanted, { incidents }, into) {
  const who = unit.call_sign;
  const isAt = (card) => card.assignments.find((row) => row.unit_id === unit.id && !row.ended_at);
  const found = incidents.filter((card) => !card.closed_at && isAt(card) && (!wanted || card.id === wanted.id));
  const others = found.length > 1 ? found.filter((card) => card.id !== into?.id) : found;
  if (others.length === 0) return [null, null, wanted ? no("unassigned", { who, short: wanted.short }) : no("idle", { who })];
  if (others.length > 1) return [null, null, no("which", { who, shorts: others.map(({ short }) => short).join(", ") })];
  return [others[0], isAt(others[0]), null];
}
