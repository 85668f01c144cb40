/** The words of the SOP below the questions: open where the screen is wide, unless who sits there closed them. */

import { byId, settings } from "./words.js";

const wide = matchMedia("(min-width: 1600px)");
const CLOSED = `ntpd112.sop-closed.${settings.me}`;
const sop = byId("sop");

/** As a report is opened: on a wide screen as it was left, elsewhere closed. */
export function settleSop() {
  sop.open = wide.matches && sessionStorage.getItem(CLOSED) === null;
}

// Before the click does what it does.
sop.querySelector("summary").addEventListener("click", () => {
  if (!wide.matches) return;
  if (sop.open) sessionStorage.setItem(CLOSED, "yes");
  else sessionStorage.removeItem(CLOSED);
});
wide.addEventListener("change", settleSop);
settleSop();
