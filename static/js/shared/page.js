/** What every page does: the running clock, toasts, and fields that show what was typed. */

const body = document.body;
const offset = Date.parse(body.dataset.now) - Date.now();
const readClock = new Intl.DateTimeFormat("id-ID", {
  timeZone: body.dataset.timeZone || undefined,
  hour: "2-digit",
  minute: "2-digit",
  second: "2-digit",
  hourCycle: "h23",
});

/** The server's time now, in milliseconds since 1970. */
export function serverNow() {
  return Date.now() + offset;
}

/**
 * An instant as the centre's people read it.
 * @param {string|number|Date} at
 * @returns {string} such as 21:47:36
 */
export function clockText(at) {
  return readClock.format(new Date(at)).replaceAll(".", ":");
}

/**
 * Say something at the lower left. Errors stay until closed; the rest goes after six seconds.
 * @param {string} text
 * @param {{kind?: "ok"|"crit"|"warn", undo?: () => void, undoUntil?: string}} [options]
 * @returns {HTMLElement}
 */
export function toast(text, { kind = "ok", undo, undoUntil } = {}) {
  const template = /** @type {HTMLTemplateElement} */ (document.getElementById("toast-template"));
  const box = /** @type {HTMLElement} */ (template.content.firstElementChild.cloneNode(true));
  box.classList.add(kind);
  box.querySelector("[data-text]").textContent = text;
  const close = box.querySelector("[data-close]");
  close.hidden = kind !== "crit";
  close.addEventListener("click", () => box.remove());
  if (undo) offerUndo(box, undo, undoUntil ? Date.parse(undoUntil) : serverNow() + 5000);
  if (kind !== "crit") setTimeout(() => box.remove(), 6000);
  document.getElementById("toasts").append(box);
  return box;
}

/**
 * @param {HTMLElement} box
 * @param {() => void} undo
 * @param {number} until
 */
function offerUndo(box, undo, until) {
  const button = box.querySelector("[data-undo]");
  const seconds = box.querySelector("[data-seconds]");
  button.hidden = false;
  const tick = () => {
    const left = Math.ceil((until - serverNow()) / 1000);
    seconds.textContent = String(Math.max(left, 0));
    if (left <= 0) button.hidden = true;
    else setTimeout(tick, 250);
  };
  button.addEventListener("click", () => {
    box.remove();
    undo();
  });
  tick();
}

function runClock() {
  for (const place of document.querySelectorAll("[data-clock]")) place.textContent = clockText(serverNow());
  setTimeout(runClock, 1000 - (serverNow() % 1000));
}

/** A button with data-reveal="id" shows or hides what is typed in that field. */
function revealFields() {
  for (const button of document.querySelectorAll("[data-reveal]")) {
    const field = document.getElementById(button.dataset.reveal);
    button.hidden = false;
    button.addEventListener("click", () => {
      const shown = field.type === "text";
      field.type = shown ? "password" : "text";
      button.setAttribute("aria-pressed", String(!shown));
    });
  }
}

runClock();
revealFields();
