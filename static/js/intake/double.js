/**
 * The first click of a double click may open a panel where the pointer is; its second half is not meant for what lies there.
 * A key that presses a button is never one. Pure.
 */

/** @param {() => void} act @returns {(event: {detail: number}) => void} hears a click, but not the second half of a double one */
export const oncePerDouble = (act) => ({ detail }) => {
  if (detail < 2) act();
};
