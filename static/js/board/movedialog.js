/** The dialog that asks where a unit of the opened incident goes, or who takes its place. */

import { serverNow } from "../shared/clock.js";
import { ask } from "./dialogs.js";
import { moved } from "./moving.js";
import { isFree } from "./reserved.js";
import { groups } from "./state.js";
import { say } from "./words.js";

/** Asks where a unit of the opened incident goes, or who takes its place.
 * @param {Record<string, any>} card @param {{id: number, unit: string, unit_id: number}} row
 * @param {{incidents: object[], units: object[], work: Map<number, object>}} ground
 * @returns {Promise<{orders: object[], say: string, values: Record<string, string>}|null>} as a parsed line */
export async function askMove(card, row, { incidents, units, work }) {
  const dialog = document.getElementById("move-dialog");
  const open = inNeed(incidents).filter((one) => one.id !== card.id);
  const own = units.find(({ id }) => id === row.unit_id);
  const free = units.filter((unit) => isFree(unit, work) && unit.id !== row.unit_id).sort((one, other) => unlike(own, one) - unlike(own, other));
  offer(dialog, "into", open.map((one) => [one.id, `${one.short} ${one.title} · ${one.place || one.area}`]));
  offer(dialog, "unit", free.map((unit) => [unit.call_sign, [unit.call_sign, unit.capability, unit.post].filter(Boolean).join(" · ")]));
  dialog.querySelector("h2").textContent = say("move.title", { who: row.unit, short: card.short });
  const data = await ask(dialog);
  if (!data) return null;
  const into = dialog.returnValue === "move" && open.find((one) => one.id === Number(data.get("into")));
  const who = row.unit;
  if (into) return moved({ do: "move", assignment: row.id, into: into.id, who }, "move", { who, from: card.short, short: into.short });
  const by = data.get("unit");
  return moved({ do: "move", assignment: row.id, unit: by, who: `${who}, ${by}` }, "replace", { who, by, short: card.short });
}

/** Who can do the same comes first, then who is of the same agency. */
function unlike(own, { agency, capability }) {
  return 2 * Number(capability !== own?.capability || agency !== own?.agency) + Number(agency !== own?.agency);
}

/** Who needs somebody most comes first: emergencies before services, each as on the list. */
function inNeed(incidents) {
  const now = serverNow();
  return ["emergency", "service"].flatMap((track) => groups(incidents, track, now)).flatMap(({ cards }) => cards);
}

function offer(dialog, name, choices) {
  const select = dialog.querySelector(`select[name=${name}]`);
  select.replaceChildren(...choices.map(([value, words]) => new Option(words, value)));
  select.closest("fieldset").disabled = choices.length === 0;
}
