/** What stays on the screen after a report was sent: its number, and a line for what the caller adds. */

import { refill } from "../shared/dom.js";
import { byId, incidentUrl, word } from "./words.js";

const text = byId("more-text");
let shownId = null;

/** @param {object} view */
export function drawSent({ piece, draft, incident, isSentBefore }) {
  byId("sent").hidden = piece === null || draft !== null;
  if (byId("sent").hidden) return;
  if (incident && incident.id !== shownId) {
    shownId = incident.id;
    text.value = "";
  }
  byId("sent-link").hidden = !incident?.isOpenToMe;
  // What could not be added stays readable, also where nothing more can be added.
  byId("more").hidden = !incident || (!incident.isOpenToMe && !text.value);
  if (incident) byId("sent-link").href = incidentUrl(incident.id);
  refill(byId("sent"), {
    title: incident ? word(incident.isAttached ? "attachedTitle" : "forwarded", { number: incident.short }) : word(isSentBefore(piece) ? "forwardedBefore" : "opening"),
    closed: incident && !incident.isOpenToMe ? word("closedToMe") : null,
  });
}

/** Offers a text to be added. @param {string} said */
export function propose(said) {
  text.value = said;
}

/** @param {() => object|null} incidentNow @param {(incidentId: number, text: string) => Promise<boolean>} note */
export function listenSent(incidentNow, note) {
  const send = async () => {
    const said = text.value.trim();
    const incident = incidentNow();
    if (!said || !incident) return;
    const isTold = await note(incident.id, said);
    if (isTold && text.value.trim() === said) text.value = "";
  };
  byId("more").addEventListener("submit", (event) => {
    event.preventDefault();
    send();
  });
  text.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !event.ctrlKey) return;
    event.preventDefault();
    send();
  });
}
