/** A report that went on in a colleague's hands: looked on at, with what was typed here kept beside it. Pure. */

import * as drafts from "./draft.js";
import * as merging from "./merging.js";

/** Whether a colleague writes it now. @param {import("./draft.js").Draft} draft @param {number} me */
export const isTheirs = (draft, me) => draft.takenBy !== null && draft.takenBy !== me;

/** The draft as the server has it: brought together if it is mine; of a colleague's nothing that I typed goes under. */
export function heard(draft, row, me) {
  if (row.version < draft.version) return draft;
  const fresh = drafts.fromServer(row);
  if (!isTheirs(fresh, me)) return merging.merged(draft, row);
  const lacks = ([field, typed]) => fresh.saved[field] !== typed.value && !(drafts.isLine(field) && fresh.saved[field]);
  return { ...fresh, pending: Object.fromEntries(Object.entries(draft.pending).filter(lacks)), other: draft.other };
}

/** The server's draft with what this browser still kept of it. */
export function revived(row, keep, me) {
  const fresh = drafts.fromServer(row);
  if (!keep || !isTheirs(fresh, me)) return merging.revived(row, keep);
  return heard({ ...fresh, pending: keep.pending ?? {}, other: keep.other ?? {} }, row, me);
}

/** The words that were typed here and never reached the server: those in the fields, and those offered beside them. */
export function unheard(draft) {
  const known = Object.values(draft.saved);
  const texts = drafts.TEXTS.map((field) => draft.other[field]);
  const offered = texts.filter((text) => text && !known.includes(text));
  return [drafts.leftOver(draft, draft.saved), ...offered].filter(Boolean).join("\n");
}

/** The words in what a browser kept of a report that it does not have any more. @param {object|null} keep */
export function wordsOf(keep) {
  if (!keep?.pending) return "";
  const bases = Object.entries(keep.pending).filter(([field]) => drafts.TEXTS.includes(field)).map(([field, { base }]) => [field, base ?? ""]);
  const saved = { ...Object.fromEntries(drafts.TEXTS.map((field) => [field, ""])), ...Object.fromEntries(bases) };
  return unheard({ saved, pending: keep.pending, other: keep.other ?? {} });
}

/** The same without what has been told: the report is looked on at and nothing more. */
export const told = (draft) => ({ ...draft, pending: {}, other: {} });

/** Who writes it, with the desk. */
export const nameOf = ({ who, seat }) => (seat ? `${who} (${seat})` : who);
