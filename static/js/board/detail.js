/** The opened incident: hands its card to the parts that draw it, and turns their buttons into orders. */

import { makeAttachments } from "../shared/attachments.js";
import { onTick, serverNow, shortTime } from "../shared/clock.js";
import { makeAssignments } from "./assignments.js";
import { askChange } from "./changing.js";
import { askClosing, askReason } from "./dialogs.js";
import { makeHead } from "./head.js";
import { makeJotting } from "./jotting.js";
import { makeJournal } from "./journal.js";
import { makeKeeping } from "./keeping.js";
import { askMove } from "./movedialog.js";
import { askMerge, linking, merging, unlinking, unmerging } from "./merging.js";
import { closing, reopening, requestOf } from "./requests.js";
import { makePicker } from "./picker.js";
import { makeReporters } from "./reporters.js";
import { makeReports, splitting } from "./reports.js";
import { isFree, losers, nextLike } from "./reserved.js";
import { notBefore } from "./state.js";
import { makeSuggestions } from "./suggestions.js";
import { meaning, say } from "./words.js";

/** @param {{send: Function, problem: (text: string) => void, ground: () => object, onOpen: (id: number) => void}} desk
 *   ground: {agencies, dispositions, ladder, incidents, units, work}; send: see orders.js
 * @returns {{draw: (card: object|null) => void, keys: Record<string, () => void>, offerNext: (id: number, lost: string[]) => Promise<void>}}
 *   keys: what single keys do with it; offerNext: names the first unit left for that incident */
