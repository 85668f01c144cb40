/** The sheet in which somebody says how a hospital stands: its own people, or the desk as they told it by telephone. */

import { readBeds, word } from "./hospitals.js";
import { post } from "./http.js";
import { closable, complain, openSheet } from "./sheet.js";
import { toast } from "./toasts.js";

/** Arms the sheet and the list whose buttons open it.
 * @param {HTMLElement} list of hospitals, drawn by `drawHospital`
 * @param {{hear: (cards: object[]) => void}} on hear: takes the card of the answer */
export function wireBedSheet(list, { hear }) {
  const dialog = closable(document.getElementById("beds"));
  const form = dialog.querySelector("form");
  const error = document.getElementById("beds-error");
  let told = null;

  list.addEventListener("click", ({ target }) => {
    const item = target.closest("[data-tell]")?.closest("li");
    if (item) open(item.shows.hospital);
  });
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
    complain(error, answer.refusal.detail || word(answer.refusal.code === "unsent" ? "unsent" : "failed"));
  }
}

function rowsOf(form) {
  return [...form.querySelectorAll("[data-kind]")].map(({ dataset: { kind } }) => ({
    kind,
    free: form.elements[`free-${kind}`].value.trim(),
    total: form.elements[`total-${kind}`].value.trim(),
  }));
}
