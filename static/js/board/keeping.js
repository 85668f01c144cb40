/** Draws who is kept for the opened incident, each with one press to be sent and one to be let go; and keeps others. */

import { drawTimes, serverNow } from "../shared/clock.js";
import { fill, keyed, refill } from "../shared/dom.js";
import { requestOf } from "./requests.js";
import { say } from "./words.js";

/** @param {{send: Function, card: () => Record<string, any>, onAssign: (chosen: {agencies: string[], units: string[]}, control: HTMLButtonElement) => void,
 *   ground: () => {agencies: object[], units: object[]}}} desk
 * @returns {{draw: (card: Record<string, any>) => void, reserve: (chosen: {agencies: string[], units: string[]}, control: HTMLButtonElement) => Promise<import("./requests.js").Fate>}} */
export function makeKeeping({ send, card, onAssign, ground }) {
  const section = document.getElementById("reservations");
  const box = document.getElementById("reserved");

  box.addEventListener("click", (event) => {
    const button = event.target.closest("[data-act]");
    if (!button) return;
    const row = button.closest("li").shows;
    if (button.dataset.act === "send") onAssign(row.unit ? { agencies: [], units: [row.unit] } : { agencies: [row.agency], units: [] }, button);
    else letGo(row, button);
  });

  function letGo(row, control) {
    const said = say("say.release", { who: row.unit ?? row.agency, short: card().short });
    return send(requestOf({ do: "release", reservation: row.id }, said), control);
  }

  function reserve({ agencies, units }, control) {
    const { id, short } = card();
    const said = say("say.reserve", { who: [...units, ...agencies].join(", "), short });
    return send(requestOf({ do: "reserve", incident: id, agencies, units }, said), control);
  }

  function draw({ reservations }) {
    section.hidden = reservations.length === 0;
    keyed(box, reservations, { key: (row) => row.id, create: () => fill("t-reserved"), update: drawRow });
  }

  function drawRow(element, row) {
    const name = ground().agencies.find(({ code }) => code === row.agency)?.name ?? row.agency;
    const unit = ground().units.find(({ id }) => id === row.unit_id);
    const more = unit && !unit.is_on_duty ? `${name} · ${say("state.off")}` : name;
    refill(element, { who: row.unit ?? row.agency, more });
    element.querySelector("time").dataset.since = row.reserved_at;
    drawTimes(element, serverNow());
  }

  return { draw, reserve };
}
