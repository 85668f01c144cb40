/** The dialog of who reported an incident: masked, until somebody gives a reason; then his numbers, to be called back. */

import { shortTime } from "../shared/clock.js";
import { fill, refill } from "../shared/dom.js";
import { get, post } from "../shared/http.js";
import { momentText } from "./days.js";
import { say } from "./words.js";

/** @returns {{open: (card: Record<string, any>) => void}} */
export function makeReporters() {
  const dialog = document.getElementById("reporters-dialog");
  const list = dialog.querySelector("ul");
  const state = dialog.querySelector("[role=status]");
  let shown = null;

  list.addEventListener("submit", (event) => {
    event.preventDefault();
    reveal(event.target.closest("li"));
  });
  // What was looked at once is not left lying open: the next look gives a reason of its own.
  dialog.addEventListener("close", () => list.replaceChildren());

  async function open(card) {
    shown = card.id;
    list.replaceChildren();
    state.textContent = say("journal.loading");
    refill(dialog, { short: card.short });
    dialog.showModal();
    const answer = await get(`/api/v1/incidents/${card.id}/reports/`);
    if (shown !== card.id || !dialog.open) return;
    if (!answer.ok) state.textContent = answer.refusal.detail || say("refused.0");
    else draw(answer.data.reports);
  }

  function draw(reports) {
    state.textContent = reports.length ? "" : say("reporters.none");
    list.replaceChildren(...reports.map(newLine));
  }

  function newLine(report) {
    const caller = report.is_hidden ? say("reporters.hidden") : report.caller || say("reporters.no_number");
    const line = fill("t-reporter", {
      at: momentText(report.at, shortTime), caller, words: report.words || say("report.silent"), about: `${report.source} · ${report.taker}`,
      name: null, call: null, callback: null, error: null, secret: report.is_hidden,
    });
    return Object.assign(line, { shows: report });
  }

  async function reveal(line) {
    const button = line.querySelector("form button");
    button.disabled = true;
    const reason = line.querySelector("select").value;
    const answer = await post(`/api/v1/reports/${line.shows.id}/reveal/`, { reason });
    button.disabled = false;
    if (!answer.ok) refill(line, { error: answer.refusal.detail || say("refused.0") });
    else show(line, answer.data);
  }

  function show(line, { name, caller, callback }) {
    refill(line, { name: name || say("reporters.no_name"), error: null });
    line.querySelector("form").hidden = true;
    offer(line, "call", caller);
    offer(line, "callback", callback === caller ? "" : callback);
    (line.querySelector("a:not([hidden])") ?? line.querySelector('[data-f="name"]')).focus();
  }

  function offer(line, place, number) {
    const link = line.querySelector(`[data-f="${place}"]`);
    link.hidden = !number;
    if (!number) return;
    link.href = `tel:${number.replace(/[^\d+]/g, "")}`;
    link.querySelector("span").textContent = say("reporters.call", { number });
  }

  return { open };
}
