/** How far the units of a typed line have to go, asked for while it is being read and kept for half a minute. */

import { get } from "../shared/http.js";

const ASK_AFTER = 150;
const KEPT = 30000;

/** @param {{onNews: () => void, ask?: (incident: number, units: string[]) => Promise<object[]>, now?: () => number}} world
 * @returns {{of: (order: import("./command.js").Order) => Map<string, {km: number, minutes: number, is_estimate: boolean}>}}
 *   of: what is known by now, by call sign; what is not is asked for */
export function makeWays({ onNews, ask = askServer, now = () => Date.now() }) {
  const known = new Map();
  let timer = null;

  function of({ incident, units }) {
    const key = (sign) => `${incident}:${sign}`;
    const missing = units.filter((sign) => !(known.get(key(sign))?.until > now()));
    clearTimeout(timer);
    if (missing.length) timer = setTimeout(learn, ASK_AFTER, incident, missing, key);
    return new Map(units.map((sign) => [sign, known.get(key(sign))?.way]).filter(([, way]) => way));
  }

  async function learn(incident, signs, key) {
    // The line is drawn again while the answer is on its way: what was asked for is not missing any more.
    for (const sign of signs) known.set(key(sign), { way: null, until: now() + KEPT });
    const found = await ask(incident, signs);
    for (const way of found) known.set(key(way.unit), { way, until: now() + KEPT });
    if (found.length) onNews();
  }

  return { of };
}

async function askServer(incident, signs) {
  const answer = await get(`/api/v1/incidents/${incident}/ways/?${new URLSearchParams({ units: signs.join(",") })}`);
  return answer.ok ? answer.data.ways : [];
}

/** `DMK-02 (Siaga, 2,6 km, ±4 mnt perkiraan), POL`: who is sent, with the way of each that is known.
 * @param {{units: string[], agencies: string[]}} order
 * @param {Map<string, object>} ways
 * @param {(sign: string, way: object) => string} wordsOf
 * @returns {string} */
export function whoWith({ units, agencies }, ways, wordsOf) {
  return [...units.map((sign) => (ways.has(sign) ? `${sign} (${wordsOf(sign, ways.get(sign))})` : sign)), ...agencies].join(", ");
}
