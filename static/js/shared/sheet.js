/** Sheets over the page: opening, closing, and buttons that cannot be hit by a tap that was meant for something else. */

const GUARD = 700;

/** Makes a dialog closable by its own button, by Escape and by a tap beside it.
 * @param {HTMLDialogElement} dialog
 * @returns {HTMLDialogElement} */
export function closable(dialog) {
  for (const button of dialog.querySelectorAll("[data-close]")) button.addEventListener("click", () => dialog.close());
  dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
  return dialog;
}

/** Opens a dialog with the focus on its heading, so that no key already on its way presses a button.
 * @param {HTMLDialogElement} dialog */
export function openSheet(dialog) {
  if (dialog.open) return;
  dialog.showModal();
  dialog.querySelector("h2").focus();
}

/** Buttons that appear under a thumb already on its way down take no press for a moment; the focus comes back to them.
 * @param {HTMLButtonElement[]} buttons */
export function guard(...buttons) {
  const focused = document.activeElement;
  for (const button of buttons) {
    button.disabled = true;
    clearTimeout(button.guardedBy);
    button.guardedBy = setTimeout(() => {
      button.disabled = false;
      if (button === focused && document.activeElement === document.body) button.focus({ preventScroll: true });
    }, GUARD);
  }
}

/** Guards what lies under a sheet from the moment it has gone: the second tap of a double tap was not meant for it. The
 * event `close` comes a task later, and a mouse that bounces is quicker.
 * @param {() => Iterable<HTMLButtonElement>} under asked each time a dialog of the page closes */
export function guardUnder(under) {
  const hasClosed = ({ target }) => target.matches("dialog:not([open])");
  const watch = new MutationObserver((changes) => changes.some(hasClosed) && guard(...under()));
  watch.observe(document, { subtree: true, attributeFilter: ["open"] });
}

/** Shows or hides the line that says what is wrong in a sheet.
 * @param {HTMLElement} line
 * @param {string} text "" hides it */
export function complain(line, text) {
  line.hidden = text === "";
  line.querySelector("span").textContent = text;
}
