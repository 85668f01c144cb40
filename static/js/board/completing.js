/** What Tab makes of the command line: the last word carried on as far as only one thing can be meant. Pure. */

import { isNumber } from "./tokens.js";
import { STEPS, verbNamed, verbWords } from "./verbs.js";

/** The line with its last word completed; the same line when there is nothing to add.
 * @param {string} line
 * @param {{incidents: object[], units: object[], agencies: object[], dispositions: object[]}} ground
 * @returns {string} */
export function complete(line, ground) {
  const [, head, typed] = /^(.*?)(\S*)$/.exec(line);
  if (!typed) return line;
  const words = head.trim().split(/\s+/).filter(Boolean);
  const fits = named(typed, words, ground).filter((word) => word.toUpperCase().startsWith(typed.toUpperCase()));
  if (fits.length === 0) return line;
  const common = fits.reduce(sharedStart);
  return fits.length === 1 ? `${head}${fits[0]} ` : head + (common.length > typed.length ? common : typed);
}

function named(typed, words, ground) {
  return typed.startsWith("@") ? everybody(ground).map((name) => `@${name}`) : candidates(words, ground);
}

function everybody({ units, agencies }) {
  return [...units.map((unit) => unit.call_sign), ...agencies.map((agency) => agency.code)];
}

function candidates(words, ground) {
  const { incidents, units, agencies, dispositions } = ground;
  if (words.length === 0) return verbWords();
  const numbers = incidents.filter((card) => !card.closed_at).map((card) => String(card.number));
  const names = everybody(ground);
  const verb = verbNamed(words[0]);
  if (verb === "E" && words.length === 2 && isNumber(words[1])) return agencies.map(({ code }) => code);
  if (["N", "E", "L"].includes(verb)) return words.length === 1 && verb !== "L" ? numbers : [];
  if (verb === "P") return words.length === 1 ? [...numbers, ...names] : isNumber(words.at(-1)) && words.length === 2 ? names : [];
  if (verb === "S") return words.length === 1 ? units.map((unit) => unit.call_sign) : [...Object.keys(STEPS), "SIAGA", "TIDAK SIAP", ...numbers];
  if (verb === "T") return words.length === 1 ? numbers : dispositions.map(({ code }) => code);
  if (verb === "U") return words.length === 1 ? numbers : ["P1", "P2", "P3", "P4"];
  return [...numbers, ...names];
}

function sharedStart(one, other) {
  let length = 0;
  while (length < one.length && one[length].toUpperCase() === other[length]?.toUpperCase()) length += 1;
  return one.slice(0, length);
}
