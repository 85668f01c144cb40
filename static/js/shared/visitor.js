/** With demo data: one press fills in a demo login, another rings the telephone without leaving the page. */

import { toast } from "./toasts.js";

for (const button of document.querySelectorAll("[data-fill]")) {
  button.addEventListener("click", () => {
    const password = document.getElementById("id_password");
    document.getElementById("id_username").value = button.dataset.fill;
    password.value = button.dataset.password;
    password.focus();
  });
}

const form = document.querySelector("form[data-ring]");
form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const request = { method: "POST", headers: { Accept: "application/json" }, body: new FormData(form) };
  const answer = await fetch(form.action, request).catch(() => null);
  const data = await answer?.json().catch(() => ({}));
  if (answer?.ok) toast(form.dataset.rang);
  else toast(data?.detail || form.dataset.failed, { kind: "crit" });
});
