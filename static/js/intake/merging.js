/**
 * A draft as this browser and the server have it, brought together field by field: the newer wins, and what lost is
 * offered beside the field instead of being dropped. Pure.
 *
 * @typedef {import("./draft.js").Draft} Draft
 */

import { EMPTY, TEXTS, fieldsOf, fromServer, head, isAnswer, isLine, savedAt, typed, valueOf } from "./draft.js";

const CHOICES = ["area", "category", "priority", "dead", "badly_hurt", "lightly_hurt", "trapped"];
const TICKS = ["is_confidential", "hides_reporter"];
/** A point is one field, though its halves are sent apart. */
export const POINT = "point";
const HALVES = ["lat", "lng"];

/** The server took `sent` and answered with `row` at `at`; what was typed meanwhile stays to be sent. */
export function taken(draft, sent, row, at) {
  const pending = {};
  // As the server spells it (without the blank at its end): what stands there is ours, and nobody else's.
  const spelt = fieldsOf(row);
  for (const [field, one] of Object.entries(draft.pending)) {
    if (!(field in sent)) pending[field] = one;
    else if (one.value !== sent[field]) pending[field] = { ...one, base: spelt[field] };
  }
  if (HALVES.some((half) => half in sent && valueOf(draft, half) !== sent[half])) {
    for (const half of HALVES) pending[half] = { ...lastMove(draft), value: valueOf(draft, half), base: spelt[half] };
  }
  return { ...merged({ ...draft, pending }, row), savedAt: at };
}

/** The half of the point that was typed last: when one is moved on while both were under way, both stay to be sent. */
const lastMove = ({ pending }) => HALVES.map((half) => pending[half]).reduce((a, b) => ((b?.at ?? 0) > (a?.at ?? 0) ? b : a));

/** The draft as another tab, an earlier visit or the server has it, with what was typed here. */
export function merged(draft, row) {
  if (row.version < draft.version) return draft;
  const saved = fieldsOf(row);
  const pending = {};
  const other = { ...draft.other };
  for (const [field, one] of Object.entries(draft.pending).filter(([field]) => !HALVES.includes(field))) {
    const theirs = saved[field];
    // A line never changes: where the server has it, it is told.
    if ((theirs ?? "") === (one.value ?? "") || (isLine(field) && theirs)) continue;
    const isNew = isOthers(one, theirs);
    const wins = !isNew || one.at >= savedAt(row);
    if (wins) pending[field] = { ...one, base: theirs };
    if (isNew) offer(other, field, wins ? one.value : theirs, wins ? theirs : one.value);
  }
  mergePoint(draft, row, saved, pending, other);
  return { ...draft, ...head(row), savedAt: Math.max(draft.savedAt, savedAt(row)), saved, pending, other };
}

/** Both halves win or lose together: half of one point and half of another are a place where nobody is. */
function mergePoint(draft, row, saved, pending, other) {
  const halves = HALVES.filter((half) => half in draft.pending);
  if (!halves.length) return;
  const ours = pointOf((half) => valueOf(draft, half));
  const theirs = pointOf((half) => saved[half]);
  if (isSame(ours, theirs)) return;
  const isNew = halves.some((half) => isOthers(draft.pending[half], saved[half]));
  const at = Math.max(...halves.map((half) => draft.pending[half].at));
  const wins = !isNew || at >= savedAt(row);
  if (wins) for (const half of HALVES) pending[half] = { value: ours[half], base: saved[half], at };
  if (isNew) offer(other, POINT, wins ? ours : theirs, wins ? theirs : ours);
}

const pointOf = (valueOfHalf) => ({ lat: valueOfHalf("lat") ?? null, lng: valueOfHalf("lng") ?? null });
const isSame = (a, b) => a.lat === b.lat && a.lng === b.lng;

/** Whether somebody else wrote what the server has: it is neither what it had, nor what we sent without hearing of it. */
const isOthers = (one, theirs) => !isLike(theirs, one.base) && !("sent" in one && isLike(theirs, one.sent));
const spelling = (value) => (typeof value === "string" ? value.trim() : (value ?? ""));
const isLike = (a, b) => spelling(a) === spelling(b);

function offer(other, field, winner, loser) {
  if (saysMore(field, winner, loser)) other[field] = loser;
}

/** Whether what lost says something that the winner does not. */
function saysMore(field, winner, loser) {
  if (TEXTS.includes(field)) return Boolean(loser.trim()) && !winner.includes(loser.trim());
  if (field === POINT) return loser.lat !== null;
  if (isAnswer(field)) return Boolean(loser) && loser !== winner;
  if (TICKS.includes(field)) return loser !== winner;
  return CHOICES.includes(field) && loser !== winner && loser !== EMPTY[field];
}

/** Take what is offered in place of what the field shows; what it shows is offered instead. */
export function swapped(draft, field, at) {
  const other = { ...draft.other };
  const value = other[field];
  delete other[field];
  if (field === POINT) {
    const shown = pointOf((half) => valueOf(draft, half));
    offer(other, field, value, shown);
    return { ...HALVES.reduce((before, half) => typed(before, half, value[half], at), draft), other };
  }
  const shown = valueOf(draft, field);
  const next = typed(draft, field, value, at);
  offer(other, field, value, shown);
  return { ...next, other };
}

/** The server's draft with what this browser still kept of it. */
export function revived(row, keep) {
  const fresh = fromServer(row);
  return keep ? merged({ ...fresh, pending: keep.pending ?? {}, other: keep.other ?? {} }, row) : fresh;
}

/** Whether everything that was refused has been typed anew since it was sent: then the refusal says nothing of what stands there. */
export function isOutdated(draft, sent, fields = {}) {
  const names = Object.keys(fields);
  return names.length > 0 && names.every((name) => name in sent && valueOf(draft, name) !== sent[name]);
}
