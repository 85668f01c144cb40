/** The conversation beside the report: what was written, live, and a box to write back. */

import { shortTime } from "../shared/clock.js";
import { fill, keyed, refill } from "../shared/dom.js";
import { get, newKey } from "../shared/http.js";
import { onKeys } from "../shared/keys.js";
import { play } from "../shared/sound.js";
import { isWritten, markSeen, say } from "./channels.js";
import { keepReplies } from "./replies.js";
import { pointText } from "./state.js";
import { byId, decimal, identityText, settings, write } from "./words.js";

const ASK_AGAIN_AFTER = 1500;
/** A clock that differs by less says nothing. */
const SAME_TIME = 60000;
const box = byId("thread-text");

/** @param {{view: () => object, command: object, live: object}} desk */
export function thread({ view, command, live }) {
  const replies = keepReplies(settings.me);
  /** @type {Map<number, number>} the sender's last line of each of my conversations, as last heard */
  const heard = new Map();
  let shownId = null;
  let askedFor = "";
  let data = null;
  let sending = { id: null, text: "", key: "" };

  function draw({ calls, call, callers }) {
    listenTo(calls, call, callers);
    const mine = call && isWritten(call) ? call : null;
    byId("thread").hidden = !mine;
    byId("right").classList.toggle("has-thread", Boolean(mine));
    if (mine?.id !== shownId) show(mine);
    if (!mine) return;
    markSeen(mine);
    if (askedFor !== `${mine.id}.${mine.version}`) load(mine);
    drawHead(mine, callers.get(mine.id));
  }

  /** Another conversation, or none: what was being typed to the last one waits with it. */
  function show(call) {
    shownId = call?.id ?? null;
    data = null;
    askedFor = "";
    byId("thread-lines").replaceChildren();
    byId("thread-loading").hidden = !call;
    sayWrong("");
    box.value = call ? replies.find(call.id) : "";
  }

  /** A new line of a conversation of mine is heard, and said once to a screen reader. */
  function listenTo(calls, open, callers) {
    for (const call of calls) {
      if (!call.thread || call.ended_at || call.answered_by_id !== settings.me) continue;
      const before = heard.get(call.id);
      heard.set(call.id, call.thread.last_in);
      if (before === undefined || call.thread.last_in <= before) continue;
      play("chime");
      if (call.id !== open?.id) write(byId("thread-said"), say("newFrom", { who: identityText(call, callers.get(call.id)) }));
    }
  }

  async function load(call) {
    askedFor = `${call.id}.${call.version}`;
    const mine = askedFor;
    const answer = await get(`/api/v1/calls/${call.id}/messages/`);
    if (shownId !== call.id || askedFor !== mine) return;
    if (!answer.ok) {
      if (answer.refusal.status === 403 || answer.refusal.status === 404) drawClosed(say("notYours"));
      else setTimeout(() => askedFor === mine && load(call), ASK_AGAIN_AFTER);
      return;
    }
    const last = data?.lines.at(-1)?.id;
    data = answer.data;
    drawLines();
    const fresh = last ? data.lines.filter((line) => line.id > last && line.direction === "in") : [];
    if (fresh.length) write(byId("thread-said"), fresh.map((line) => say("wrote", { text: line.text })).join(" "));
    drawHead(call, view().callers.get(call.id));
  }

  function drawLines() {
    const list = byId("thread-lines");
    const isAtEnd = list.scrollHeight - list.scrollTop - list.clientHeight < 40 || !list.childElementCount;
    const rows = [...data.earlier.map((line) => ({ ...line, isEarlier: true })), ...data.lines];
    byId("thread-loading").hidden = true;
    keyed(list, rows, { key: (line) => line.id, create, update });
    if (isAtEnd) list.scrollTop = list.scrollHeight;
  }

  function create() {
    const row = fill("thread-line");
    row.querySelector("[data-take]").addEventListener("click", () => takePoint(row.shows));
    row.querySelector("[data-again]").addEventListener("click", () => again(row.shows));
    return row;
  }

  function update(row, line) {
    const isOurs = line.direction === "out";
    row.className = [isOurs ? "ours" : "theirs", line.isEarlier && "earlier", line.state === "failed" && "failed"].filter(Boolean).join(" ");
    const isLate = line.sent_at && Date.parse(line.at) - Date.parse(line.sent_at) > SAME_TIME;
    refill(row, {
      who: isOurs ? line.by : line.name || say("reporter"),
      at: shortTime(line.at),
      written: isLate ? say("written", { time: shortTime(line.sent_at) }) : null,
      text: line.text || (view().call?.channel === "panic" && !isOurs ? say("pressed") : null),
      dropped: line.attachments ? say("dropped", { n: line.attachments }) : null,
      place: line.lat !== null,
      state: isOurs,
    });
    if (line.lat !== null) write(row.querySelector("[data-point]"), placeText(line));
    write(row.querySelector("[data-state]"), isOurs ? say(line.state) : "");
    row.querySelector("[data-again]").hidden = line.state !== "failed" || line.isEarlier;
  }

  function placeText({ lat, lng, accuracy }) {
    const point = pointText({ lat, lng });
    return accuracy === null ? say("place", { point }) : say("placeWithin", { point, m: decimal(accuracy, 0) });
  }

  /** As if it had been typed into the field of the point: the kelurahan is proposed, nothing is imposed. */
  function takePoint(line) {
    if (!view().draft) return;
    byId("point").value = pointText(line);
    byId("point").dispatchEvent(new Event("change"));
    byId("point").focus();
  }

  function drawHead(call, full) {
    write(byId("thread-channel"), say(call.channel));
    write(byId("thread-name"), data?.lines.findLast((line) => line.name)?.name ?? "");
    byId("thread-panic").hidden = call.channel !== "panic";
    if (!data) return;
    const who = identityText(call, full);
    if (call.ended_at) drawClosed(say("over"));
    else if (!data.has_gateway) drawClosed(say("noGateway", { who }));
    else drawClosed(data.can_reply ? "" : say("notYours"));
  }

  /** Why nothing can be written back; the box is there when nothing stands against it. */
  function drawClosed(why) {
    byId("thread-loading").hidden = true;
    refill(byId("thread-closed"), { why });
    byId("thread-closed").hidden = !why;
    byId("thread-form").hidden = Boolean(why);
  }

  function sayWrong(words) {
    byId("err-reply").hidden = !words;
    byId("err-reply").lastElementChild.textContent = words;
  }

  async function send() {
    const id = shownId;
    const typed = box.value;
    sayWrong(typed.trim() ? "" : say("needReply"));
    if (!typed.trim() || id === null) return;
    // The same words to the same sender are the same intention, also when the first answer never came.
    if (sending.id !== id || sending.text !== typed) sending = { id, text: typed, key: newKey() };
    const onFields = (fields) => {
      sayWrong(Object.values(fields).flat().join(" "));
      return "";
    };
    const answer = await command.send(`reply:${id}`, `/api/v1/calls/${id}/messages/`, { text: typed }, { key: sending.key, onFields });
    if (!answer) return;
    sending = { id: null, text: "", key: "" };
    if (replies.find(id) === typed) replies.put(id, "");
    if (shownId === id && box.value === typed) box.value = "";
    live.hear([answer.call]);
  }

  async function again(line) {
    const id = shownId;
    const answer = await command.send(`again:${line.id}`, `/api/v1/calls/${id}/messages/${line.id}/resending/`);
    if (answer) live.hear([answer.call]);
  }

  box.addEventListener("input", () => shownId !== null && replies.put(shownId, box.value));
  box.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.altKey || event.isComposing) return;
    event.preventDefault();
    event.stopPropagation();
    send();
  });
  byId("thread-form").addEventListener("submit", (event) => {
    event.preventDefault();
    send();
  });
  for (const button of document.querySelectorAll("[data-quick]")) {
    button.addEventListener("click", () => {
      box.value = [box.value.trim(), button.textContent].filter(Boolean).join(" ");
      box.dispatchEvent(new Event("input"));
      box.focus();
    });
  }
  document.querySelector(`form[action="${settings.signOutUrl}"]`)?.addEventListener("submit", () => replies.forget());
  onKeys({ "alt+b": () => !byId("thread-form").hidden && box.focus() });
  return { draw };
}
