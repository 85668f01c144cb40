/** How an incident ends: which ending the field's words propose, and which one a person has typed. Pure. */

/** The ending proposed by the card, as long as the centre still has it.
 * @param {Record<string, any>} card
 * @param {{code: string, name: string, apco_code: string}[]} dispositions
 * @returns {{code: string, name: string}|null} */
export function proposed(card, dispositions) {
  return (card.ending && dispositions.find((row) => row.apco_code === card.ending)) || null;
}

/** The ending whose name or code begins so; null when none or several do.
 * @param {string} text
 * @param {{code: string, name: string}[]} dispositions
 * @returns {{code: string, name: string}|null} */
export function endingNamed(text, dispositions) {
  const typed = text.toLowerCase();
  const exact = dispositions.find(({ code, name }) => [code, name.toLowerCase()].includes(typed));
  const fits = dispositions.filter(({ code, name }) => code.startsWith(typed) || name.toLowerCase().startsWith(typed));
  return exact ?? (fits.length === 1 ? fits[0] : null);
}
