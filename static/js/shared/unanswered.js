/** A supervisor's banner for calls that ring at nobody, on console and board: how many, since when, taken on by name. */

import { duration, onTick } from "./clock.js";
import { format } from "./dom.js";
import { newKey, post } from "./http.js";
import { play } from "./sound.js";
import { shown } from "./state.js";
import { toast } from "./toasts.js";

const REPEAT_AFTER = 15000;

/** Those nobody has taken on yet, the longest-ringing first. @param {{id: number, since: string, seen_by: string|null}[]} cards */
export function untaken(cards) {
  return cards.filter((card) => !card.seen_by).sort((a, b) => a.since.localeCompare(b.since) || a.id - b.id);
}

/** @param {{state: () => object, hear: (cards: object[]) => void}} live */
export function unanswered(live) {
  const bar = document.getElementById("ring-alarm");
  if (!bar) return;
  const text = bar.querySelector("[data-f=text]");
  const button = bar.querySelector("button");
  let soundedAt = -Infinity;
  let known = new Set();
  let isSending = false;

  /** @param {number} now milliseconds since 1970 */
  function draw(now) {
    const rings = untaken(shown(live.state(), "ring"));
    bar.hidden = rings.length === 0;
    sound(rings);
    if (rings.length === 0) return;
    const words = rings.length > 1 ? bar.dataset.many : bar.dataset.one;
    const said = format(words, { n: rings.length, time: duration(now - Date.parse(rings[0].since)) });
    if (text.textContent !== said) text.textContent = said;
  }

  /** At once for each that is new, then every few seconds while one of them is in nobody's hands. */
  function sound(rings) {
    const isNew = rings.some(({ id }) => !known.has(id));
    known = new Set(rings.map(({ id }) => id));
    if (!rings.length || !(isNew || performance.now() - soundedAt >= REPEAT_AFTER)) return;
    soundedAt = performance.now();
    play("alarm");
  }

  async function take() {
    if (isSending) return;
    isSending = true;
    for (const card of untaken(shown(live.state(), "ring"))) {
      const answer = await post(`/api/v1/calls/${card.id}/ring/taking/`, {}, { key: newKey() });
      if (answer.ok) live.hear([{ ...card, seen_by: "-", version: answer.data.call.version }]);
      else toast(answer.refusal.detail || bar.dataset.unsent, { kind: "warn" });
    }
    isSending = false;
  }

  button.addEventListener("click", take);
  onTick(draw);
}
