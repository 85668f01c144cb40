/** Whether the agency's units can be sent: the button in the header and its sheet. */

import { post } from "../shared/http.js";
import { refill, setIcon } from "../shared/dom.js";
import { closable, complain, guard, openSheet } from "../shared/sheet.js";
import { say, tables } from "./words.js";

const byId = (id) => document.getElementById(id);
const dialog = closable(byId("duty"));
const [button, form, choice, reason, why, error] = ["duty-open", "duty-form", "duty-unit", "duty-reason", "duty-why", "duty-error"].map(byId);
let units = [];

/** @param {{ownUnit: string, hear: (cards: object[]) => void}} options hear: takes the card of the answer */
export function wireDuty({ ownUnit, hear }) {
  button.addEventListener("click", () => {
    const wanted = units.find((unit) => unit.call_sign === ownUnit) ?? units[0];
    choice.replaceChildren(...units.map((unit) => new Option(unit.call_sign, String(unit.id))));
    choice.value = String(wanted.id);
    showDuty();
    openSheet(dialog);
  });
  choice.addEventListener("change", showDuty);
  form.addEventListener("change", () => (why.hidden = wantsDuty()));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    save(hear);
  });
}

const chosen = () => units.find((unit) => String(unit.id) === choice.value);
const wantsDuty = () => form.elements.duty.value === "on";

function showDuty() {
  const unit = chosen();
  form.elements.duty.value = unit.is_on_duty ? "on" : "off";
  if (!unit.is_on_duty && [...reason.options].some((option) => option.value === unit.reason)) reason.value = unit.reason;
  why.hidden = unit.is_on_duty;
  complain(error, "");
}

async function save(hear) {
  const unit = chosen();
  const isOn = wantsDuty();
  if (unit.is_on_duty === isOn) {
    dialog.close();
    return;
  }
  const submit = form.querySelector("button:not([type])");
  submit.disabled = true;
  const answer = await post(`/api/v1/units/${unit.id}/duty/`, { is_on_duty: isOn, ...(isOn ? {} : { reason: reason.value }) });
  submit.disabled = false;
  if (!answer.ok) {
    complain(error, answer.refusal.detail || say(answer.refusal.code === "unsent" ? "unsent" : "failed"));
    return;
  }
  hear([answer.data.unit]);
  dialog.close();
  guard(button);
}

/** Shows the own unit's readiness, or how many of the agency's are ready.
 * @param {object[]} cards unit cards
 * @param {string} ownUnit */
export function drawDuty(cards, ownUnit) {
  units = [...cards].sort((a, b) => a.call_sign.localeCompare(b.call_sign));
  button.hidden = units.length === 0;
  const own = units.find((unit) => unit.call_sign === ownUnit);
  const ready = units.filter((unit) => unit.is_on_duty && unit.state === "ready").length;
  const { look, glyph, text } = own ? looksOf(own) : { look: ready ? "ok" : "off", glyph: "users", text: say("readyCount", { n: ready }) };
  button.className = `duty ${look}`;
  setIcon(button, glyph);
  refill(button, { text });
}

function looksOf(unit) {
  if (!unit.is_on_duty) return { look: "off", glyph: "pause", text: say("off") };
  const busy = tables.states[unit.state];
  return busy ? { look: "info", glyph: busy.glyph, text: busy.label } : { look: "ok", glyph: "circ", text: say("ready") };
}
