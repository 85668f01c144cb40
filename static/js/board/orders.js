/** How the desk's orders reach the server: one address each, "mengirim…" on the control, and what did not arrive kept. */

import { drawTimes, serverNow } from "../shared/clock.js";
import { fill, keyed, refill } from "../shared/dom.js";
import { newKey, post } from "../shared/http.js";
import { toast } from "../shared/toasts.js";
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
      return { url, body: { agencies: order.agencies, units: order.units }, said, undo };
    }
    case "release":
      return { url: `${API}/reservations/${order.reservation}/release/`, body: {}, said };
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
      return { url: `${API}/incidents/${order.incident}/escalation/`, body: { reason: order.reason }, said };
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

/** @param {{hear: (cards: object[]) => void}} live
 * @returns {{send: (request: Request, control?: HTMLButtonElement|null, isQuiet?: boolean) => Promise<Fate>,
 *   tick: (now: number) => void}} */
export function makeOrders({ hear }) {
  const unsent = [];
  const box = document.getElementById("unsent");

  async function send(request, control = null, isQuiet = false) {
    const kept = { key: newKey(), since: new Date(serverNow()).toISOString(), ...request };
    const release = hold(control);
    const answer = await post(kept.url, kept.body, { key: kept.key, onSlow: () => tell(control, say("slow")) });
    release();
    const fate = answer.ok ? accepted(kept, answer.data, isQuiet) : refused(kept, answer.refusal);
    kept.onFate?.(fate);
    return fate;
  }

  function accepted(request, data, isQuiet) {
    hear(cardsOf(data));
    if (!isQuiet) confirm(request, data);
    return "done";
  }

  function confirm(request, data) {
    const undo = data.undo_until && request.undo && (() => takeBack(request, request.undo(data)));
    toast(request.said, { undo, undoUntil: data.undo_until });
  }

  async function takeBack(request, urls) {
    const done = await Promise.all(urls.map((url) => send({ url, body: {}, said: request.said }, null, true)));
    if (done.every((fate) => fate === "done")) toast(say("undone", { what: request.said }));
  }

  function refused(request, { status, code, detail, card }) {
    if (card) hear([card]);
    if (code === "unsent") return keep(request);
    toast(detail || say("refused.other", { status }), { kind: "crit" });
    return "refused";
  }

  // Never sent again by itself: the unit may have been told by radio meanwhile.
  function keep(request) {
    if (!unsent.some((kept) => kept.key === request.key)) unsent.push(request);
    draw();
    return "unsent";
  }

  function draw() {
    box.closest("form").classList.toggle("has-unsent", unsent.length > 0);
    keyed(box, unsent.slice(0, 1), { key: (request) => request.key, create: newUnsent, update: () => {} });
    const more = unsent.length - 1;
    if (box.firstElementChild) refill(box.firstElementChild, { more: more > 0 ? say("alarm.more", { n: more }) : null });
  }

  function newUnsent(request) {
    const untold = request.who ? say("unsent.untold", { who: request.who }) : say("unsent.unsure");
    const line = fill("t-unsent", { words: request.said, untold });
    line.querySelector("time").dataset.since = request.since;
    line.querySelector("[data-act=discard]").addEventListener("click", () => {
      drop(request);
      request.onFate?.("dropped");
    });
    line.querySelector("[data-act=resend]").addEventListener("click", async ({ currentTarget }) => {
      if ((await send(request, currentTarget)) !== "unsent") drop(request);
    });
    drawTimes(line, serverNow());
    return line;
  }

  function drop(request) {
    unsent.splice(unsent.findIndex((kept) => kept.key === request.key), 1);
    draw();
  }

  return { send, tick: (now) => drawTimes(box, now) };
}

function cardsOf(data) {
  return [data.incident, data.unit].filter((card) => card?.kind);
}

function hold(control) {
  if (!control) return () => {};
  const words = control.querySelector("span:not(.sr)") ?? control;
  const before = words.textContent;
  control.setAttribute("aria-busy", "true");
  control.disabled = true;
  tell(control, say("sending"));
  return () => {
    control.removeAttribute("aria-busy");
    control.disabled = false;
    words.textContent = before;
  };
}

function tell(control, text) {
  if (control) (control.querySelector("span:not(.sr)") ?? control).textContent = text;
}