export function makeDetail({ send, problem, ground, onOpen }) {
  const body = document.getElementById("detail-body");
  let card = null;

  const head = makeHead({ onOpen, onUnlink: (control) => send(unlinking(card), control) });
  const keeping = makeKeeping({ send, card: () => card, onAssign: assign, ground });
  const suggestions = makeSuggestions({ onAssign: assign, onAlarm: alarm });
  const journal = makeJournal({ onSuggestions: suggestions.set });
  const jotting = makeJotting({ send, card: () => card, ground, pending: journal.pending });
  const [attachments, reports] = [makeAttachments(), makeReports({ onSplit: (report, control) => send(splitting(card, report), control) })];
  const picker = makePicker({
    onAssign: assign,
    onReserve: keeping.reserve,
    onBadTime: (word) => problem(say("problem.time", { word })),
    onToggle: (isOpen, hadFocus) => {
      act("pick").setAttribute("aria-expanded", String(isOpen));
      // Where it was opened, the hand goes on: a hidden field must not keep the keys.
      if (!isOpen && hadFocus) act("pick").focus();
    },
  });
  const assignments = makeAssignments({
    onStep: step, onWrite: jotting.write, onMove: move, ladder: () => ground().ladder,
    onBadTime: (word) => problem(say("problem.time", { word })),
    agencyOf: (code) => ground().agencies.find((agency) => agency.code === code),
    freeUnits: (code) => ground().units.filter((unit) => unit.agency === code && isFree(unit, ground().work)),
  });
  const reporters = makeReporters();
  const acts = { pick, reporters: () => reporters.open(card), note: jotting.focus, change, close, reopen, merge, unmerge, escalate: () => escalate(card) };

  body.querySelector(".bt").addEventListener("click", (event) => {
    const button = event.target.closest("[data-act]");
    if (button) acts[button.dataset.act](button);
  });
  onTick(tick);

  function act(name) {
    return body.querySelector(`.bt [data-act=${name}]`);
  }

  /** Shows a card, or nothing. Drawing the same incident again keeps what is typed and opened. */
  function draw(next) {
    const isOther = next?.id !== card?.id;
    const isNews = next !== card;
    card = next;
    if (isOther) {
      body.hidden = !card;
      document.getElementById("no-detail").hidden = Boolean(card);
      picker.open(false);
    }
    jotting.follow();
    journal.follow(card);
    reports.follow(card);
    attachments.follow(card?.masked ? null : card);
    if (!card) return;
    const taken = card.assignments.filter((row) => !row.ended_at).map((row) => row.unit ?? row.agency);
    picker.setGround({ ...ground(), taken: new Set(taken) });
    if (!isNews) return;
    head.draw(card);
    drawActs();
    assignments.draw(card);
    keeping.draw(card);
    suggestions.draw(!card.closed_at);
    tick(serverNow());
  }

  function drawActs() {
    for (const name of ["pick", "change", "merge", "close"]) act(name).hidden = Boolean(card.closed_at);
    for (const name of ["change", "merge", "unmerge", "reporters"]) act(name).disabled = Boolean(card.masked);
    act("unmerge").hidden = card.outcome !== "merged";
    const spot = card.lat === null ? "" : `?point=${card.lat},${card.lng}`;
    const more = document.getElementById("place-note-new");
    more.href = `${more.pathname}${spot}`;
    act("escalate").hidden = !card.assignments.some((row) => row.state === "notified");
    act("reopen").hidden = !card.closed_at || card.outcome === "merged";
  }

  function tick(now) {
    if (!card) return;
    head.tick(card, now);
    assignments.tick(card, now);
  }

  async function assign({ agencies, units }, control) {
    const { id, short } = card;
    const kept = losers(ground().units.filter(({ call_sign: sign }) => units.includes(sign)), card, ground().incidents);
    const said = say(kept ? "say.assign_kept" : "say.assign", { who: [...units, ...agencies].join(", "), short, kept });
    const fate = await send(requestOf({ do: "assign", incident: id, agencies, units }, said), control);
    if (fate === "refused") await offerNext(id, units);
    return fate;
  }

  // The refusal has said who was faster; what is left is read anew, and the first that can do the same is named.
  async function offerNext(id, lost) {
    if (lost.length === 0) return;
    const suggested = (await journal.again(id)).map(({ unit }) => unit).filter((unit) => unit && !lost.includes(unit));
    const next = nextLike(lost, suggested, ground());
    if (next) problem(say("next_unit", { who: next }));
  }

  function alarm(level, control) {
    const order = { do: "alarm", incident: card.id, level };
    return send(requestOf(order, say("say.alarm", { short: card.short, level })), control);
  }

  async function step(row, verb, { at: typed, unit }, control) {
    const [short, who] = [card.short, row.unit || (verb === "accept" && unit) || row.agency_name];
    const at = typed && notBefore(typed, row, card.reported_at);
    const values = { who, short, verb: say(`verb.${verb}`), at: shortTime(at) };
    const reason = verb === "decline" ? await askReason("reason.decline", values, values.verb) : "";
    if (reason === null) return;
    const order = { do: "progress", assignment: row.id, verb, at, reason, unit: verb === "accept" ? unit : null };
    const said = verb === "recall" ? "recall" : "progress";
    await send(requestOf(order, say(`say.${said}${at ? "_at" : ""}`, values)), control);
  }

  async function move(row, control) {
    const meant = await askMove(card, row, ground());
    if (meant) await send(requestOf(meant.orders[0], meaning(meant)), control);
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
    let [shown, answer, fate] = [card, null, ""];
    // What was chosen and typed is there again when it was refused, beside what happened meanwhile.
    do {
      shown = card;
      answer = await askClosing(shown, ground(), answer);
      fate = answer && (await send(closing(shown, answer), control));
    } while (fate === "refused" && card?.id === shown.id && !card.closed_at);
  }

  async function reopen(control) {
    const shown = card;
    const reason = await askReason("reason.reopen", { short: shown.short }, say("reopen"));
    if (reason) await send(reopening(shown, reason), control);
  }

  async function escalate(shown) {
    if (!shown) return;
    if (!shown.assignments.some((row) => row.state === "notified")) return problem(say("problem.escalate_whom", { short: shown.short }));
    const reason = await askReason("reason.escalate", { short: shown.short }, say("escalate"));
    if (reason) await send(requestOf({ do: "escalate", incident: shown.id, agencies: [], reason }, say("say.escalate", { short: shown.short, reason })));
  }

  async function merge(control = null) {
    const shown = card;
    if (!shown || shown.closed_at || shown.masked) return;
    const answer = await askMerge(shown, ground().incidents);
    if (!answer) return;
    const { other, isPart } = answer;
    const fate = await send(isPart ? linking(shown, other) : merging(shown, other), control);
    if (fate === "done" && !isPart) onOpen(other.id);
  }

  async function unmerge(control) {
    await send(unmerging(card), control);
  }

  const assignNth = (nth) => card && suggestions.take(nth);
  const numbered = Object.fromEntries([1, 2, 3, 4].map((nth) => [nth, () => assignNth(nth)]));
  return { draw, escalate, offerNext, keys: { d: pick, n: () => card && jotting.focus(), g: () => merge(), ...numbered } };
}
