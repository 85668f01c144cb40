/** The command line on the page: says in words what was typed, sends on Enter, keeps what was refused in the box. */

import { instantOf, serverNow } from "../shared/clock.js";
import { refill, setIcon } from "../shared/dom.js";
import { get } from "../shared/http.js";
import { toast } from "../shared/toasts.js";
import { parse } from "./command.js";
import { complete } from "./completing.js";
import { requestOf } from "./requests.js";
import { makeRecall, verbSpan } from "./recalling.js";
import { unitState } from "./state.js";
import { makeWays, whoWith } from "./ways.js";
import { meaning, say } from "./words.js";

const decimal = new Intl.NumberFormat("id-ID", { maximumFractionDigits: 1 });

/** @param {{send: Function, ground: () => {incidents: object[], units: object[], agencies: object[], work: Map<number, object>}, selected: () => object|null, look: (at: {lat: number, lng: number}) => void,
 *   onLost: (incident: number, units: string[]) => void}} desk  onLost: these could not be sent there
 * @returns {{focus: () => void, redraw: () => void}} */
export function makeLine({ send, ground, selected, look, onLost }) {
  const form = document.getElementById("command");
  const line = document.getElementById("line");
  const said = document.getElementById("said");
  const ways = makeWays({ onNews: () => draw() });
  const sending = new Set();
  let before = null;

  const recall = makeRecall();

  line.addEventListener("input", () => {
    recall.rest();
    draw();
  });
  line.addEventListener("keydown", (event) => {
    if (event.key === "Tab" && !event.shiftKey) carryOn(event);
    if (event.key === "ArrowUp" || event.key === "ArrowDown") bringBack(event);
    if (event.key !== "Escape") return;
    event.stopPropagation();
    if (line.value && !before) line.value = "";
    else leave();
    draw();
  });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const read = understand();
    if (sending.has(line.value) || !read || read.problem) {
      draw();
      return;
    }
    await run(read);
  });

  // A line that a key has written goes as it came: the hand is back where it was.
  function leave() {
    line.blur();
    if (before) line.value = "";
    goBack();
  }

  function goBack() {
    if (before) (before.hidden ? document.getElementById("content") : before).focus();
    before = null;
  }

  // Tab stays in a line with words, also when there is nothing to add: what is typed next would else be keys of the board.
  // Shift+Tab and Escape lead out.
  function carryOn(event) {
    if (!line.value) return;
    event.preventDefault();
    const whole = line.selectionEnd === line.value.length ? complete(line.value, ground()) : line.value;
    if (whole === line.value) return;
    line.value = whole;
    draw();
  }

  function bringBack(event) {
    const text = recall.step(event.key === "ArrowUp" ? -1 : 1);
    event.preventDefault();
    if (text === null) return;
    line.value = text;
    line.setSelectionRange(...verbSpan(text));
    draw();
  }

  function understand() {
    const zone = document.body.dataset.timeZone;
    return parse(line.value, { ...ground(), selected: selected(), instantOf: (text) => instantOf(text, serverNow(), zone) });
  }

  async function run(read) {
    const typed = line.value;
    sending.add(typed);
    draw();
    const fates = [];
    for (const order of read.orders) {
      const control = said.querySelector("[data-f=look]");
      const fate = order.do === "look" ? await seek(order.text) : await send(requestOf(order, meaning(read)), control);
      if (fate === "refused" && order.do === "assign") onLost(order.incident, order.units);
      fates.push(fate);
    }
    sending.delete(typed);
    // What was refused stays in the box with its reason; what is unsent stands beside it.
    if (!fates.includes("refused") && line.value === typed) {
      recall.keep(typed);
      line.value = "";
      goBack();
    }
    draw();
  }

  async function seek(text) {
    const answer = await get(`/api/v1/places/?${new URLSearchParams({ q: text })}`);
    const found = answer.ok ? answer.data.results.find((row) => row.lat !== null) : null;
    if (!found) {
      toast(answer.ok ? say("look.none", { text }) : answer.refusal.detail || say("refused.0"), { kind: "warn" });
      return "refused";
    }
    look(found);
    toast(say("look.there", { name: found.name }));
    return "done";
  }

  function draw() {
    form.classList.toggle("is-typed", line.value.trim() !== "");
    // Of a bad line the answer takes seconds: who types on meanwhile reads what the next one means, and may send it.
    if (sending.has(line.value)) return;
    const read = understand();
    said.hidden = !read;
    if (!read) return;
    const look = said.querySelector("[data-f=look]");
    look.className = `st ${read.problem ? "warn" : "info"}`;
    setIcon(look, read.problem ? "warn" : "go");
    refill(said, { words: meaning(withWays(read)), enter: !read.problem });
  }

  // Only what is read before Enter says how far it is; what was sent keeps its plain words.
  function withWays(read) {
    const order = read.orders?.[0];
    if (order?.do !== "assign" || order.units.length === 0) return read;
    return { ...read, values: { ...read.values, who: whoWith(order, ways.of(order), wordsOf) } };
  }

  function wordsOf(sign, { km, minutes, is_estimate: isEstimate }) {
    const { units, work } = ground();
    const state = say(`state.${unitState(units.find((unit) => unit.call_sign === sign), work)}`);
    return say(isEstimate ? "way.estimate" : "way", { state, km: decimal.format(km), n: minutes });
  }

  /** Writes the closing of this incident into the line, where it is read before Enter sends it. */
  function offerClosing(card) {
    if (!card || card.closed_at) return;
    before = document.getElementById("rows");
    line.value = `T ${card.number}`;
    line.focus();
    draw();
  }

  return {
    offerClosing,
    focus: () => {
      before = null;
      line.focus();
      line.select();
    },
    redraw: () => line.value && draw(),
  };
}
