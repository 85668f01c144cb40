/** The panel of a surge: what waits to be attached, whom it struck, its status, the sitrep, switching it off. */

import { clockText, instantOf, serverNow, shortTime } from "../shared/clock.js";
import { fill, keyed, refill } from "../shared/dom.js";
import { get } from "../shared/http.js";
import { toast } from "../shared/toasts.js";
import { shapeOf } from "./looks.js";
import { makeSurgeParts } from "./surgeparts.js";
import { lastWord, outcome, SHOWN, triage } from "./triage.js";
import { placeOf, say } from "./words.js";

const AT_ONCE = 20; // each is an action of its own: a slow server still answers for so many in time

/** @param {{send: (path: string, body: object, button: HTMLButtonElement, onProblem?: (text: string) => void) => Promise<object|null>,
 *   onOpen: (incident: number) => void}} on
 * @returns {{open: (card: object) => void, draw: (surges: object[], incidents: object[]) => void}} */
export function makeSurgePanel({ send, onOpen }) {
  const dialog = document.getElementById("surge-panel");
  const list = dialog.querySelector("#surge-triage");
  const drawParts = makeSurgeParts(dialog.querySelector("#surge-parts"), leaveFor);
  const chosen = new Set();
  let card = null;
  let seen = [[], []];
  let waiting = [];
  let why = new Map();
  const problem = (name) => (text) => refill(dialog, { [`${name}-problem`]: text });

  dialog.addEventListener("click", ({ target }) => {
    const button = target.closest("[data-act]");
    if (button) acts[button.dataset.act](button);
  });
  list.addEventListener("change", ({ target }) => {
    const id = target.closest("li").shows.card.id;
    if (target.checked) chosen.add(id);
    else chosen.delete(id);
    drawTriage();
  });
  for (const form of dialog.querySelectorAll("form[data-send]")) {
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      acts[form.dataset.send](event.submitter, form);
    });
  }

  // What opens below the edge of a small screen is brought into sight.
  dialog.addEventListener("toggle", ({ target }) => target.open && target !== dialog && target.scrollIntoView({ block: "nearest" }), true);

  const acts = {
    leave: () => dialog.close(),
    event: () => leaveFor(card.incident.id),
    all: () => {
      const rows = waiting.slice(0, SHOWN);
      const isAll = rows.every(({ id }) => chosen.has(id));
      for (const { id } of rows) if (isAll) chosen.delete(id); else chosen.add(id);
      drawTriage();
    },
    attach,
    count,
    alert: async (button, form) => {
      const body = { alert: form.elements.alert.value, reason: form.elements.reason.value.trim(), was: card.alert };
      if (await send(`${card.id}/alert/`, body, button, problem("alert"))) form.elements.reason.value = "";
    },
    sitrep,
    copy: async () => {
      const box = dialog.querySelector("#sitrep");
      box.select();
      // Browsers have no clipboard for pages without TLS; what is selected is copied there as ever.
      const isCopied = await (navigator.clipboard?.writeText(box.value).then(() => true, () => false) ?? false);
      if (!isCopied) document.execCommand("copy");
      toast(say("surge.copied"));
    },
    end: async (button) => {
      if (await send(`${card.id}/ending/`, {}, button, problem("end"))) dialog.close();
    },
  };

  function leaveFor(incident) {
    dialog.close();
    onOpen(incident);
  }

  async function attach(button) {
    const ids = waiting.filter(({ id }) => chosen.has(id)).map(({ id }) => id);
    const surge = card;
    const { done, refused } = outcome(await inTurn(`${surge.id}/attaching/`, ids, button));
    for (const id of done) chosen.delete(id);
    why = new Map(refused.map(({ incident, detail }) => [incident, detail]));
    if (refused.length) problem("attach")(say("surge.refused", { n: refused.length }));
    const undo = async () => {
      const taken = outcome(await inTurn(`${surge.id}/attaching/undo/`, done, button)).done;
      if (taken.length) toast(say("surge.detached", { n: taken.length }));
    };
    if (done.length) toast(say("surge.attached", { n: done.length, short: surge.incident.short }), { undo, undoUntil: new Date(serverNow() + 10000).toISOString() });
    drawTriage();
  }

  /** Some at a time; ends at the first that is not answered for. */
  async function inTurn(path, ids, button) {
    const lines = [];
    for (let at = 0; at < ids.length; at += AT_ONCE) {
      const answer = await send(path, { incidents: ids.slice(at, at + AT_ONCE) }, button, problem("attach"));
      if (!answer) break;
      lines.push(...answer.lines);
    }
    return lines;
  }

  async function count(button, form) {
    const { what, value, source, at, reason } = form.elements;
    const moment = at.value.trim() && instantOf(at.value.trim(), serverNow(), document.body.dataset.timeZone);
    if (moment === null) return problem("count")(say("problem.time", { word: at.value }));
    const body = { what: what.value, value: Number(value.value), source: source.value.trim(), was: lastWord(card, what.value) };
    const more = { ...(moment && { at: moment }), ...(reason.value.trim() && { reason: reason.value.trim() }) };
    if (await send(`${card.id}/counts/`, { ...body, ...more }, button, problem("count"))) for (const field of [value, at, reason]) field.value = "";
    return undefined;
  }

  async function sitrep(button) {
    button.disabled = true;
    const answer = await get(`/api/v1/surges/${card.id}/sitrep/`);
    button.disabled = false;
    problem("sitrep")(answer.ok ? "" : answer.refusal.detail || say("refused.0"));
    if (!answer.ok) return;
    dialog.querySelector("#sitrep").value = answer.data.text;
    refill(dialog, { sitrep: true, "sitrep-at": say("surge.as_of", { at: clockText(answer.data.at) }) });
    dialog.querySelector("[data-act=copy]").scrollIntoView({ block: "nearest" });
  }

  /** @param {object} next the surge to lead */
  function open(next) {
    if (card?.id !== next.id) {
      chosen.clear();
      why = new Map();
      refill(dialog, { sitrep: false });
      const status = dialog.querySelector("form[data-send=alert] select");
      if (status) status.value = next.alert;
    }
    card = next;
    if (!dialog.open) dialog.showModal();
    // Of one that was switched on a moment ago the board draws its line with the next frame.
    draw([...seen[0].filter(({ id }) => id !== next.id), next], seen[1]);
  }

  function draw(surges, incidents) {
    seen = [surges, incidents];
    if (!dialog.open || !card) return;
    const present = surges.find(({ id }) => id === card.id);
    refill(dialog, { over: present ? null : say("surge.over") });
    card = present ?? card;
    waiting = triage(card, incidents, surges);
    refill(dialog, {
      what: say("surge.on", { what: card.title, where: card.where }),
      since: say("surge.since", { at: shortTime(card.since), who: card.by }),
      status: card.alert_label.toUpperCase(),
      why: card.alert_reason,
      short: say("alarm.open", { short: card.incident.short }),
    });
    drawParts(card, incidents);
    drawCounts();
    drawTriage();
  }

  function drawCounts() {
    for (const row of dialog.querySelectorAll("[data-count-of]")) {
      const known = card.counts.find(({ what }) => what === row.dataset.countOf);
      refill(row, { value: known ? known.value.toLocaleString("id-ID") : "–", source: known ? `${known.source}, ${shortTime(known.at)}` : "" });
    }
  }

  function drawTriage() {
    const rows = waiting.slice(0, SHOWN).map((one) => ({ card: one, isChosen: chosen.has(one.id), why: why.get(one.id) ?? null }));
    keyed(list, rows, { key: (row) => row.card.id, create: () => fill("t-triage"), update: drawRow });
    const picked = waiting.filter(({ id }) => chosen.has(id)).length;
    refill(dialog, {
      waiting: waiting.length,
      none: waiting.length === 0,
      rest: waiting.length > SHOWN ? say("surge.rest", { n: waiting.length - SHOWN }) : null,
      attach: say("surge.attach", { n: picked }),
    });
    dialog.querySelector("[data-act=attach]").disabled = picked === 0;
    dialog.querySelector("[data-act=all]").hidden = waiting.length === 0;
  }

  return { open, draw };
}

function drawRow(row, { card, isChosen, why }) {
  row.querySelector("input").checked = isChosen;
  refill(row, {
    priority: shapeOf(card.priority),
    short: card.short,
    title: card.title,
    place: placeOf(card),
    at: shortTime(card.reported_at),
    why,
  });
}
