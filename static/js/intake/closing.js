/** Closing call-backs with a reason: one, or many at once after a surge. */

import { fill, refill } from "../shared/dom.js";
import { toast } from "../shared/toasts.js";
import { byId, identityText, rangText, word } from "./words.js";

/** @param {{command: object, gone: (ids: number[]) => void, isFree: (call: object) => boolean}} how */
export function closing({ command, gone, isFree }) {
  const dialog = byId("callback-dialog");
  const picks = byId("callback-picks");
  const boxes = () => [...picks.querySelectorAll("input")];
  const chosen = () => boxes().filter((box) => box.checked).map((box) => Number(box.value));

  /** @param {object[]} calls what may be chosen @param {number[]} ids what is chosen already */
  function open(calls, ids) {
    picks.replaceChildren(...calls.filter(isFree).map((call) => pick(call, ids.includes(call.id))));
    for (const radio of dialog.querySelectorAll("[name=reason]")) radio.checked = false;
    sayWrong("");
    tellAll();
    dialog.showModal();
  }

  function pick(call, isChosen) {
    const row = refill(fill("pick-row"), { identity: identityText(call), about: rangText(call) });
    Object.assign(row.querySelector("input"), { value: call.id, checked: isChosen });
    return row;
  }

  function tellAll() {
    const all = byId("callback-all");
    all.checked = boxes().every((box) => box.checked);
    all.indeterminate = !all.checked && boxes().some((box) => box.checked);
  }

  function sayWrong(text) {
    byId("callback-err").hidden = !text;
    byId("callback-err").lastElementChild.textContent = text;
  }

  async function confirm() {
    const calls = chosen();
    const reason = dialog.querySelector("[name=reason]:checked")?.value;
    sayWrong(calls.length ? (reason ? "" : word("needReason")) : word("needPick"));
    if (!calls.length || !reason) return;
    const data = await (calls.length === 1
      ? command.send(`closing:${calls[0]}`, `/api/v1/calls/${calls[0]}/callback/closing/`, { reason })
      : command.send("closing", "/api/v1/callbacks/closing/", { calls, reason }));
    dialog.close();
    if (!data) return;
    const closed = data.closed ?? calls;
    gone(closed);
    toast(word(data.left ? "callBacksLeft" : "callBacksClosed", { n: closed.length, left: data.left }));
  }

  byId("callback-all").addEventListener("change", ({ target }) => {
    for (const box of boxes()) box.checked = target.checked;
  });
  picks.addEventListener("change", tellAll);
  byId("callback-confirm").addEventListener("click", confirm);
  return { open };
}
