/** Whether the moment for one more word about a call has passed. Pure. */

/** The calls on the desk when it was asked. @param {{pieces: {callId: number|null}[]}} view */
export const onDesk = ({ pieces }) => new Set(pieces.map((piece) => piece.callId));

/**
 * Its outcome was taken back, or another call has come to the desk since, whichever way it was answered.
 * @param {{call: {id: number}, known: Set<number|null>}} asked @param {{pieces: object[], call: object|null}} view
 */
export function isPassed({ call, known }, { pieces, call: shown }) {
  if (shown?.id === call.id && !shown.outcome) return true;
  return pieces.some(({ callId }) => callId !== null && callId !== call.id && !known.has(callId));
}
