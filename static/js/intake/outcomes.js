/** The eight outcomes of a call: arrows only move along them, Enter, space, a click or Alt+digit choose. */

import { iconName } from "../shared/dom.js";
import { nameOf } from "../shared/keys.js";
import { toast } from "../shared/toasts.js";
import { drawEnds, takesKey } from "./ends.js";
import { onePressEach } from "./twice.js";
import { askMore, expectMore } from "./why.js";
import { byId, word } from "./words.js";

const buttons = [...byId("outcome").querySelectorAll("[data-outcome]")];

/** What each outcome is called and which glyph it has. */
export const OUTCOMES = new Map(
  buttons.map((button) => [
    button.dataset.outcome,
    {
      label: button.querySelector("span").textContent,
      glyph: iconName(button.querySelector(".i")),
    },
  ]),
);

const STEPS = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };
/** What closes a call, and may be pressed once too often. */
const CLOSING = "#outcome, [data-finish]";
const HELD = ["Alt", "AltGraph", "Control", "Meta", "Shift"];

const presses = onePressEach();
let choose = async () => null;

/** @param {(outcome: string, label: string) => Promise<object|null>|false} how false where the call has that outcome already */
export function listenOutcomes(how) {
  choose = how;
  for (const [at, button] of buttons.entries()) {
    button.addEventListener("click", ({ detail }) => press(button.dataset, detail > 1));
    button.addEventListener("keydown", (event) => {
      const step = STEPS[event.key];
      if (event.repeat && event.key === "Enter") event.preventDefault();
      if (!step || event.altKey) return;
      event.preventDefault();
      buttons[(at + step + buttons.length) % buttons.length].focus();
    });
  }
  document.addEventListener("keydown", (event) => isOther(event) && presses.forget(), true);
  document.addEventListener("pointerdown", ({ target }) => target.closest(CLOSING) || presses.forget(), true);
}

const isOther = (event) => !HELD.includes(event.key) && !/^alt\+[1-8]$/.test(nameOf(event)) && !event.target.closest?.(CLOSING);

/** @param {boolean} isSame whether it is still the press before: a key held down, the second half of a double click */
async function press({ outcome }, isSame) {
  const { label } = OUTCOMES.get(outcome);
  const tooMany = presses.tooMany(outcome);
  if (tooMany === 1) toast(word("closedBefore", { outcome: label }), { kind: "warn" });
  if (tooMany || isSame) return;
  const since = expectMore(outcome);
  if (takesKey(outcome, label)) return;
  const data = await choose(outcome, label);
  if (data === false) toast(word("stillOpen", { outcome: label }));
  askMore(data ? data.call : null, since);
}

/** As if the n-th (1 to 8) had been clicked. @param {number} n @param {boolean} isHeld whether the key is only still down */
export function chooseOutcome(n, isHeld) {
  if (!byId("form").hidden && !byId("outcome-section").hidden) press(buttons[n - 1].dataset, isHeld);
}

/** @param {object|null} call @param {boolean} isSending */
export function drawOutcomes(call, isSending) {
  const at = Math.max(0, buttons.findIndex((button) => button.dataset.outcome === call?.outcome));
  buttons.forEach((button, index) => {
    button.setAttribute("aria-checked", String(Boolean(call?.outcome) && index === at));
    button.tabIndex = index === at ? 0 : -1;
    button.setAttribute("aria-disabled", String(isSending));
  });
  presses.show(call?.id ?? null);
  drawEnds(call);
}
