/** Closing call-backs with a reason: one, or many at once after a surge. */

import { fill, refill } from "../shared/dom.js";
import { toast } from "../shared/toasts.js";
import { closeCallBack, reopenCallBacks } from "./callback_closing.js";
import { byId, identityText, rangText, word } from "./words.js";

/** The server closes so many at once; the rest is said, and closed with the next. */
const MOST = 100;

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
    const all = chosen();
    const calls = all.slice(0, MOST);
    const reason = dialog.querySelector("[name=reason]:checked")?.value;
    sayWrong(calls.length ? (reason ? "" : word("needReason")) : word("needPick"));
    if (!calls.length || !reason) return;
    const data = await (calls.length === 1
      ? closeCallBack(command, calls[0], reason)
      : command.send("closing", "/api/v1/callbacks/closing/", { calls, reason }));
    dialog.close();
    if (!data) return;
    const closed = data.closed ?? calls;
    gone(closed);
    const beyond = all.length - calls.length;
    const said = beyond ? "callBacksBeyond" : data.left ? "callBacksLeft" : "callBacksClosed";
    const text = word(said, { n: closed.length, left: beyond || data.left });
    toast(text, { kind: beyond ? "warn" : "ok", undo: () => reopenCallBacks(command, closed), undoUntil: data.undo_until });
  }

  byId("callback-all").addEventListener("change", ({ target }) => {
    for (const box of boxes()) box.checked = target.checked;
  });
  picks.addEventListener("change", tellAll);
  byId("callback-confirm").addEventListener("click", confirm);
  return { open };
}
