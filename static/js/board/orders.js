/** How the desk's orders reach the server: "mengirim…" on the control, and what did not arrive kept. */

import { drawTimes, serverNow } from "../shared/clock.js";
import { fill, keyed, refill } from "../shared/dom.js";
import { newKey, post } from "../shared/http.js";
import { toast } from "../shared/toasts.js";
import { say } from "./words.js";

/** @typedef {import("./requests.js").Request} Request @typedef {import("./requests.js").Fate} Fate */

/** @param {{hear: (cards: object[]) => void}} live
 * @returns {{send: (request: Request, control?: HTMLButtonElement|null, isQuiet?: boolean) => Promise<Fate>,
 *   tick: (now: number) => void}} */
export function makeOrders({ hear }) {
  const unsent = [];
  const box = document.getElementById("unsent");

  // Only this page knows of it: the browser asks before it goes.
  addEventListener("beforeunload", (event) => unsent.length && event.preventDefault());

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
    for (const [name, title] of Object.entries({ words: request.said, untold })) line.querySelector(`[data-f="${name}"]`).title = title;
    line.querySelector("time").dataset.since = request.since;
    line.querySelector("[data-act=next]").addEventListener("click", () => {
      unsent.push(unsent.shift());
      draw();
    });
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
