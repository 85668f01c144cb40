/** What is known of the place of the opened task; kept, so that it stands where there is no signal. */

import { get } from "../shared/http.js";
import { drawPlaceNotes } from "../shared/placenotes.js";

const list = document.getElementById("task-premise");
const known = new Map();
let shown = 0;

/** Shows what is known of the place of an incident, and asks anew.
 * @param {number} incident */
export async function drawPremise(incident) {
  shown = incident;
  drawPlaceNotes(list, known.get(incident) ?? []);
  const answer = await get(`/api/v1/incidents/${incident}/journal/`);
  if (!answer.ok) return;
  known.set(incident, answer.data.place_notes);
  if (shown === incident) drawPlaceNotes(list, answer.data.place_notes);
}
