/** What the cards of a board say, worked out once for each change of them; what a change leaves alone stays the same object. Pure. */

import { keepList, remember } from "../shared/remember.js";
import { shown } from "../shared/state.js";
import { alarms } from "./alarms.js";
import { reminders } from "./reminding.js";
import { keptUnits } from "./reserved.js";
import { placed, workOf } from "./state.js";

/**
 * @typedef {{incidents: object[], units: object[], alarms: object[], reminders: object[], work: Map<number, object>, kept: Map<number, object>,
 *   hospitals: object[], drafts: object[], surges: object[], shares: object[], presence: object[]}} Picture
 *   units: with their places; work: what each of them is doing; kept: for which incident each is kept
 */

/** @param {() => {entries: Map<string, object>, floor: number}} stateNow what the board knows now
 * @returns {() => Picture} */
export function keepPicture(stateNow) {
  const lists = new Map();
  const units = remember(placed);
  const [alarmsOf, remindersOf, busy, kept] = [alarms, reminders, workOf, keptUnits].map((call) => remember(call));
  const picture = remember(paint);

  function all(kind) {
    if (!lists.has(kind)) lists.set(kind, keepList());
    return lists.get(kind)(shown(stateNow(), kind));
  }

  function paint() {
    const incidents = all("incident");
    return {
      incidents,
      units: units(all("unit"), all("position")),
      alarms: alarmsOf(incidents),
      reminders: remindersOf(incidents),
      work: busy(incidents),
      kept: kept(incidents),
      hospitals: all("hospital"),
      drafts: all("draft"),
      surges: all("surge"),
      shares: all("share"),
      presence: all("presence"),
    };
  }

  return () => picture(stateNow().entries, stateNow().floor);
}
