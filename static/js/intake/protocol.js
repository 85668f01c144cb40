/** The panel of questions: Y, T and ? answer and go on, arrows move, a click answers too; what is read out stands large. */

import { fill, keyed, refill, setIcon } from "../shared/dom.js";
import { get } from "../shared/http.js";
import { answered, fieldOf, isAlarming, protocolFor, replyOf, suggested, toRead, unanswered, withEdition } from "./asking.js";
import { settleSop } from "./sop.js";
import { byId, word, write } from "./words.js";

const KEYS = { y: "yes", t: "no", n: "no", "?": "unknown", "/": "unknown" };
const STEPS = { ArrowDown: 1, ArrowUp: -1 };

/**
 * @param {(fields: object, after?: number) => void} change
 * @param {(field: string) => void} take takes the answer that is offered in place of the one shown
 */
export function protocolPanel(change, take) {
  const list = byId("questions");
  /** @type {import("./asking.js").Protocol[]} */
  let known = JSON.parse(byId("protocols").textContent);
  const asked = new Set();
  let draft = null;
  let kind = null;
  let shown = null;
  let present = null;
  let last = null;

  /** An edition this page does not have was published after it was opened, or is the one this report was begun with. */
  async function learn(id) {
    if (!id || asked.has(id) || known.some((one) => one.id === id)) return;
    asked.add(id);
    const answer = await get(`/api/v1/protocols/${id}/`);
    if (!answer.ok) {
      asked.delete(id);
      return;
    }
    known = withEdition(known, answer.data.protocol);
    draw(draft, kind);
  }

  function reply(question, value) {
    if (!draft || !shown) return;
    present = question;
    last = isAlarming(question, value) ? question : last;
    change(answered(draft, kind, shown, question, value));
  }

  /** Another window answered otherwise: its answer counts now, with what it suggests, and the one shown is offered. */
  function takeOther(question) {
    const { priority } = answered(draft, kind, shown, question, draft.other[fieldOf(question.id)]);
    take(fieldOf(question.id));
    if (priority !== undefined) change({ priority });
  }

  function step(question, by) {
    const at = shown.questions.indexOf(question) + by;
    list.children[at]?.focus();
  }

  function press(event, question) {
    if (event.altKey || event.ctrlKey || event.metaKey || event.isComposing) return;
    const value = KEYS[event.key.toLowerCase()];
    if (!value && !STEPS[event.key]) return;
    event.preventDefault();
    if (value) reply(question, value);
    step(question, STEPS[event.key] ?? 1);
  }

  function create(question) {
    const row = fill("question-row", { text: question.text });
    row.addEventListener("keydown", (event) => press(event, question));
    row.addEventListener("focus", () => {
      present = question;
      drawRows();
    });
    for (const button of row.querySelectorAll("[data-reply]")) {
      button.addEventListener("click", () => {
        reply(question, button.dataset.reply);
        row.focus();
      });
    }
    row.querySelector("[data-take]").addEventListener("click", () => takeOther(question));
    return row;
  }

  function drawRows() {
    const questions = shown.questions;
    const at = Math.max(0, questions.indexOf(present) >= 0 ? questions.indexOf(present) : questions.findIndex((one) => !replyOf(draft, one)));
    questions.forEach((question, index) => drawRow(list.children[index], question, index === at));
    drawReadOut(toRead(draft, present, last));
    write(byId("asked-count"), word("asked", { n: questions.length - unanswered(draft, shown), all: questions.length }));
  }

  function drawReadOut(read) {
    const box = byId("read-out");
    const isNew = read !== null && byId("read-text").textContent !== read.instruction;
    box.hidden = !read;
    write(byId("read-text"), read?.instruction ?? "");
    if (isNew && list.contains(document.activeElement)) box.scrollIntoView({ block: "nearest" });
  }

  function drawRow(row, question, isPresent) {
    const now = replyOf(draft, question);
    row.tabIndex = isPresent ? 0 : -1;
    row.classList.toggle("alarm", isAlarming(question, now));
    for (const button of row.querySelectorAll("[data-reply]")) {
      const isOn = button.dataset.reply === now;
      button.setAttribute("aria-pressed", String(isOn));
      if (isOn) row.setAttribute("aria-label", `${question.text} ${button.textContent}`);
    }
    if (!now) row.setAttribute("aria-label", question.text);
    const other = draft.other[fieldOf(question.id)];
    const label = other && row.querySelector(`[data-reply="${other}"]`).textContent;
    refill(row, { other: label ? word("other", { text: label }) : null, take: Boolean(label) });
  }

  function drawHead() {
    write(byId("protocol-title"), shown.title);
    write(byId("protocol-state"), word(shown.is_approved ? "approved" : "example", { n: shown.edition }));
    byId("protocol-state").className = shown.is_approved ? "t3" : "c-warn";
    write(byId("sop-text"), shown.sop);
    byId("sop").hidden = !shown.sop;
  }

  /** @param {object|null} next the draft @param {object|null} nextKind the kind it has */
  function draw(next, nextKind) {
    const isOther = next?.id !== draft?.id;
    draft = next;
    kind = nextKind;
    const protocol = draft && kind ? protocolFor(draft, known) : null;
    if (draft) learn(draft.protocol);
    if (isOther || protocol?.id !== shown?.id) {
      shown = protocol;
      present = null;
      last = shown?.questions.findLast((one) => one.raises_to && isAlarming(one, replyOf(draft, one))) ?? null;
      if (isOther) settleSop();
    }
    byId("protocol-section").hidden = !shown;
    drawFoot(draft && shown ? unanswered(draft, shown) : 0);
    if (!shown) return;
    keyed(list, shown.questions, { key: (one) => one.id, create, update: () => {} });
    drawHead();
    drawRows();
  }

  function drawFoot(open) {
    const item = byId("unanswered");
    item.hidden = !shown;
    item.className = open ? "c-warn" : "c-ok";
    setIcon(item, open ? "warn" : "check");
    item.querySelector(".lacks").hidden = !open;
    write(item.querySelector("[data-f=count]"), open ? word("unanswered", { n: open }) : word("allAnswered"));
    byId("protocol-section").classList.toggle("done", !open);
  }

  return {
    draw,
    known: () => known,
    suggested: (one, its) => suggested(one, its, protocolFor(one, known)),
  };
}

/** Goes to the question that is asked now. */
export function focusQuestion() {
  byId("questions").querySelector("[tabindex='0']")?.focus();
}
