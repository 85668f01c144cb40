/** What a hospital tells of its beds: its cards on the list, and the sheet in which its people say how it stands. */

import { onTick, serverNow } from "../shared/clock.js";
import { keyed } from "../shared/dom.js";
import { byDistance, drawHospital, newHospital, readBeds, word } from "../shared/hospitals.js";
import { post } from "../shared/http.js";
import { toast } from "../shared/toasts.js";
import { closable, complain, openSheet } from "./sheet.js";
import { say } from "./words.js";

const AGEING = 30000;
const section = document.getElementById("own-hospitals");
let hospitals = [];
let drawnAt = -Infinity;

/** Shows the agency's hospitals, if it has any. @param {import("../shared/hospitals.js").Hospital[]} cards */
export function drawBeds(cards) {
  if (!section) return;
  hospitals = cards;
  drawnAt = serverNow();
  section.hidden = cards.length === 0;
  const how = { key: ({ hospital }) => hospital.id, create: newHospital, update: (element, row) => drawHospital(element, row, drawnAt) };
  keyed(section.querySelector("ul"), byDistance(cards, null), how);
}

/** Arms the sheet. @param {{hear: (cards: object[]) => void}} on hear: takes the card of the answer */
export function wireBeds({ hear }) {
  if (!section) return;
  const dialog = closable(document.getElementById("beds"));
  const form = dialog.querySelector("form");
  const error = document.getElementById("beds-error");
  let told = null;

  section.addEventListener("click", ({ target }) => {
    const item = target.closest("[data-tell]")?.closest("li");
    if (item) open(item.shows.hospital);
  });
  onTick((now) => now - drawnAt > AGEING && drawBeds(hospitals));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    save();
  });

  function open(hospital) {
    told = hospital;
    form.reset();
    dialog.querySelector("[data-name]").textContent = hospital.name;
    if (hospital.emergency) form.elements.emergency.value = hospital.emergency;
    for (const { kind, free, total } of hospital.beds) {
      form.elements[`free-${kind}`].value = String(free);
      form.elements[`total-${kind}`].value = String(total);
    }
    complain(error, "");
    openSheet(dialog);
  }

  async function save() {
    const { beds, problem } = readBeds(rowsOf(form));
    const emergency = form.elements.emergency.value;
    if (problem || !emergency) {
      complain(error, problem ? word(problem.name, { kind: word(problem.kind) }) : word("choose"));
      return;
    }
    const submit = form.querySelector("button:not([type])");
    submit.disabled = true;
    const answer = await post(`/api/v1/hospitals/${told.id}/beds/`, { emergency, beds, version: told.version });
    submit.disabled = false;
    if (answer.ok) {
      hear([answer.data.hospital]);
      dialog.close();
      toast(word("saved"));
      return;
    }
    // What was typed stays; the next press speaks of what the other has told meanwhile.
    if (answer.refusal.card) {
      told = answer.refusal.card;
      hear([told]);
    }
    complain(error, answer.refusal.detail || say(answer.refusal.code === "unsent" ? "unsent" : "failed"));
  }
}

function rowsOf(form) {
  return [...form.querySelectorAll("[data-kind]")].map(({ dataset: { kind } }) => ({
    kind,
    free: form.elements[`free-${kind}`].value.trim(),
    total: form.elements[`total-${kind}`].value.trim(),
  }));
}
