/** Surge mode on the board: a line for each that is proposed or on, switching on, and the panel it is led from. */

import { shortTime } from "../shared/clock.js";
import { fill, keyed, refill } from "../shared/dom.js";
import { newKey, post } from "../shared/http.js";
import { LOOKS } from "../shared/surges.js";
import { toast } from "../shared/toasts.js";
import { makeSurgePanel } from "./surgepanel.js";
import { triage } from "./triage.js";
import { say } from "./words.js";

/** @param {{hear: (cards: object[]) => void, onOpen: (id: number) => void}} on
 * @returns {{draw: (surges: object[], incidents: object[]) => void}} */
export function makeSurges({ hear, onOpen }) {
  const lines = document.getElementById("surges");
  const dialog = document.querySelector("#surge-start");
  const isLead = Boolean(dialog);
  const panel = makeSurgePanel({ send, onOpen });
  let shown = [];
  let proposal = null;

  lines.addEventListener("click", ({ target }) => {
    const button = target.closest("[data-act]");
    const card = button && shown.find(({ id }) => id === button.closest("[data-surge]").shows.card.id);
    if (!card) return;
    if (button.dataset.act === "lead") panel.open(card);
    if (button.dataset.act === "start") begin(card);
    if (button.dataset.act === "dismiss") send(`${card.id}/dismissal/`, {}, button);
  });
  document.querySelector("#surge-open")?.addEventListener("click", () => begin(null));
  dialog?.querySelector("form").addEventListener("submit", (event) => {
    event.preventDefault();
    start(event.target, event.submitter);
  });

  /** What was typed stays in the dialog until it was taken. */
  function begin(card) {
    proposal = card;
    const boxes = dialog.querySelectorAll("[name=areas]");
    if (card) for (const box of boxes) box.checked = box.value === card.area_code;
    refill(dialog, { proposed: card && said(card), problem: null });
    if (!dialog.open) dialog.showModal();
    dialog.querySelector("[name=areas]:checked")?.scrollIntoView({ block: "nearest" });
  }

  async function start(form, button) {
    const data = new FormData(form);
    const body = {
      category: data.get("category"),
      areas: data.getAll("areas"),
      alert: data.get("alert"),
      reason: data.get("reason").trim(),
      proposal: proposal?.id ?? null,
    };
    const answer = await send("", body, button, (text) => refill(dialog, { problem: text }));
    if (!answer) return;
    dialog.close();
    form.reset();
    panel.open(answer.surge);
  }

  /** One command at a time for each button; a refusal is said where it was given.
   * @returns {Promise<object|null>} the answer, null when it was refused */
  async function send(path, body, button, onProblem = (text) => toast(text, { kind: "crit" })) {
    if (button.getAttribute("aria-busy")) return null;
    button.setAttribute("aria-busy", "true");
    const answer = await post(`/api/v1/surges/${path}`, body, { key: newKey() });
    button.removeAttribute("aria-busy");
    if (!answer.ok) {
      onProblem(answer.refusal.detail || say(answer.refusal.status ? "refused.other" : "refused.0", { status: answer.refusal.status }));
      return null;
    }
    onProblem("");
    if (answer.data.surge) hearSurge(answer.data.surge);
    return answer.data;
  }

  /** One that is settled leaves the boards. */
  function hearSurge(card) {
    hear([["proposed", "on"].includes(card.stage) ? card : { ...card, gone: true }]);
  }

  function draw(surges, incidents) {
    shown = [...surges].sort((one, other) => one.since.localeCompare(other.since) || one.id - other.id);
    const rows = shown.map((card) => ({ card, waiting: card.stage === "on" ? triage(card, incidents, shown).length : 0 }));
    keyed(lines, rows, { key: ({ card }) => `${card.id}${card.stage}`, create: newLine, update: drawLine });
    panel.draw(shown, incidents);
  }

  function newLine({ card }) {
    return fill(card.stage === "on" ? "t-surge-on" : "t-surge-proposed");
  }

  function drawLine(element, { card, waiting }) {
    if (card.stage !== "on") return refill(element, { words: said(card), start: isLead, dismiss: isLead, lead: !isLead });
    element.className = `banner ${LOOKS[card.alert]}`;
    return refill(element, {
      head: say("surge.head", { alert: card.alert_label.toUpperCase() }),
      words: say("surge.on", { what: card.title, where: card.where }),
      by: say("surge.since", { at: shortTime(card.since), who: card.by }),
      more: say("surge.parts", { attached: card.attached, waiting }),
    });
  }

  return { draw };
}

function said({ where, counted, window_min: minutes }) {
  return say("surge.proposed", { n: counted, where, minutes });
}
