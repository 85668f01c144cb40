/** Who is kept for later and whose moment has come: the lines above the board, and putting one off. Pure but for words. */

import { say } from "./words.js";

export const LATER_MINUTES = 10;

/** The reservations the desk was reminded of, the latest first.
 * @param {Record<string, any>[]} incidents
 * @returns {{key: string, row: object, incident: object}[]} */
export function reminders(incidents) {
  return incidents
    .filter((card) => !card.closed_at)
    .flatMap((incident) => incident.reservations.map((row) => ({ key: `r${row.id}:${row.reminded_at}`, row, incident })))
    .filter(({ row }) => row.reminded_at)
    .sort((one, other) => Date.parse(other.row.reminded_at) - Date.parse(one.row.reminded_at));
}

/** Being reminded once more, some minutes from now.
 * @param {{row: object, incident: object}} one @param {number} now milliseconds since 1970 */
export function puttingOff({ row, incident }, now) {
  const remind_at = new Date(now + LATER_MINUTES * 60000).toISOString();
  const said = say("say.put_off", { who: row.unit ?? row.agency, short: incident.short, n: LATER_MINUTES });
  return { url: `/api/v1/reservations/${row.id}/reminder/`, body: { remind_at }, said };
}
