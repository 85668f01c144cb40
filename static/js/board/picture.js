/** What the cards of a board say, worked out once for each change of them. Pure. */

import { shown } from "../shared/state.js";
import { alarms } from "./alarms.js";
import { reminders } from "./reminding.js";
import { keptUnits } from "./reserved.js";
import { placed } from "./state.js";

/** @param {() => {entries: Map<string, object>, floor: number}} stateNow what the board knows now
 * @returns {() => {incidents: object[], units: object[], alarms: object[], reminders: object[], hospitals: object[], kept: Map<number, object>}} units with their places */
export function keepPicture(stateNow) {
  let seen = { entries: null, floor: 0 };
  let picture = null;

  return () => {
    const { entries, floor } = stateNow();
    if (seen.entries === entries && seen.floor === floor) return picture;
    seen = { entries, floor };
    const [incidents, units, positions, hospitals] = ["incident", "unit", "position", "hospital"].map((kind) => shown(stateNow(), kind));
    picture = { incidents, units: placed(units, positions), alarms: alarms(incidents), reminders: reminders(incidents), hospitals, kept: keptUnits(incidents) };
    return picture;
  };
}
