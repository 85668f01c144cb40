/** The command line on the page: says in words what was typed, sends on Enter, keeps what was refused in the box. */

import { instantOf, serverNow } from "../shared/clock.js";
import { refill, setIcon } from "../shared/dom.js";
import { parse } from "./command.js";
import { requestOf } from "./orders.js";
import { meaning } from "./words.js";

/** @param {{send: Function, ground: () => {incidents: object[], units: object[], agencies: object[], work: Map<number, object>}, selected: () => object|null}} desk
 * @returns {{focus: () => void, redraw: () => void}} */
export function makeLine({ send, ground, selected }) {
  const form = document.getElementById("command");
  const line = document.getElementById("line");
  const said = document.getElementById("said");
  let isSending = false;

  line.addEventListener("input", draw);
  line.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    if (line.value) line.value = "";
    else line.blur();
    draw();
  });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const read = understand();
    if (isSending || !read || read.problem) {
      draw();
      return;
    }
    await run(read);
  });

  function understand() {
    const zone = document.body.dataset.timeZone;
    return parse(line.value, { ...ground(), selected: selected(), instantOf: (text) => instantOf(text, serverNow(), zone) });
  }

  async function run(read) {
    const typed = line.value;
    isSending = true;
    draw();
    const fates = [];
    for (const order of read.orders) fates.push(await send(requestOf(order, meaning(read)), said.querySelector("[data-f=look]")));
    isSending = false;
    // What was refused stays in the box with its reason; what is unsent stands beside it.
    if (!fates.includes("refused") && line.value === typed) line.value = "";
    draw();
  }

  function draw() {
    form.classList.toggle("is-typed", line.value.trim() !== "");
    if (isSending) return;
    const read = understand();
    said.hidden = !read;
    if (!read) return;
    const look = said.querySelector("[data-f=look]");
    look.className = `st ${read.problem ? "warn" : "info"}`;
    setIcon(look, read.problem ? "warn" : "go");
    refill(said, { words: meaning(read), enter: !read.problem });
  }

  return {
    focus: () => {
      line.focus();
      line.select();
    },
    redraw: () => line.value && draw(),
  };
}
