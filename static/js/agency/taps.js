/** What a tap on the telephone becomes: kept with its moment and its key until the server has it (queue.js). Pure. */

/** @typedef {{key: string, at: string}} Stamp a key of its own, and when it was tapped */

/** One step of an assignment. @param {import("./state.js").Task} task @param {string} verb
 * @param {{reason?: string, unit?: string}} more @param {Stamp} stamp */
export function stepTap(task, verb, more, { key, at }) {
  const about = { kind: "progress", assignment: task.id, incident: task.card.id, verb, at, ...(more.unit ? { unit: more.unit } : {}) };
  return { key, ...about, url: `/api/v1/assignments/${task.id}/progress/`, body: { verb, at, via: "app", ...more } };
}

/** A note. @param {import("./state.js").Task} task @param {string} text @param {Stamp} stamp */
export function noteTap(task, text, { key, at }) {
  const about = { kind: "note", assignment: task.id, incident: task.card.id, text, at };
  return { key, ...about, url: `/api/v1/incidents/${task.card.id}/notes/`, body: { text } };
}

/** That a message of the desk was read. @param {{id: number, card: object}} message @param {Stamp} stamp */
export function readTap({ id, card }, { key, at }) {
  const about = { kind: "read", message: id, assignment: card.assignments[0]?.id, incident: card.id, at };
  return { key, ...about, url: `/api/v1/unit-messages/${id}/reading/`, body: { at } };
}
