/** The buttons and keys of the console; every key has a button that does the same. */

import { onKeys } from "../shared/keys.js";
import { toast } from "../shared/toasts.js";
import { isAnswering, wait } from "./answering.js";
import { listenEnds, toSilence } from "./ends.js";
import { focusOn } from "./errors.js";
import { goOn } from "./goingon.js";
import { chooseOutcome, OUTCOMES } from "./outcomes.js";
import { askNoAction } from "./noaction.js";
import { listenPast, togglePast } from "./past.js";
import { focusQuestion } from "./protocol.js";
import { listenScripts, toScripts } from "./scripts.js";
import { neighbour } from "./state.js";
import { byId, word } from "./words.js";

/** @param {{view: () => object, command: object, forward: () => void, join: () => boolean, open: (key: string) => void, retry: () => void}} desk */
export function listenControls({ view, command, forward, join, open, retry }) {
  function answerFirst() {
    const [first] = view().ringing;
    if (first) command.answer(first);
    else toast(word("nobody"));
  }

  function hangUp() {
    const { call } = view();
    if (call && !call.ended_at) command.hangUp(call.id);
  }

  function step(by) {
    return ({ target }) => {
      if (target.tagName === "SELECT") return false;
      const key = neighbour(view().pieces, view().key, by);
      if (key) open(key);
      return undefined;
    };
  }

  byId("form").addEventListener("submit", (event) => event.preventDefault());
  byId("forward").addEventListener("click", forward);
  byId("hang-up").addEventListener("click", hangUp);
  byId("link-retry").addEventListener("click", retry);
  byId("ring")?.addEventListener("click", command.ring);
  for (const button of document.querySelectorAll("[data-manual]")) {
    button.addEventListener("click", () => command.begin(button.dataset.manual));
  }
  listenDiscard({ view, command, open });
  listenEnds({ view, command, open });
  listenPast({ view, command });
  listenScripts();
  listenKeys({
    ...Object.fromEntries([...OUTCOMES.keys()].map((_, at) => [`alt+${at + 1}`, ({ repeat }) => chooseOutcome(at + 1, repeat)])),
    "alt+0": askNoAction,
    F2: answerFirst,
    F4: togglePast,
    F5: join,
    F10: hangUp,
    "ctrl+Enter": forward,
    "alt+z": () => undoLast(view()),
    "alt+ArrowUp": step(-1),
    "alt+ArrowDown": step(1),
    "alt+l": () => focusOn("place_text"),
    "alt+k": () => byId("groups").focus(),
    "alt+j": () => byId("kind-filter").focus(),
    "alt+q": focusQuestion,
    "alt+p": () => focusOn("priority"),
    "alt+n": () => focusOn("words"),
    "alt+s": toScripts,
    "alt+h": toSilence,
  });
}

/** What these do is done to what is seen: another answer, the likeliest event, the last message. They cannot wait. */
const STILL = ["F2", "F5", "alt+z"];

/** While a call is being answered its keys wait for its report; some are still. */
function listenKeys(table) {
  const inTime = ([key, act]) => [key, (event) => (isAnswering() ? STILL.includes(key) || wait(() => act(event)) : act(event))];
  onKeys(Object.fromEntries(Object.entries(table).map(inTime)));
}

function listenDiscard(desk) {
  const dialog = byId("discard-dialog");
  byId("discard").addEventListener("click", () => {
    dialog.returnValue = "";
    dialog.showModal();
  });
  dialog.addEventListener("close", async () => {
    if (dialog.returnValue !== "discard") return;
    await desk.command.discard(desk.view().draft);
    goOn(desk);
  });
}

/** What the last message offers to take back; without one, what can be done instead. */
function undoLast({ draft, incident }) {
  const undo = [...document.querySelectorAll(".toast [data-undo]:not([hidden])")].at(-1);
  if (undo) undo.click();
  else if (draft || !incident) toast(word("noUndo"));
  else toast(word(incident.isOpenToMe ? "sentNoUndo" : "sentNoUndoClosed", { number: incident.short }), { kind: "warn" });
}
