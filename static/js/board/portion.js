/** How much of a long list is drawn first. Pure. @typedef {import("./state.js").Group} Group */

/** The first rows of these groups, and all of them up to the one that is opened.
 * @param {Group[]} parts
 * @param {number} most
 * @param {number|null} opened
 * @returns {(Group & {count: number})[]} count: how many the group has in all */
export function firstOf(parts, most, opened) {
  let left = Math.max(most, parts.flatMap(({ cards }) => cards).findIndex(({ id }) => id === opened) + 1);
  const cut = ({ stage, cards }) => {
    const first = cards.slice(0, left);
    left -= first.length;
    return { stage, cards: first, count: cards.length };
  };
  return parts.map(cut).filter(({ cards }) => cards.length > 0);
}
