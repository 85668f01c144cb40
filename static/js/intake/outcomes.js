/** The eight outcomes of a call: arrows only move along them, Enter, space, a click or Alt+digit choose. */

import { drawEnds, takesKey } from "./ends.js";
import { iconName } from "../shared/dom.js";
import { askMore, expectMore } from "./why.js";
import { byId } from "./words.js";

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

/** @param {(outcome: string, label: string) => Promise<object|null>|false} choose */
export function listenOutcomes(choose) {
  async function press({ outcome }) {
    const { label } = OUTCOMES.get(outcome);
    const since = expectMore(outcome);
    if (takesKey(outcome, label)) return;
    const data = await choose(outcome, label);
    askMore(data ? data.call : null, since);
  }

  for (const [at, button] of buttons.entries()) {
    button.addEventListener("click", () => press(button.dataset));
    button.addEventListener("keydown", (event) => {
      const step = STEPS[event.key];
      if (!step || event.altKey) return;
      event.preventDefault();
      buttons[(at + step + buttons.length) % buttons.length].focus();
    });
  }
}

/** As if the n-th (1 to 8) had been clicked. @param {number} n */
export function chooseOutcome(n) {
  if (!byId("form").hidden && !byId("outcome-section").hidden) buttons[n - 1].click();
}

/** @param {object|null} call @param {boolean} isSending */
export function drawOutcomes(call, isSending) {
  const at = Math.max(0, buttons.findIndex((button) => button.dataset.outcome === call?.outcome));
  buttons.forEach((button, index) => {
    button.setAttribute("aria-checked", String(Boolean(call?.outcome) && index === at));
    button.tabIndex = index === at ? 0 : -1;
    button.setAttribute("aria-disabled", String(isSending));
  });
  drawEnds(call);
}
