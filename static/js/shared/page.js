/** What every page does: its clock runs, a button shows the password that was typed, another prints. */

import { clockText, onTick } from "./clock.js";

onTick((now) => {
  for (const place of document.querySelectorAll("time[data-clock]")) place.textContent = clockText(now);
});

for (const button of document.querySelectorAll("[data-reveal]")) {
  const field = document.getElementById(button.dataset.reveal);
  button.hidden = false;
  button.addEventListener("click", () => {
    const isShown = field.type === "text";
    field.type = isShown ? "password" : "text";
    button.setAttribute("aria-pressed", String(!isShown));
  });
}

for (const said of document.querySelectorAll("#toasts > :not(.error)")) setTimeout(() => said.remove(), 6000);

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
