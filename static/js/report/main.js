// The monthly report: printing, and a choice of month that needs no second click. Without it the page works the same.

const printing = document.querySelector("[data-print]");
printing.hidden = false;
printing.addEventListener("click", () => window.print());

const pick = document.querySelector("[data-pick]");
pick.querySelector("[data-show]").hidden = true;
pick.querySelector("select").addEventListener("change", () => pick.requestSubmit());
