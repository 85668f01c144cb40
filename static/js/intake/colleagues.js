/** Who is on watch beside me, what each is doing, and being away from my own desk. */

import { serverNow, duration } from "../shared/clock.js";
import { fill, keyed, refill, setIcon } from "../shared/dom.js";
import { onWatch } from "./state.js";
import { byId, settings, word, write } from "./words.js";

const LOOKS = { talking: ["ok", "phone"], writing: ["info", "edit"], paused: ["off", "pause"], ready: ["off", "check"] };
const DEAF = ["warn", "phone-dev"];

/** @param {{command: object}} desk */
export function colleagues({ command }) {
  let mine = null;

  /** @param {object[]} members cards of people @param {object[]} calls cards of calls @param {object[]} telephones */
  function draw(members, calls, telephones) {
    const rows = onWatch(members, calls, telephones);
    mine = members.find((one) => one.user_id === settings.me) ?? null;
    keyed(byId("talking"), rows, { key: ({ id }) => id, create: () => fill("talking-row"), update });
    byId("talking-none").hidden = rows.length > 0;
    const n = rows.filter(({ state }) => state === "talking").length;
    write(byId("talking-count"), rows.length ? word("talkingOf", { n, all: rows.length }) : "");
    byId("pause-foot").hidden = mine === null;
    const isPaused = Boolean(mine?.paused_at);
    byId("pause").setAttribute("aria-pressed", String(isPaused));
    refill(byId("pause"), { words: word(isPaused ? "resume" : "pause") });
  }

  function update(row, { seat, name, userId, state, since }) {
    const [look, glyph] = LOOKS[state] ?? DEAF;
    const chip = row.querySelector(".st");
    chip.className = `st ${look}`;
    setIcon(chip, glyph);
    const names = { talking: word("talkingShort"), writing: word("writing"), paused: word("paused"), ready: word("ready"), "telephone-paused": word("telephonePaused"), "telephone-away": word("telephoneAway"), "telephone-removed": word("telephoneRemoved") };
    const who = [seat, userId === settings.me ? word("you") : name].filter(Boolean).join(" · ");
    const time = row.querySelector("[data-f=time]");
    if (since) time.dataset.since = since;
    else delete time.dataset.since;
    refill(row, { who, state: names[state], time: since ? duration(serverNow() - Date.parse(since)) : null });
  }

  byId("pause").addEventListener("click", () => mine && command.send("pause", "/api/v1/watch/pause/", { is_paused: !mine.paused_at }));
  return { draw };
}
