/** Places that a geocoder outside the house knows, asked after our own so that those are never late. */

import { get } from "../shared/http.js";
import { word } from "./words.js";

const SHORTEST = 4;
/** Milliseconds of quiet: nobody outside is asked letter by letter. */
const PAUSE = 700;

/** @param {boolean} isOn whether a geocoder is configured
 * @returns {{ask: (text: string) => Promise<object[]>, forget: () => void}} ask: its hits as rows of the list; none when
 *   it failed, when another text came meanwhile, or after forget */
export function askOutside(isOn) {
  let last = 0;
  let timer = null;

  function forget() {
    last += 1;
    clearTimeout(timer);
  }

  async function ask(text) {
    forget();
    if (!isOn || text.length < SHORTEST) return [];
    const mine = last;
    await new Promise((resolve) => (timer = setTimeout(resolve, PAUSE)));
    const answer = await get(`/api/v1/places/outside/?q=${encodeURIComponent(text)}`);
    if (mine !== last || !answer.ok) return [];
    const type = word("fromOutside", { credit: answer.data.credit });
    return answer.data.results.map((place, at) => ({ ...place, type, key: `outside-${at}-${place.lat}-${place.lng}` }));
  }

  return { ask, forget };
}
