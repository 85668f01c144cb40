/** What saving needs of the browser, in one place, so that tests may give it another. */

import { serverNow } from "../shared/clock.js";
import { post } from "../shared/http.js";

export const browser = () => ({
  post,
  now: serverNow,
  storage: localStorage,
  setTimeout: (call, after) => setTimeout(call, after),
  clearTimeout: (timer) => clearTimeout(timer),
});
