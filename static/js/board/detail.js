/** The opened incident: hands its card to the parts that draw it, and turns their buttons into orders. */

import { onTick, serverNow, shortTime } from "../shared/clock.js";
import { makeAssignments } from "./assignments.js";
import { askChange, askClosing, askReason } from "./dialogs.js";
import { makeHead } from "./head.js";
import { makeJournal } from "./journal.js";
import { closing, reopening, requestOf } from "./orders.js";
import { makePicker } from "./picker.js";
import { notBefore, unitState } from "./state.js";
import { makeSuggestions } from "./suggestions.js";
import { say } from "./words.js";

/** @param {{send: Function, problem: (text: string) => void, ground: () => object}} desk
 *   ground: {agencies, dispositions, units, work}; send: see orders.js
 * @returns {{draw: (card: object|null) => void, pick: () => void, note: () => void, assignNth: (nth: number) => void}} */
export function makeDetail({ send, problem, ground }) {
  const body = document.getElementById("detail-body");
  const note = document.getElementById("note");
  const drafts = new Map();
  let card = null;

  const head = makeHead();
  const suggestions = makeSuggestions({ onAssign: assign });
  const journal = makeJournal({ onSuggestions: suggestions.set });
  const picker = makePicker({
    onAssign: assign,
    onToggle: (isOpen) => act("pick").setAttribute("aria-expanded", String(isOpen)),
  });
  const assignments = makeAssignments({
    onStep: step,
    onBadTime: (word) => problem(say("problem.time", { word })),
    agencyOf: (code) => ground().agencies.find((agency) => agency.code === code),
    freeUnits: (code) => ground().units.filter((unit) => unit.agency === code && unitState(unit, ground().work) === "ready"),
  });
  const acts = { pick, note: () => note.focus(), change, close, reopen };

  body.querySelector(".bt").addEventListener("click", (event) => {
    const button = event.target.closest("[data-act]");
    if (button) acts[button.dataset.act](button);
  });
  note.addEventListener("input", () => card && drafts.set(card.id, note.value));
  document.getElementById("note-form").addEventListener("submit", jot);
  onTick(tick);

  function act(name) {
    return body.querySelector(`.bt [data-act=${name}]`);
  }

  /** Shows a card, or nothing. Drawing the same incident again keeps what is typed and opened. */
  function draw(next) {
    const isOther = next?.id !== card?.id;
    const isNews = next !== card;
    card = next;
    body.hidden = !card;
    document.getElementById("no-detail").hidden = Boolean(card);
    if (isOther) {
      picker.open(false);
      note.value = drafts.get(card?.id) ?? "";
    }
    journal.follow(card);
    if (!card) return;
    const taken = card.assignments.filter((row) => !row.ended_at).map((row) => row.unit ?? row.agency);
    picker.setGround({ ...ground(), taken: new Set(taken) });
    if (!isNews) return;
    head.draw(card);
    drawActs();
    assignments.draw(card);
    suggestions.draw(!card.closed_at);
    tick(serverNow());
  }

  function drawActs() {
    for (const name of ["pick", "change", "close"]) act(name).hidden = Boolean(card.closed_at);
    act("change").disabled = Boolean(card.masked);
    act("reopen").hidden = !card.closed_at || card.outcome === "merged";
  }

  function tick(now) {
    if (!card) return;
    head.tick(card, now);
    assignments.tick(card, now);
  }

  function assign({ agencies, units }, control) {
    const said = say("say.assign", { who: [...units, ...agencies].join(", "), short: card.short });
    return send(requestOf({ do: "assign", incident: card.id, agencies, units }, said), control);
  }

  async function step(row, verb, { at: typed, unit }, control) {
    const [short, who] = [card.short, row.unit || (verb === "accept" && unit) || row.agency_name];
    const at = typed && notBefore(typed, row, card.reported_at);
    const values = { who, short, verb: say(`verb.${verb}`), at: shortTime(at) };
    const reason = verb === "decline" ? await askReason("reason.decline", values, values.verb) : "";
    if (reason === null) return;
    const order = { do: "progress", assignment: row.id, verb, at, reason, unit: verb === "accept" ? unit : null };
    await send(requestOf(order, say(at ? "say.progress_at" : "say.progress", values)), control);
  }

  function pick() {
    if (card && !card.closed_at) picker.open(!picker.isOpen());
  }

  async function change(control) {
    const { id, short, version } = card;
    const changes = await askChange(card);
    if (!changes) return;
    const order = { do: "change", incident: id, changes: { ...changes, version } };
    await send(requestOf(order, say("say.edit", { short })), control);
  }

  async function close(control) {
    const shown = card;
    const answer = await askClosing(shown, ground().dispositions);
    if (answer) await send(closing(shown, answer), control);
  }

  async function reopen(control) {
    const shown = card;
    const reason = await askReason("reason.reopen", { short: shown.short }, say("reopen"));
    if (reason) await send(reopening(shown, reason), control);
  }

  async function jot(event) {
    event.preventDefault();
    const text = note.value.trim();
    if (!text || !card) return;
    const { id, short } = card;
    const settle = journal.pending(id, text);
    note.value = "";
    drafts.delete(id);
    const request = requestOf({ do: "note", incident: id, text }, say("say.note", { short, text }));
    const fate = await send({ ...request, onFate: settle }, null, true);
    if (fate === "refused" && card?.id === id && !note.value) note.value = text;
  }

  return { draw, pick, note: () => card && note.focus(), assignNth: (nth) => card && suggestions.take(nth) };
}
