/** Calling back who rang in vain: the list, taking one on, what came of it, and closing one or many. */

import { serverNow, shortTime } from "../shared/clock.js";
import { fill, keyed, refill, setIcon } from "../shared/dom.js";
import { onKeys } from "../shared/keys.js";
import { toast } from "../shared/toasts.js";
import { isAnswering } from "./answering.js";
import { closing } from "./closing.js";
import { canRedial } from "./holding.js";
import { handOf, waiting } from "./state.js";
import { byId, identityText, incidentUrl, oddText, rangText, settings, word, write } from "./words.js";

/** @param {{view: () => object, command: object, live: object, saver: object, open: (key: string, isNew?: boolean) => void}} desk */
export function callBacks({ view, command, live, saver, open }) {
  /** @type {Map<number, string>} the whole numbers of those I have taken on, as this page was told */
  const numbers = new Map();
  const dialog = closing({ command, gone, isFree: (call) => hand(call) !== "theirs" });
  const address = (call, deed = "") => `/api/v1/calls/${call.id}/callback/${deed}`;
  const hand = (call) => handOf(call, settings.me, serverNow());
  const listed = () => waiting(view().calls);

  /** What I have closed leaves my screen at once, whatever version the hub tells next. */
  function gone(ids) {
    live.hear(view().calls.filter((call) => ids.includes(call.id)).map(({ kind, id, version }) => ({ kind, id, version, gone: true })));
  }

  async function take(call) {
    const data = await command.send(`call-back-take:${call.id}`, address(call));
    if (!data) return;
    numbers.set(call.id, data.call.caller);
    command.tell(data.call, "call_back");
    live.hear([data.call]);
    // After the screen has drawn what it just heard.
    queueMicrotask(() => {
      draw(view());
      focusFirst(call.id);
    });
  }

  async function note(call, result, label) {
    const data = await command.send(`call-back-try:${call.id}`, address(call, "tries/"), { result });
    if (!data) return;
    if (data.call.call_back) live.hear([data.call]);
    else gone([call.id]);
    toast(word("callBackNoted", { result: label.toLowerCase() }));
    if (!data.report) return;
    saver.hear([data.report]);
    open(`report:${data.report.id}`, true);
  }

  async function release(call) {
    const data = await command.send(`call-back-release:${call.id}`, address(call, "release/"));
    if (!data) return;
    live.hear([data.call]);
    toast(word("callBackReleased"));
  }

  /** Rings whom I have just put down; where no exchange does it, the number is said to dial. */
  function redial(call) {
    if (command.tell(call, "call_back")) return;
    toast(word("redial", { number: identityText(call, view().callers.get(call.id)) }), { kind: "warn" });
  }

  /** The caller on whose report I sit comes first, if our talk has ended and I am not just closing it; the one I have in hand, then the first on the list that nobody has. */
  function next() {
    const { call, piece } = view();
    if (piece && canRedial(call, settings.me) && !command.isUnderWay(`outcome:${call.id}`)) return redial(call);
    const { callable } = listed();
    const own = callable.find((call) => hand(call) === "mine");
    const free = callable.find((call) => hand(call) === "");
    if (own) {
      focusFirst(own.id);
      toast(word("callBackFirst"), { kind: "warn" });
    } else if (free) take(free);
    else toast(word("noCallBack"));
    return undefined;
  }

  const rowOf = (id) => [...byId("callbacks").children].find((row) => row.keyedBy === String(id));
  const focusFirst = (id) => rowOf(id)?.querySelector("[data-result=no_answer]").focus();

  function create({ call: { id } }) {
    const row = fill("callback-row");
    const present = () => view().calls.find((call) => call.id === id);
    const acts = { take, show: take, release, close: (call) => dialog.open([...listed().callable, ...listed().uncallable], [call.id]) };
    row.addEventListener("click", ({ target }) => {
      const button = target.closest("button");
      const call = present();
      if (!button || !call) return;
      if (button.dataset.result) note(call, button.dataset.result, button.textContent);
      else acts[button.dataset.act](call);
    });
    return row;
  }

  function update(row, { call, hand: held }) {
    const back = call.call_back;
    const isMine = held === "mine";
    setIcon(row.querySelector(".ic"), call.can_be_called ? "phone-out" : "sim-off");
    row.classList.toggle("own", isMine);
    row.querySelector("[data-since]").dataset.since = call.ended_at;
    refill(row, {
      identity: identityText(call, isMine ? numbers.get(call.id) : ""),
      about: [oddText(call), rangText(call), back.short && word("sentBefore", { number: back.short })].filter(Boolean).join(" · "),
      tried: back.tries ? word("tried", { n: back.tries, result: settings.results[back.last_result], time: shortTime(back.last_try_at) }) : null,
      holder: held === "theirs" ? word("callingBack", { who: back.taken_by }) : null,
      canTake: call.can_be_called && held === "",
      canShow: isMine && !numbers.has(call.id),
      canClose: held !== "theirs",
      isMine,
    });
  }

  const asItems = (calls) => calls.map((call) => ({ call, hand: hand(call) }));
  const how = { key: ({ call }) => call.id, create, update };

  function draw(seen) {
    const { callable, uncallable, resolved } = waiting(seen.calls);
    keyed(byId("callbacks"), asItems(callable), how);
    keyed(byId("uncallable"), asItems(uncallable), how);
    keyed(byId("resolved"), resolved, { key: (call) => call.id, create: () => fill("resolved-row"), update: drawResolved });
    byId("uncallable-title").hidden = !uncallable.length;
    byId("resolved-title").hidden = !resolved.length;
    const open = callable.length + uncallable.length;
    byId("callback-none").hidden = open + resolved.length > 0;
    byId("callback-foot").hidden = open < 2;
    write(byId("callback-count"), open ? String(open) : "");
  }

  byId("callback-close").addEventListener("click", () => dialog.open([...listed().callable, ...listed().uncallable], []));
  byId("redial").addEventListener("click", next);
  onKeys({ F7: () => (isAnswering() ? undefined : next()) });
  return { draw };
}

function drawResolved(row, call) {
  const { by, incident, short } = call.call_back.served;
  const link = row.querySelector("a");
  if (incident) link.href = incidentUrl(incident);
  refill(row, { identity: identityText(call), about: by ? word("servedBy", { who: by }) : word("served"), number: short || null });
}
