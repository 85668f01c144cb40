/** The few questions that need a dialog: closing, changing, a reason, telephone numbers, the list of keys. */

import { clockText } from "../shared/clock.js";
import { refill } from "../shared/dom.js";
import { setSingleKeys, singleKeysOn } from "../shared/keys.js";
import { riseToasts } from "../shared/toasts.js";
import { proposed } from "./ending.js";
import { partsOf } from "./triage.js";
import { say } from "./words.js";

/** Opens a dialog and waits for its answer; null when it was left.
 * @param {HTMLDialogElement} dialog
 * @returns {Promise<FormData|null>} */
export function ask(dialog) {
  dialog.returnValue = "";
  dialog.showModal();
  riseToasts();
  return new Promise((answer) => {
    dialog.addEventListener("close", () => answer(dialog.returnValue ? new FormData(dialog.querySelector("form")) : null), {
      once: true,
    });
  });
}

/** Lets every "Batal" button close its dialog. */
export function armDialogs() {
  document.getElementById("help-button").addEventListener("click", showHelp);
  for (const button of document.querySelectorAll("dialog [data-cancel]")) {
    button.addEventListener("click", () => button.closest("dialog").close(""));
  }
  const single = document.getElementById("single-keys");
  single.addEventListener("change", () => setSingleKeys(single.checked));
}

const PARTS_NAMED = 8;

/** How an incident ended. @param {Record<string, any>} card
 * @param {{dispositions: {code: string, name: string}[], incidents: Record<string, any>[]}} ground
 * @param {{disposition: string, note?: string}|null} [kept] what was answered before, and refused
 * @returns {Promise<{disposition: string, note?: string}|null>} */
export async function askClosing(card, { dispositions, incidents }, kept = null) {
  const dialog = document.getElementById("close-dialog");
  const select = dialog.querySelector("select");
  const options = dispositions.map(({ code, name }) => new Option(name, code));
  select.replaceChildren(new Option("", ""), ...options);
  select.value = kept?.disposition ?? proposed(card, dispositions)?.code ?? "";
  dialog.querySelector("textarea").value = kept?.note ?? "";
  refill(dialog, { short: card.short, effect: [effectOf(card), ...staying(card, incidents)].join(" "), found: foundBy(card) });
  const data = await ask(dialog);
  const note = data?.get("note").trim();
  return data && { disposition: data.get("disposition"), ...(note && { note }) };
}

function effectOf(card) {
  const active = card.assignments.filter((row) => !row.ended_at);
  if (active.length === 0) return say("effect.none");
  const who = active.map((row) => {
    const isThere = ["on_scene", "controlled"].includes(row.state);
    return say(isThere ? "effect.done" : "effect.recall", { who: row.unit ?? row.agency_name });
  });
  return say("effect.release", { who: who.join(", ") });
}

/** A larger event ends without its parts: they are named, or nobody thinks of them. */
function staying(card, incidents) {
  const open = partsOf({ incident: card }, incidents).filter((part) => !part.closed_at);
  const named = open.slice(0, PARTS_NAMED).map(({ short }) => short);
  const which = named.length < open.length ? [...named, "…"] : named;
  return open.length ? [say("effect.parts", { n: open.length, which: which.join(", ") })] : [];
}

/** What crews found instead of what was reported, and who said it; null where none did. */
function foundBy(card) {
  const rows = card.assignments.filter((row) => row.finding);
  const lines = rows.map((row) => {
    const values = { who: row.unit ?? row.agency_name, what: say(`finding.${row.finding}`), at: clockText(row.ended_at).slice(0, 5) };
    return say("found", values);
  });
  return lines.join(" · ") || null;
}

/** A reason for something. @param {string} name of the sentences @param {Record<string, string>} values @param {string} verb
 * @returns {Promise<string|null>} */
export async function askReason(name, values, verb) {
  const dialog = document.getElementById("reason-dialog");
  dialog.querySelector("input").value = "";
  refill(dialog, { title: say(name, values), effect: say(`${name}.effect`), button: verb });
  const data = await ask(dialog);
  return data && data.get("reason").trim();
}

/** The numbers held in this page: agencies on watch, and who is called next.
 * @param {{code: string, short_name: string, phone: string}[]} agencies
 * @param {{code: string|null, title: string, name?: string, phone: string}[]} ladder rungs; those of no agency serve all others */
export function showPhones(agencies, ladder) {
  const callable = ladder.filter(({ phone }) => phone);
  const rows = agencies.flatMap(({ code, name, phone }) => [
    [name, "", phone],
    ...callable.filter((rung) => rung.code === code).map((rung) => ["", titleOf(rung), rung.phone]),
  ]);
  const shared = callable.filter((rung) => !rung.code).map((rung) => [say("others"), titleOf(rung), rung.phone]);
  document.getElementById("phones").replaceChildren(...[...rows, ...shared].map(newLine));
  open("phones-dialog");
}

function titleOf({ title, name }) {
  return [title, name].filter(Boolean).join(" · ");
}

function newLine(texts) {
  const line = document.createElement("tr");
  for (const text of texts) line.append(Object.assign(document.createElement("td"), { textContent: text }));
  line.lastElementChild.className = "num";
  return line;
}

/** The list of keys. */
export function showHelp() {
  document.getElementById("single-keys").checked = singleKeysOn();
  open("help-dialog");
}

function open(id) {
  const dialog = document.getElementById(id);
  if (!dialog.open) dialog.showModal();
}
