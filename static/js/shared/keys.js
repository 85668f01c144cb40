/** Keys of a screen. Single letters and digits act only outside fields and can be switched off; named keys always act. */

const SWITCH = "ntpd112.single-keys";

/** Whether single keys act in this browser (WCAG 2.1.4: there must be a way to switch them off).
 * @returns {boolean} */
export function singleKeysOn() {
  return localStorage.getItem(SWITCH) !== "off";
}

/** @param {boolean} isOn */
export function setSingleKeys(isOn) {
  localStorage.setItem(SWITCH, isOn ? "on" : "off");
}

/** The name of a pressed key as used in a table of keys: `F9`, `ctrl+Enter`, `alt+1`, `d`, `/`, `?`.
 * @param {KeyboardEvent} event
 * @returns {string} */
export function nameOf(event) {
  const isLetter = event.key.length === 1;
  const held = [event.ctrlKey || event.metaKey ? "ctrl" : "", event.altKey ? "alt" : "", event.shiftKey && !isLetter ? "shift" : ""];
  // With Alt held some layouts type another character: the key's place on the board counts then.
  const place = event.altKey && /^(Key|Digit)(.)$/.exec(event.code ?? "");
  const key = place ? place[2].toLowerCase() : isLetter ? event.key.toLowerCase() : event.key;
  return [...held.filter(Boolean), key].join("+");
}

/** Whether the key is typed into a field; a box that is ticked takes no letters. One that was just put away may still have the focus until the next frame, and
 * takes no key.
 * @param {EventTarget|null} target
 * @returns {boolean} */
export function isTyping(target) {
  const field = target instanceof Element && target.closest("input:not([type=checkbox]), textarea, select, [contenteditable]");
  return Boolean(field) && field.checkVisibility();
}

/** Acts on keys anywhere on the page. A handler that returns false leaves the key to the browser.
 * @param {Record<string, (event: KeyboardEvent) => void|false>} table by the name of the key
 * @param {EventTarget} [target]
 * @returns {() => void} stops it */
export function onKeys(table, target = document) {
  const press = (event) => {
    if (event.defaultPrevented || event.isComposing) return;
    // A modal dialog has the keys to itself.
    if (document.querySelector("dialog:modal") && target === document) return;
    const name = nameOf(event);
    const act = table[name];
    if (!act) return;
    if (name.length === 1 && (isTyping(event.target) || !singleKeysOn())) return;
    if (act(event) !== false) event.preventDefault();
  };
  target.addEventListener("keydown", press);
  return () => target.removeEventListener("keydown", press);
}
