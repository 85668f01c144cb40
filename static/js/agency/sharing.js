/** Where this telephone is, sent while its owner wants it: a switch that is off until he turns it on, for one watch. */

import { post } from "../shared/http.js";
import { complain } from "../shared/sheet.js";
import { follow } from "./whereabouts.js";

const KMH = 3.6;
/** Refusals after which nothing more is to be sent. */
const OVER = new Set([401, 403, 409]);

const byId = (id) => document.getElementById(id);

/** Arms the switch, if this account has one. */
export function wireSharing() {
  const box = byId("share");
  if (!box) return;
  const error = byId("share-error");
  let leave = null;

  box.addEventListener("change", () => (box.checked ? begin() : end()));
  if (box.checked) watch();

  async function begin() {
    complain(error, "");
    if (!("geolocation" in navigator)) {
      stop(error.dataset.none);
      return;
    }
    if (await say(true)) watch();
    else box.checked = false;
  }

  async function end(why = "") {
    stop(why);
    if (!(await say(false))) box.checked = true;
  }

  /** Tells the server whether its owner consents; whether it heard. */
  async function say(isShared) {
    box.disabled = true;
    const answer = await post("/api/v1/agency/sharing/", { is_shared: isShared });
    box.disabled = false;
    if (!answer.ok) complain(error, answer.refusal.detail || error.dataset.unsent);
    return answer.ok;
  }

  function watch() {
    leave ??= follow({ send, onDenied: () => end(error.dataset.denied) });
  }

  function stop(why) {
    leave?.();
    leave = null;
    box.checked = false;
    complain(error, why);
  }

  async function send({ coords, timestamp }) {
    const { latitude: lat, longitude: lng, accuracy, speed, heading } = coords;
    const kmh = speed === null ? null : speed * KMH;
    const place = { lat, lng, time: new Date(timestamp).toISOString(), accuracy, speed: kmh, heading };
    // Without a key: the same place twice is one place, and no answer is worth keeping for a day.
    const answer = await post("/api/v1/agency/position/", place, { key: "" });
    // What the network lost is not sent again: the next place says more.
    if (!answer.ok && OVER.has(answer.refusal.status)) stop(answer.refusal.detail);
  }
}
