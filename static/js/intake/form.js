/** The fields of the open report: what is shown in them, what was typed, what is wrong, what is still missing. */

import { clockText } from "../shared/clock.js";
import { fill, refill, setIcon } from "../shared/dom.js";
import { isAnswer, isSaved, isUntouched, missing, valueOf } from "./draft.js";
import { clearErrors, showError } from "./errors.js";
import { fits, tooLong } from "./lengths.js";
import { POINT } from "./merging.js";
import { TYPING_PAUSE } from "./saving.js";
import { isTalk, pointText } from "./state.js";
import { byId, settings, word, write } from "./words.js";

const form = byId("form");
const fields = [...form.querySelectorAll("[data-field]")];
const kinds = JSON.parse(byId("kinds").textContent);
let shownId = null;

/** Tells what a person changes. @param {(fields: object, after?: number) => void} change */
export function listen(change) {
  for (const field of fields) {
    const name = field.dataset.field;
    field.addEventListener("input", () => {
      showError(name, tooLong(field));
      change({ [name]: read(field) }, isTyped(field) ? TYPING_PAUSE : 0);
    });
    field.addEventListener("change", () => change({ [name]: read(field) }));
  }
  for (const button of form.querySelectorAll("[data-step]")) {
    button.addEventListener("click", () => count(byId(button.dataset.of), Number(button.dataset.step)));
  }
}

/** One more or one less, as if it had been typed. */
function count(field, by) {
  field.value = Math.min(Math.max(read(field) + by, 0), Number(field.max));
  field.dispatchEvent(new Event("change"));
}

const isTyped = (field) => field.matches("input:not([type=checkbox]), textarea");

function read(field) {
  if (field.type === "checkbox") return field.checked;
  if (field.type === "number") return Math.min(Math.max(Math.trunc(Number(field.value)) || 0, 0), Number(field.max));
  if (field.tagName === "FIELDSET") return Number(field.querySelector(":checked")?.value) || null;
  return field.value;
}

/** Draws a draft. A text that a person is typing is left alone, unless it belongs to another draft. */
export function drawForm(view) {
  const { draft, call } = view;
  form.hidden = !draft;
  if (!draft) {
    shownId = null;
    return;
  }
  const isOther = draft.id !== shownId;
  shownId = draft.id;
  if (isOther) clearErrors(form);
  for (const field of fields) show(field, valueOf(draft, field.dataset.field), isOther);
  if (isOther) for (const field of fields) if (tooLong(field)) showError(field.id, tooLong(field));
  byId("outcome-section").hidden = !call;
  byId("discard").hidden = Boolean(draft.callId);
  byId("form-source").hidden = Boolean(draft.callId);
  // As the server has it: what is only in this browser is on no board yet.
  byId("early").hidden = !draft.saved.category || (!draft.saved.place_text && draft.saved.lat === null);
  write(byId("form-source"), settings.sources[draft.source] ?? "");
  // To be read out while nothing has been said: then it gives way to what is written.
  byId("greeting").hidden = !isTalk(call) || call.channel !== "voice" || !isUntouched(draft);
  drawOthers(view);
  drawSaved(view);
  drawNeeds(view);
}

function show(field, value, isOther) {
  // A word from before there was a list.
  if (field.id === "relation" && value && !field.querySelector(`[value="${CSS.escape(value)}"]`)) field.add(new Option(value, value));
  if (field.tagName === "FIELDSET") {
    for (const radio of field.querySelectorAll("input")) radio.checked = Number(radio.value) === value;
  } else if (field.type === "checkbox") field.checked = Boolean(value);
  else if (field.value !== (value ?? "") && (isOther || !isTyped(field) || field !== document.activeElement)) field.value = value ?? "";
}

/** As if a person had typed it there. @param {string} name @param {string} text */
export function typeInto(name, text) {
  const field = byId(name);
  field.value = text;
  field.dispatchEvent(new Event("input"));
}

function drawSaved({ draft, link, isSending }) {
  const place = byId("saved");
  const isWhole = isSaved(draft);
  place.classList.toggle("c-warn", !isWhole);
  const text = word("saved", { time: clockText(draft.savedAt) });
  const waiting = link === "lost" ? word("kept") : word("unsaved");
  write(place.firstElementChild, isSending ? word("sending") : isWhole ? text : waiting);
}

function drawNeeds({ draft, call }) {
  const { required, wanted } = missing(draft, call);
  for (const item of byId("form").querySelectorAll("[data-need]")) {
    const code = item.dataset.need;
    const isMissing = required.includes(code);
    const isWanted = wanted.includes(code);
    item.hidden = code === "outcome" && !call;
    const isWrong = isMissing || !fits(code, valueOf(draft, code));
    item.className = isWrong ? "c-warn" : isWanted ? "t3" : "c-ok";
    setIcon(item, isWrong ? "warn" : isWanted ? "circ" : "check");
    item.querySelector(".lacks").hidden = !isMissing && !isWanted;
  }
  const done = { "outcome-section": call?.outcome, "place-section": !required.includes("place_text") && fits("place_text", valueOf(draft, "place_text")), "kind-section": !required.includes("category") };
  for (const [id, isDone] of Object.entries(done)) byId(id).classList.toggle("done", Boolean(isDone));
}

let take = () => {};

/**
 * What is offered beside a field takes its place, also while somebody is in it.
 * @param {object} saver @param {() => object} draftNow @returns {(field: string) => void}
 */
export function taking(saver, draftNow) {
  take = (name) => {
    const { id } = draftNow();
    saver.swap(id, name);
    showError(name, "");
    const field = fields.find((one) => one.dataset.field === name);
    if (field) show(field, valueOf(saver.find(id), name), true);
  };
  return take;
}

function drawOthers({ draft }) {
  for (const old of form.querySelectorAll(".other")) if (!(old.dataset.other in draft.other)) old.remove();
  // An answer is offered beside its question.
  for (const [name, value] of Object.entries(draft.other).filter(([name]) => !isAnswer(name))) {
    const known = form.querySelector(`[data-other="${name}"]`);
    const row = known ?? fill("other-row");
    refill(row, { text: word("other", { text: spoken(name, value) }) });
    if (known) continue;
    row.dataset.other = name;
    row.querySelector("button").addEventListener("click", () => take(name));
    (byId(`err-${name}`) ?? byId(name).closest(".step, .check")).after(row);
  }
}

/** A value in the words of the field: of a choice not its code. */
function spoken(name, value) {
  if (name === POINT) return pointText(value);
  if (typeof value === "boolean") return word(value ? "ticked" : "unticked");
  if (name === "category") return kinds.find(({ code }) => code === value)?.name ?? value;
  const choice = [...form.querySelectorAll(`#${name} :is(option, input)`)].find((one) => one.value === String(value));
  return choice ? (choice.closest("label")?.querySelector(".el") ?? choice).textContent : String(value);
}
