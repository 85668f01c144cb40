/** How the work is shared out among the desk: whose an incident is, and the panel in which one takes, gives and returns. */

import { fill, keyed, refill } from "../shared/dom.js";
import { get, post } from "../shared/http.js";
import { remember } from "../shared/remember.js";
import { toast } from "../shared/toasts.js";
import { say } from "./words.js";

const ADDRESS = "/api/v1/board/shares/";

/** Whether an incident is in the filter "punyaku": handled by me, held by me, or, once anything is shared out, nobody's.
 * @param {Record<string, any>} card
 * @param {number} me the account of this browser
 * @param {Record<string, any>[]} shares cards of kind `share`
 * @param {string} district of the incident
 * @returns {boolean} */
export function isMine(card, me, shares, district) {
  if (card.handlers.includes(me)) return true;
  if (shares.length === 0) return false;
  const holders = shares.filter(({ what, code, name }) => (what === "area" ? name === district : card.chips.some((chip) => chip.code === code)));
  return holders.length === 0 || holders.some(({ user_id: holder }) => holder === me);
}

/** The shares that were there and are not any more, and that nobody else holds now: everybody's again.
 * @param {Record<string, any>[]} before
 * @param {Record<string, any>[]} after
 * @returns {Record<string, any>[]} */
export function freed(before, after) {
  const held = new Set(after.map(({ what, code }) => `${what}:${code}`));
  return before.filter(({ what, code }) => !held.has(`${what}:${code}`));
}

/** @param {{hear: (cards: object[]) => void}} desk
 * @returns {{draw: (shares: Record<string, any>[], isLoaded: boolean) => void}} */
export function makeSharing({ hear }) {
  const me = Number(document.querySelector("[data-me]").dataset.me);
  const dialog = document.getElementById("shares-dialog");
  const button = document.getElementById("shares-open");
  const people = document.getElementById("shares-for");
  const error = document.getElementById("shares-error");
  const select = people.querySelector("select");
  let offer = { areas: [], agencies: [], holders: [], may_give: false };
  let shares = [];
  let wasLoaded = false;
  const busy = new Set();

  button.addEventListener("click", open);
  for (const what of ["area", "agency"]) {
    document.getElementById(`shares-${what}`).addEventListener("click", (event) => {
      const pressed = event.target.closest("[data-act]");
      if (pressed) act(pressed.dataset.act, pressed.closest("li").shows);
    });
  }

  async function open() {
    complain("");
    dialog.showModal();
    drawPanel();
    const answer = await get(ADDRESS);
    if (!answer.ok) return complain(answer.refusal.detail || say("shares.failed"));
    offer = answer.data;
    people.hidden = !offer.may_give;
    select.replaceChildren(...offer.holders.map(({ watch, name, seat }) => new Option(seat ? `${name} (${seat})` : name, watch)));
    return drawPanel();
  }

  async function act(what, { thing, share }) {
    if (busy.has(thing.code)) return;
    busy.add(thing.code);
    complain("");
    const body = { ...thing, ...(offer.may_give && { watch: Number(select.value) }) };
    const answer = await (what === "take" ? post(ADDRESS, body) : post(`${ADDRESS}${share.id}/return/`, {}));
    busy.delete(thing.code);
    if (!answer.ok) complain(answer.refusal.detail || say("shares.failed"));
    else if (answer.data.share) hear([answer.data.share]);
    else hear([{ kind: "share", id: share.id, version: share.version + 1, gone: true }]);
  }

  function complain(text) {
    error.hidden = !text;
    error.querySelector("span").textContent = text;
  }

  function draw(next, isLoaded) {
    const before = shares;
    shares = next;
    if (wasLoaded) {
      for (const one of freed(before, next)) {
        if (one.user_id !== me) toast(say("shares.freed", { what: one.name, who: one.holder }), { kind: "warn" });
      }
    }
    wasLoaded = isLoaded;
    refill(button, { words: shares.length ? say("shares.n", { n: shares.length }) : say("shares") });
    if (dialog.open) drawPanel();
  }

  function drawPanel() {
    for (const [what, things] of [["area", offer.areas], ["agency", offer.agencies]]) {
      const rows = things.map(({ code, name }) => ({
        name,
        thing: { what, code },
        share: shares.find((one) => one.what === what && one.code === code) ?? null,
      }));
      keyed(document.getElementById(`shares-${what}`), rows, { key: ({ thing }) => thing.code, create: () => fill("t-share"), update: drawRow });
    }
  }

  function drawRow(line, { name, share }) {
    const isOwn = share?.user_id === me;
    const holder = !share ? say("shares.all") : isOwn ? say("shares.mine") : `${share.holder}${share.seat ? ` (${share.seat})` : ""}`;
    refill(line, { name, holder, take: say(offer.may_give ? "shares.pass" : "shares.take"), give: Boolean(share) && (isOwn || offer.may_give) });
    line.querySelector("[data-act=take]").hidden = Boolean(share) && !offer.may_give;
  }

  return { draw: remember(draw) };
}
