/** Marks of a map that would cover each other: the more urgent keeps its place, the others turn their words away, step aside
 * or join it. Pure, but for putInSpot. */

import { hide, write } from "./dom.js";

const CELL = 64;
/** Further apart than any two rows of squares on a map. */
const COLUMN = 2 ** 24;
const REACH = 80;
const GAP = 0.5;
const SHAPE = 13;
const RING = 22;
const LETTER = 7.4;
const NONE = [];
const ASIDE = [[0, 42], [0, -42], [-42, 0], [42, 0], [-42, 42], [42, 42], [-42, -42], [42, -42], [0, 70], [0, -70]];

/**
 * @typedef {{form: string, dx: number, dy: number, box: [number, number, number, number]}} Try
 *   a way to draw a mark: box is what it covers, left, top, right and bottom of its point in pixels
 * @typedef {{key: string, kind: string, x: number, y: number, rank: number, tries: Try[], aside?: Try[], room?: number,
 *   isAlone?: boolean}} Mark
 *   rank: the smaller, the more urgent; kind: marks join only those of their kind; aside: ways for a mark that finds none to
 *   join; room: pixels to its right for the count of those that joined it; isAlone: drawn in its first way whatever is there,
 *   and nothing joins it
 * @typedef {{form: string, dx: number, dy: number, members: string[]}} Spot  members: keys of the marks that joined it
 */

/** The ways to draw an incident: its words right of its shape, or left of it, or left out; aside of what stands alone.
 * @param {string} words @param {boolean} isAlone it is the chosen one, with its ring
 * @returns {{tries: Try[], aside: Try[]}} */
export function incidentWays(words, isAlone) {
  const end = SHAPE + 10 + words.length * LETTER;
  if (isAlone) return { tries: [{ form: "full", dx: 0, dy: 0, box: [-RING, -RING, end + RING - SHAPE, RING] }], aside: [] };
  const bare = ([dx, dy]) => ({ form: "short", dx, dy, box: [dx - SHAPE, dy - SHAPE, dx + SHAPE, dy + SHAPE] });
  const full = { form: "full", dx: 0, dy: 0, box: [-SHAPE, -SHAPE, end, SHAPE] };
  const left = { form: "left", dx: 0, dy: 0, box: [-end, -SHAPE, SHAPE, SHAPE] };
  return { tries: [full, left, bare([0, 0])], aside: ASIDE.map(bare) };
}

/** Draws what a spot says on a mark, whose words stand in `.tag` and whose count in data-f more.
 * @param {HTMLElement} mark @param {Spot} spot @returns {void} */
export function putInSpot(mark, { form, dx, dy, members }) {
  for (const one of ["left", "short"]) mark.classList.toggle(one, form === one);
  mark.style.marginLeft = `${dx}px`;
  mark.style.marginTop = `${dy}px`;
  const more = mark.querySelector('[data-f="more"]');
  if (!more) return;
  write(more, members.length ? `+${members.length}` : "");
  hide(more, members.length === 0);
}

/** Where and how to draw each mark. What has no spot of its own is a member of another's.
 * @param {Mark[]} marks
 * @returns {Map<string, Spot>} by key */
export function arrange(marks) {
  return arranging(marks, Infinity).next().value;
}

/** The same, so many marks at a time: an old PC does hundreds in several pictures.
 * @param {Mark[]} marks
 * @param {number} few
 * @returns {Generator<void, Map<string, Spot>>} */
export function* arranging(marks, few) {
  const order = [...marks].sort((one, other) => Number(isAlone(other)) - Number(isAlone(one)) || one.rank - other.rank);
  const spots = yield* settle(order, new Set(), few);
  // Who stands for others says for how many, and that takes room of its own.
  const wider = order.filter(({ key, room }) => room && spots.get(key)?.members.length).map(({ key }) => key);
  return wider.length ? yield* settle(order, new Set(wider), few) : spots;
}

const isAlone = (mark) => mark.isAlone ?? false;

function* settle(order, wider, few) {
  const spots = new Map();
  const taken = new Grid();
  const hosts = new Map();
  for (const [index, mark] of order.entries()) {
    if (index % few === few - 1) yield;
    const room = wider.has(mark.key) ? mark.room : 0;
    const free = (tries) => tries.find((one) => taken.isFree(at(mark, one, room)));
    const fits = isAlone(mark) ? mark.tries[0] : free(mark.tries);
    const host = fits ? null : nearest(mark, hosts.get(mark.kind) ?? []);
    if (host) {
      spots.get(host.key).members.push(mark.key);
      continue;
    }
    const chosen = fits ?? free(mark.aside ?? []) ?? mark.tries[0];
    taken.add(at(mark, chosen, room));
    spots.set(mark.key, { form: chosen.form, dx: chosen.dx, dy: chosen.dy, members: [] });
    if (isAlone(mark)) continue;
    if (hosts.has(mark.kind)) hosts.get(mark.kind).push(mark);
    else hosts.set(mark.kind, [mark]);
  }
  return spots;
}

function at({ x, y }, { box: [left, top, right, bottom] }, room) {
  return [x + left - GAP, y + top - GAP, x + right + room + GAP, y + bottom + GAP];
}

function nearest({ x, y }, hosts) {
  let found = null;
  let best = REACH ** 2;
  for (const host of hosts) {
    const far = (host.x - x) ** 2 + (host.y - y) ** 2;
    if (far >= best) continue;
    best = far;
    found = host;
  }
  return found;
}

/** The rectangles that are taken, by the squares they lie in. Asked thousands of times a second: it makes no lists. */
class Grid {
  squares = new Map();

  add(box) {
    for (let column = square(box[0]); column <= square(box[2]); column += 1) {
      for (let row = square(box[1]); row <= square(box[3]); row += 1) {
        const there = this.squares.get(column * COLUMN + row);
        if (there) there.push(box);
        else this.squares.set(column * COLUMN + row, [box]);
      }
    }
  }

  isFree(box) {
    for (let column = square(box[0]); column <= square(box[2]); column += 1) {
      for (let row = square(box[1]); row <= square(box[3]); row += 1) {
        for (const other of this.squares.get(column * COLUMN + row) ?? NONE) if (overlap(box, other)) return false;
      }
    }
    return true;
  }
}

const square = (edge) => Math.floor(edge / CELL);

function overlap(one, other) {
  return one[0] < other[2] && other[0] < one[2] && one[1] < other[3] && other[1] < one[3];
}
