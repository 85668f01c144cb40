/** What is typed and pressed before its report is there: kept in its order, carried out when there is one. Pure. */

/** @returns what waits; `act` of a key is called with nothing */
export function keepPressed() {
  /** @type {{said: string, act: () => void}[]} what was typed before each key, and what the key does */
  let waiting = [];

  return {
    press: (said, act) => waiting.push({ said, act }),
    /** The words that wait, to be shown. */
    said: () => waiting.map(({ said }) => said.trim()).filter(Boolean).join(" · "),
    forget() {
      waiting = [];
    },
    /**
     * Types and presses everything in its order. Between two keys the screen is drawn: the next one may need what that shows.
     * @param {(text: string) => void} type types where the cursor is @param {string} last what was typed after the last key
     */
    async carryOut(type, last) {
      const now = waiting;
      waiting = [];
      for (const { said, act } of [...now, { said: last, act: () => {} }]) {
        if (said) type(said);
        await null;
        act();
        await null;
      }
    },
  };
}
