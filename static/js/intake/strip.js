/** The call strip: who is on the line, whether he can be called back, his history, how long it has taken. */

import { clockText, duration } from "../shared/clock.js";
import { refill, setIcon } from "../shared/dom.js";
import { glyphOf, talkingText } from "./channels.js";
import { canRedial } from "./holding.js";
import { drawPast } from "./past.js";
import { isTalk } from "./state.js";
import { answeredAfter, bandOf, shareOf } from "./waits.js";
import { byId, identityText, networkText, settings, word, write } from "./words.js";

let shown = null;

/** @param {object|null} call the card of the open piece's call @param {string} full the caller's whole number, if known
 * @param {string} name what the report says the caller is called */
export function drawStrip(call, full, name) {
  shown = call;
  const strip = byId("strip");
  strip.hidden = !call;
  drawPast(call);
  if (!call) return;
  const isTalking = isTalk(call);
  strip.classList.toggle("over", !isTalking);
  byId("strip-state").className = `st ${isTalking ? "ok" : call.ended_at ? "off" : "warn"}`;
  setIcon(byId("strip-state"), glyphOf(call, "phone"));
  byId("hang-up").hidden = !isTalking;
  byId("redial").hidden = !canRedial(call, settings.me);
  const { calls = 0, emergency = 0, prank = 0, silent = 0 } = call.history ?? {};
  const identity = identityText(call, full);
  const seconds = Math.round(answeredAfter(call) / 1000);
  refill(strip, {
    state: isTalking ? talkingText(call) : call.ended_at ? word("ended", { time: clockText(call.ended_at) }) : word("requeued"),
    identity,
    name,
    callable: [call.network || networkText(call), call.can_be_called ? word("canCall") : word("cannotCall")].filter(Boolean).join(" · "),
    history: historyText(call, calls, emergency),
    prank: word("prank", { n: prank }),
    silent: word("silent", { n: silent }),
    dialled: call.dialled ? word("dialled", { number: call.dialled }) : null,
    transferred: call.transferred_from ? word("transferred", { number: call.transferred_from }) : null,
    test: call.is_test ? word("test") : null,
    answered: !call.answered_at ? null : word("answeredIn", { time: seconds < 60 ? word("seconds", { n: seconds }) : duration(seconds * 1000) }),
  });
  // What is too long for its room is there to be read out.
  strip.querySelector("[data-f=identity]").title = identity;
  byId("strip-prank").hidden = prank === 0;
  byId("strip-silent").hidden = silent === 0;
}

function historyText(call, calls, emergency) {
  if (call.identity === "none") return word("noHistory");
  return calls > 1 ? word("calls", { calls, emergency }) : word("firstCall");
}

/** @param {number} now */
export function tickStrip(now) {
  if (!shown) return;
  if (!shown.answered_at) {
    write(byId("strip-time"), "–");
    return;
  }
  const elapsed = (shown.ended_at ? Date.parse(shown.ended_at) : now) - Date.parse(shown.answered_at);
  const time = byId("strip-time");
  write(time, duration(elapsed));
  const band = bandOf(elapsed, settings.forwardLimit);
  time.dataset.band = byId("strip-bar").dataset.band = band;
  byId("strip-bar").firstElementChild.style.width = `${shareOf(elapsed, settings.forwardLimit) * 100}%`;
}
