/** Drawing without a framework: filled templates and lists in which only what changed is redrawn. */

/** Puts words into a sentence that came from the template: `format("+{n} lagi", {n: 2})`.
 * @param {string} text
 * @param {Record<string, string|number>} values
 * @returns {string} */
export function format(text, values) {
  return text.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));
}

/** The first element of a template, filled.
 * @param {string|HTMLTemplateElement} template element or its id
 * @param {Record<string, string|number|boolean|Node|null>} [values]
 * @returns {HTMLElement} */
export function fill(template, values = {}) {
  const source = typeof template === "string" ? document.getElementById(template) : template;
  return refill(/** @type {HTMLElement} */ (source.content.firstElementChild.cloneNode(true)), values);
}

/** Writes values into the places named by `data-f`: text or a node; null or "" hides the place; true and false only show
 * and hide it.
 * @template {HTMLElement} T
 * @param {T} element
 * @param {Record<string, string|number|boolean|Node|null>} values
 * @returns {T} */
export function refill(element, values) {
  for (const [name, value] of Object.entries(values)) {
    for (const place of element.querySelectorAll(`[data-f="${name}"]`)) put(place, value);
  }
  return element;
}

function put(place, value) {
  hide(place, value === null || value === "" || value === false);
  if (typeof value === "boolean") return;
  if (typeof value === "object" && value !== null) place.replaceChildren(value);
  else write(place, String(value ?? ""));
}

/** Hides a place or shows it; one that is so already stays untouched, or the browser would look at its style again.
 * @param {HTMLElement} place
 * @param {boolean} isHidden */
export function hide(place, isHidden) {
  if (place.hidden !== isHidden) place.hidden = isHidden;
}

/** Writes a text where there is another, into the node that is there: a new one costs more.
 * @param {Element} place
 * @param {string} text */
export function write(place, text) {
  if (place.textContent === text) return;
  const node = place.firstChild;
  if (node?.nodeType === 3 && !node.nextSibling) node.nodeValue = text;
  else place.textContent = text;
}

/** One glyph of the font of icons; the word stands beside it.
 * @param {string} name
 * @returns {HTMLElement} */
export function icon(name) {
  const mark = document.createElement("app-icon");
  mark.className = `i i-${name}`;
  mark.setAttribute("aria-hidden", "true");
  return mark;
}

/** Which glyph an icon shows.
 * @param {Element} mark @returns {string} */
export function iconName(mark) {
  return [...mark.classList].find((name) => name.startsWith("i-")).slice(2);
}

/** Changes the glyph of an icon, if it is another.
 * @param {Element} place an element that holds one icon
 * @param {string} name */
export function setIcon(place, name) {
  const mark = place.querySelector(".i");
  const before = iconName(mark);
  if (before !== name) mark.classList.replace(`i-${before}`, `i-${name}`);
}

/** Makes a container show exactly these items in this order; keeps the element of an item it showed before and redraws
 * it only when the item is another object.
 * @template T
 * @param {Element} container holds nothing but these elements
 * @param {T[]} items
 * @param {{key: (item: T) => string|number, create: (item: T) => Element, update: (element: Element, item: T) => void}} how
 *   create makes the bare element; update draws the item into it, also the first time */
export function keyed(container, items, { key, create, update }) {
  const names = items.map((item) => String(key(item)));
  const wanted = new Set(names);
  const kept = new Map();
  for (const child of [...container.children]) {
    if (wanted.has(child.keyedBy)) kept.set(child.keyedBy, child);
    else child.remove();
  }
  let place = container.firstElementChild;
  items.forEach((item, index) => {
    const element = kept.get(names[index]) ?? Object.assign(create(item), { keyedBy: names[index] });
    if (element.shows !== item) {
      update(element, item);
      element.shows = item;
    }
    if (element === place) place = place.nextElementSibling;
    else container.insertBefore(element, place);
  });
}
