/** Bringing a third person into the talk: whom, how he stands, and the number to dial where no exchange does it. */

import { serverNow } from "../shared/clock.js";
import { onKeys } from "../shared/keys.js";
import { toast } from "../shared/toasts.js";
import { isAnswering, wait } from "./answering.js";
import { isRung, isTalk } from "./state.js";
import { news, thirdOf } from "./thirds.js";
import { byId, settings, write } from "./words.js";

const TONES = { ringing: "warn", joined: "ok", unanswered: "crit", left: "off", handed: "info" };

/**
 * @param {{ask: (call: object, verb: string, to: object) => void, commandsOf: () => object[],
 *   canCommand: (call: object) => boolean, view: () => object}} desk
 */
export function conference({ ask, commandsOf, canCommand, view }) {
  const words = byId("confer-words").dataset;
  const button = byId("confer");
  const dialog = byId("confer-dialog");
  const told = new Map();
  const said = ({ who, stands }) => words[stands].replaceAll("{who}", who);
  const thirdNow = (call) => (call ? thirdOf(commandsOf(), call.id, serverNow()) : null);

  function hear() {
    for (const one of news(commandsOf(), settings.me, told)) toast(said(one), { kind: one.stands === "joined" ? "ok" : "warn" });
  }

  function draw(call) {
    hear();
    const third = thirdNow(call);
    const isOn = isTalk(call) && isRung(call);
    button.hidden = !isOn || Boolean(third?.isOpen);
    const state = byId("confer-state");
    state.hidden = !isOn || !third;
    if (third) {
      state.className = `st ${TONES[third.stands]}`;
      state.title = said(third);
      write(byId("confer-who"), `${third.who} ${words[`${third.stands}Short`]}`);
    }
    write(byId("hang-up-words"), third?.stands === "joined" ? words.out : words.over);
    byId("hang-up").title = third?.stands === "joined" ? words.stays.replaceAll("{who}", third.who) : "";
  }

  function choose() {
    const { call } = view();
    if (button.hidden || !isTalk(call)) return;
    byId("confer-choose").hidden = !canCommand(call);
    byId("confer-dial").hidden = canCommand(call);
    dialog.returnValue = "";
    dialog.showModal();
  }

  function bring() {
    const { call } = view();
    const [to, id] = dialog.returnValue.split(":");
    if (id && isTalk(call)) ask(call, "confer", { to, to_id: Number(id) });
  }

  button.addEventListener("click", choose);
  dialog.addEventListener("close", bring);
  onKeys({ F3: () => (isAnswering() ? wait(choose) : choose()) });
  return { draw, isOpen: (call) => Boolean(thirdNow(call)?.isOpen) };
}
