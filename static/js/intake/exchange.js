/**
 * What is asked of the telephone exchange from the call strip, and what came of it. Where no exchange is listened to, the page
 * says that the operator's own telephone is used, and of these buttons has only the one that tells whom to dial.
 */

import { setIcon } from "../shared/dom.js";
import { onKeys } from "../shared/keys.js";
import { shown } from "../shared/state.js";
import { toast } from "../shared/toasts.js";
import { isAnswering, wait } from "./answering.js";
import { conference } from "./conference.js";
import { inTurn } from "./inturn.js";
import { isHeld, isTalk } from "./state.js";
import { stillUp } from "./thirds.js";
import { byId, identityText, settings, word, write } from "./words.js";

/** A listener that is gone never answers: after this the operator is told to take the telephone. */
const PATIENCE = 8000;
const words = byId("exchange-words");

/** @param {{command: object, live: object, view: () => object}} desk */
export function exchange({ command, live, view }) {
  const hold = byId("hold");
  const dialog = byId("transfer-dialog");
  /** @type {Set<number>} what I asked and was told nothing of yet */
  const waiting = new Set();
  const asking = inTurn();
  const toldUp = new Set();
  const commandsOf = () => shown(live.state(), "command");
  const canCommand = (call) => Boolean(words && call?.is_on_exchange && !view().exchange);

  /** One after the other: a call that is put on hold before the answer is asked for would be taken off it again. */
  async function ask(call, verb, to = {}) {
    if (verb !== "answer") await command.answered(call.id);
    return asking(call.id, JSON.stringify([verb, to]), () => askNow(call, verb, to));
  }

  /** @param {object} call @param {string} verb @param {object} to */
  async function askNow(call, verb, to) {
    const data = await command.send(`${verb}:${call.id}`, `/api/v1/calls/${call.id}/exchange/`, { verb, ...to });
    if (!data) return;
    waiting.add(data.command.id);
    live.hear([data.command]);
    hear(); // the socket may have been quicker than this answer
    setTimeout(giveUp, PATIENCE, data.command.id);
  }

  function giveUp(id) {
    if (waiting.delete(id)) toast(words.dataset.silent, { kind: "crit" });
  }

  /** Says what came of what I asked; a thing done is seen and heard and needs no word. */
  function hear() {
    for (const card of commandsOf()) {
      if (!card.result || !waiting.delete(card.id)) continue;
      if (card.result !== "done") toast(words.dataset[card.result], { kind: "crit" });
      else if (card.verb === "transfer") toast(`${words.dataset.transferred} ${card.target_name}`);
    }
  }

  const third = conference({ ask, commandsOf, canCommand, view });

  /** Lines that no key was to put down and that are up still, each said once to whoever closed the call. */
  function hearLines() {
    for (const id of stillUp(commandsOf(), settings.me, toldUp)) {
      const call = view().callOf({ callId: id });
      const who = call ? identityText(call, view().callers.get(id)) : "";
      toast(words.dataset.stillUp.replace("{who}", who), { kind: "crit" });
    }
  }

  const isAlone = (call) => isTalk(call) && canCommand(call) && !third.isOpen(call);

  function draw(call) {
    third.draw(call);
    if (!words) return;
    hear();
    hearLines();
    const isOn = isTalk(call) && canCommand(call);
    const isOnHold = isOn && isHeld(commandsOf(), call.id);
    for (const button of [hold, byId("transfer")]) button.hidden = !isAlone(call);
    hold.setAttribute("aria-pressed", String(isOnHold));
    hold.querySelector("[data-f=words]").textContent = words.dataset[isOnHold ? "resume" : "hold"];
    if (isOnHold) drawHeld(byId("strip-state"));
    byId("exchange-own").hidden = !call || isOn || !isTalk(call);
  }

  /** The strip says of a line that it talks; nobody may take one on hold for that. */
  function drawHeld(state) {
    state.className = "st warn";
    setIcon(state, "pause");
    write(state.querySelector("[data-f=state]"), word("held"));
  }

  function toggle() {
    const { call } = view();
    if (isAlone(call)) ask(call, isHeld(commandsOf(), call.id) ? "resume" : "hold");
  }

  function choose() {
    const { call } = view();
    if (!isAlone(call)) return;
    dialog.returnValue = "";
    dialog.showModal();
  }

  function send() {
    const { call } = view();
    const [to, id] = dialog.returnValue.split(":");
    if (id && call) ask(call, "transfer", { to, to_id: Number(id) });
  }

  if (words) {
    hold.addEventListener("click", toggle);
    byId("transfer").addEventListener("click", choose);
    dialog.addEventListener("close", send);
    const inTime = (act) => () => (isAnswering() ? wait(act) : act());
    onKeys({ F8: inTime(toggle), F9: inTime(choose) });
  }
  return {
    draw,
    /** The telephone follows what our books say already; answers whether an exchange is asked. @param {object} call @param {string} verb */
    follow(call, verb) {
      const isAsked = canCommand(call) || Boolean(verb === "call_back" && words && !view().exchange);
      if (isAsked) ask(call, verb);
      return isAsked;
    },
  };
}
