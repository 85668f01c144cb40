/** The desk's messages over the page until somebody says that he has read them; each calls again every 15 seconds. */

import { shortTime } from "../shared/clock.js";
import { fill, keyed, refill } from "../shared/dom.js";
import { guard } from "../shared/sheet.js";
import { play } from "../shared/sound.js";
import { vibrate } from "./alarm.js";
import { say } from "./words.js";

const EVERY = 15000;
const list = document.getElementById("messages");
const heard = new Set();
let timer = null;

/** @param {(message: object) => void} onRead */
export function wireMessages(onRead) {
  list.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (button) onRead(button.closest("li").shows);
  });
}

/** @param {object[]} waiting as `unread` answers them */
export function drawMessages(waiting) {
  keyed(list, waiting, { key: ({ id }) => id, create: newMessage, update: drawMessage });
  const isNew = waiting.some(({ id }) => !heard.has(id));
  for (const { id } of waiting) heard.add(id);
  if (isNew) call();
  if (waiting.length > 0) {
    timer ??= setInterval(call, EVERY);
  } else {
    clearInterval(timer);
    timer = null;
  }
}

function newMessage() {
  const item = fill("message-template");
  guard(item.querySelector("button"));
  return item;
}

function drawMessage(item, { at, who, unit, text, card }) {
  const whom = say("messageTo", { who, whom: unit ?? say("wholeAgency") });
  refill(item, { short: `${card.short} ${card.title}`, about: `${whom} · ${shortTime(at)}`, text });
}

function call() {
  play("chime");
  vibrate([250, 100, 250]);
}
