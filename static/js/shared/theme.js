/** The theme button changes the page at once and tells the server; without scripts the form does both. */

for (const form of document.querySelectorAll("[data-theme-form]")) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const isLight = getComputedStyle(document.documentElement).colorScheme === "light";
    const theme = isLight ? "dark" : "light";
    const data = new FormData(form);
    data.set("theme", theme);
    document.documentElement.dataset.theme = theme;
    // If this is lost the page keeps the chosen theme and the next page has the old one.
    await fetch(form.action, { method: "POST", body: data, redirect: "manual" }).catch(() => {});
  });
}
