/** Draws who is kept for the opened incident, each with one press to be sent and one to be let go; and keeps others. */

import { drawTimes, serverNow, shortTime } from "../shared/clock.js";
import { fill, keyed, refill } from "../shared/dom.js";
import { puttingOff } from "./reminding.js";
import { requestOf } from "./requests.js";
import { say } from "./words.js";

/** @param {{send: Function, card: () => Record<string, any>, onAssign: (chosen: {agencies: string[], units: string[]}, control: HTMLButtonElement) => void,
 *   ground: () => {agencies: object[], units: object[]}}} desk
 * @returns {{draw: (card: Record<string, any>) => void, reserve: (chosen: {agencies: string[], units: string[], remindAt: string|null}, control: HTMLButtonElement) => Promise<import("./requests.js").Fate>}} */
export function makeKeeping({ send, card, onAssign, ground }) {
  const section = document.getElementById("reservations");
  const box = document.getElementById("reserved");

  box.addEventListener("click", (event) => {
    const button = event.target.closest("[data-act]");
    if (!button) return;
    const row = button.closest("li").shows;
    if (button.dataset.act === "later") send(puttingOff({ row, incident: card() }, serverNow()), button);
    else if (button.dataset.act === "send") onAssign(row.unit ? { agencies: [], units: [row.unit] } : { agencies: [row.agency], units: [] }, button);
    else letGo(row, button);
  });

  function letGo(row, control) {
    const said = say("say.release", { who: row.unit ?? row.agency, short: card().short });
    return send(requestOf({ do: "release", reservation: row.id }, said), control);
  }

  function reserve({ agencies, units, remindAt }, control) {
    const { id, short } = card();
    const values = { who: [...units, ...agencies].join(", "), short, at: shortTime(remindAt) };
    const said = say(remindAt ? "say.reserve_until" : "say.reserve", values);
    return send(requestOf({ do: "reserve", incident: id, agencies, units, remindAt }, said), control);
  }

  function draw({ reservations }) {
    section.hidden = reservations.length === 0;
    keyed(box, reservations, { key: (row) => row.id, create: () => fill("t-reserved"), update: drawRow });
  }

  function drawRow(element, row) {
    const name = ground().agencies.find(({ code }) => code === row.agency)?.name ?? row.agency;
    const unit = ground().units.find(({ id }) => id === row.unit_id);
    const more = unit && !unit.is_on_duty ? `${name} · ${say("state.off")}` : name;
    const when = row.remind_at && !row.reminded_at ? say("remind.at", { at: shortTime(row.remind_at) }) : "";
    refill(element, { who: row.unit ?? row.agency, more, when, due: Boolean(row.reminded_at), later: Boolean(row.reminded_at) });
    element.querySelector("time").dataset.since = row.reserved_at;
    drawTimes(element, serverNow());
  }

  return { draw, reserve };
}
