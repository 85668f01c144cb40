/** The requests that the desk's orders become: one address each, what it says, and how it is taken back. */

import { merging } from "./merging.js";
import { say } from "./words.js";

const API = "/api/v1";

/**
 * @typedef {{url: string, body: object, said: string, who?: string, key?: string, since?: string, undo?: (data: any) => string[],
 *   onFate?: (fate: Fate) => void}} Request
 *   said: the order in words; who: those it is for, who know nothing of it while it is unsent; undo: the addresses that take it back, from the answer; key and since: set when first sent
 * @typedef {"done"|"refused"|"unsent"|"dropped"} Fate  what became of it; an unsent order stays in sight until a person
 *   sends it again or drops it
 */

/** The request of a parsed order.
 * @param {import("./command.js").Order} order
 * @param {string} said
 * @returns {Request} */
export function requestOf(order, said) {
  switch (order.do) {
    case "assign":
      return {
        url: `${API}/incidents/${order.incident}/assignments/`,
        body: { agencies: order.agencies, units: order.units },
        said,
        who: [...order.units, ...order.agencies].join(", "),
        undo: (data) => data.assignments.map((id) => `${API}/assignments/${id}/undo/`),
      };
    case "progress": {
      const { verb, at, reason, unit } = order;
      const more = { ...(at && { at }), ...(reason && { reason }), ...(unit && { unit }) };
      const via = verb === "recall" ? {} : { via: "radio" };
      const row = `${API}/assignments/${order.assignment}`;
      return { url: `${row}/progress/`, body: { verb, ...via, ...more }, said, undo: () => [`${row}/undo/`] };
    }
    // Its level says what is meant, whatever else has changed meanwhile.
    case "alarm": {
      const url = `${API}/incidents/${order.incident}/alarm/`;
      return { url, body: { level: order.level }, said, undo: () => [`${url}undo/`] };
    }
    case "reserve": {
      const url = `${API}/incidents/${order.incident}/reservations/`;
      const undo = (data) => data.reservations.map((id) => `${API}/reservations/${id}/release/`);
      const { agencies, units, remindAt } = order;
      return { url, body: { agencies, units, ...(remindAt && { remind_at: remindAt }) }, said, undo };
    }
    case "release":
      return { url: `${API}/reservations/${order.reservation}/release/`, body: {}, said };
    case "move": {
      const { assignment, into, unit, who } = order;
      const undo = (data) => data.assignments.map((id) => `${API}/assignments/${id}/moving/undo/`);
      return { url: `${API}/assignments/${assignment}/moving/`, body: { ...(into && { into }), ...(unit && { unit }) }, said, who, undo };
    }
    case "duty":
      return { url: `${API}/units/${order.unit}/duty/`, body: { is_on_duty: order.isOnDuty, reason: order.reason }, said };
    case "note":
      return { url: `${API}/incidents/${order.incident}/notes/`, body: { text: order.text }, said };
    case "message": {
      const { agencies, units, text } = order;
      const who = [...units, ...agencies].join(", ");
      return { url: `${API}/incidents/${order.incident}/messages/`, body: { text, agencies, units }, said, who };
    }
    case "escalate":
      return { url: `${API}/incidents/${order.incident}/escalation/`, body: { reason: order.reason, agencies: order.agencies }, said };
    case "merge":
      return { ...merging(order.card, order.into), said };
    case "close":
      return { ...closing(order.card, { disposition: order.disposition }), said };
    default:
      return { url: `${API}/incidents/${order.incident}/change/`, body: order.changes, said };
  }
}

/** Closing, with the version the dispatcher saw. */
export function closing(card, body) {
  return {
    url: `${API}/incidents/${card.id}/closing/`,
    body: { ...body, version: card.version },
    said: say("say.close", { short: card.short }),
    undo: () => [`${API}/incidents/${card.id}/undo/`],
  };
}

/** Opening again, with a reason. */
export function reopening(card, reason) {
  const said = say("say.reopen", { short: card.short });
  return { url: `${API}/incidents/${card.id}/reopening/`, body: { reason }, said };
}

/** Acknowledging one escalation by name. */
export function acknowledgement(id, incident) {
  const said = say("say.acknowledge", { short: incident.short });
  return { url: `${API}/escalations/${id}/acknowledgement/`, body: {}, said };
}
