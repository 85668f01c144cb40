/**
 * Draws whom to send to the opened incident, as the server proposes it: the first few with keys 1–4, what is missing, who
 * is nowhere known, and on request the rest and who else was passed over; raises and lowers the alarm.
 */

import { fill, keyed, refill } from "../shared/dom.js";
import { say } from "./words.js";

const SHOWN = 4;
const NOTHING = { plan: null, skipped: [], missing: [], passed: [], alarm: 1, next_alarm: null };
const decimal = new Intl.NumberFormat("id-ID", { maximumFractionDigits: 1 });

/** @param {{onAssign: (chosen: {agencies: string[], units: string[]}, control: HTMLButtonElement) => void,
 *   onAlarm: (level: number, control: HTMLButtonElement) => void}} on
 * @returns {{set: (found: object[], why: object|null) => void, draw: (isOpen: boolean) => void, take: (nth: number) => void}} */
export function makeSuggestions({ onAssign, onAlarm }) {
  const panel = document.getElementById("suggestions");
  const box = document.getElementById("suggested");
  const aside = document.getElementById("passed-over");
  const more = document.getElementById("suggested-more");
  const rest = document.getElementById("suggested-rest");
  let found = [];
  let why = NOTHING;
  let passed = [];

  const acts = {
    all: (control) => onAssign(together(found), control),
    raise: (control) => onAlarm(why.next_alarm, control),
    lower: (control) => onAlarm(why.alarm - 1, control),
    more: () => unfold(rest.hidden),
  };

  panel.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (button?.dataset.act) acts[button.dataset.act](button);
    else if (button) onAssign(button.closest(".ru").shows.order, button);
  });

  function set(proposals, recommendation) {
    found = proposals.map((row, index) => ({ ...row, nth: index < SHOWN ? index + 1 : null, order: orderOf(row) }));
    why = recommendation ?? NOTHING;
    passed = why.passed.filter((one) => !one.is_unsure);
    draw(!panel.dataset.closed);
  }

  /** @param {boolean} isOpen whether the incident still takes assignments */
  function draw(isOpen) {
    panel.dataset.closed = isOpen ? "" : "yes";
    const unsure = why.passed.filter((one) => one.is_unsure);
    panel.hidden = !isOpen || !(found.length || unsure.length || why.missing.length || why.plan);
    if (panel.hidden) return;
    drawRows(box, found.slice(0, SHOWN));
    drawRows(more, found.slice(SHOWN));
    drawLines("missing", [...why.skipped, ...why.missing], (text) => ["t-missing", { text }]);
    aside.hidden = unsure.length === 0;
    aside.textContent = unsure.map(({ unit, reason }) => say("passed_over", { unit, reason })).join(" · ");
    drawLines("passed", passed, ({ unit, reason }) => ["t-passed", { unit, reason }]);
    panel.querySelector("[data-f=plan]").title = planText(why);
    refill(panel, { plan: planText(why), alarm: why.alarm > 1 ? say("alarm_level", { n: why.alarm }) : null });
    drawDeeds();
  }

  function drawDeeds() {
    const words = {
      all: found.length > 1 && why.plan ? say("suggest.all", { n: found.length }) : "",
      raise: why.next_alarm ? say("suggest.raise", { n: why.next_alarm }) : "",
      lower: why.alarm > 1 ? say("suggest.lower", { n: why.alarm - 1 }) : "",
      more: moreText(),
    };
    for (const [name, text] of Object.entries(words)) {
      const button = panel.querySelector(`[data-act=${name}]`);
      button.hidden = text === "";
      // While it says "mengirim…" its words are not ours.
      if (!button.hasAttribute("aria-busy")) button.querySelector("span").textContent = text;
    }
    if (words.more === "") unfold(false);
  }

  function moreText() {
    const values = { n: Math.max(0, found.length - SHOWN), passed: passed.length };
    if (!values.n && !values.passed) return "";
    if (!rest.hidden) return say("suggest.less");
    return say(values.n ? "suggest.rest" : "suggest.passed", values);
  }

  function unfold(isOpen) {
    rest.hidden = !isOpen;
    const button = panel.querySelector("[data-act=more]");
    button.setAttribute("aria-expanded", String(isOpen));
    button.querySelector("span").textContent = moreText();
    if (isOpen) rest.scrollIntoView({ block: "nearest" });
  }

  function take(nth) {
    const row = box.children[nth - 1];
    if (row && !row.querySelector("button").disabled) onAssign(row.shows.order, row.querySelector("button"));
  }

  return { set, draw, take };
}

function planText({ plan }) {
  if (!plan) return say("plan.none");
  return say(plan.is_approved ? "plan" : "plan.example", { title: plan.title, edition: plan.edition });
}

function orderOf({ unit, agency }) {
  return unit ? { agencies: [], units: [unit] } : { agencies: [agency], units: [] };
}

/** All that is proposed as one order; an agency without a unit is told as a whole. */
function together(found) {
  return { agencies: found.flatMap((row) => row.order.agencies), units: found.flatMap((row) => row.order.units) };
}

function drawRows(box, rows) {
  keyed(box, rows, { key: (row) => row.unit ?? row.agency, create: () => fill("t-suggestion"), update: drawRow });
}

function drawLines(id, rows, lineOf) {
  document.getElementById(id).replaceChildren(...rows.map((row) => fill(...lineOf(row))));
}

function drawRow(element, row) {
  const { nth, unit, agency, name, km, minutes, reason, is_estimate: isEstimate, is_proposed: isProposed } = row;
  const far = km === null ? "" : say("km", { n: decimal.format(km) });
  const why = [isProposed ? say("proposed") : "", far, unit ? "" : name, reason].filter(Boolean).join(" · ");
  const time = minutes === null ? null : say(isEstimate ? "estimate" : "short_minutes", { n: minutes });
  refill(element, { key: nth === null ? null : nth, icon: Boolean(unit), who: unit ?? agency, why, minutes: time });
  element.querySelector('[data-f="why"]').title = why;
  element.querySelector("button").classList.toggle("pri", nth === 1);
}
