/** Signing out: first everything typed reaches the server, then nothing of it stays in the browser. */

import { toast } from "../shared/toasts.js";
import { settings, word } from "./words.js";

const PATIENCE = 3000;
const LOOK_EVERY = 200;

/** @param {object} saver */
export function leaveTidily(saver) {
  const form = document.querySelector(`form[action="${settings.signOutUrl}"]`);
  let isWarned = false;
  form?.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (!isWarned && !(await saved(saver))) {
      isWarned = true;
      toast(word("unsavedAtExit"), { kind: "crit" });
      return;
    }
    saver.forget();
    form.submit();
  });
}

async function saved(saver) {
  saver.saveAll();
  for (let waited = 0; waited < PATIENCE && !saver.isSaved(); waited += LOOK_EVERY) {
    await new Promise((go) => setTimeout(go, LOOK_EVERY));
  }
  return saver.isSaved();
}
