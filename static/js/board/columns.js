/** Which agencies stand beside each other in the unit strip. Pure. */

/** The columns of the unit strip: the first agencies stand alone, the rest share the last columns.
 * @param {{code: string, name: string, glyph: string, order: number}[]} agencies
 * @param {import("./state.js").Unit[]} units
 * @param {number} [most] columns
 * @returns {{agencies: object[], units: import("./state.js").Unit[]}[]} */
export function columns(agencies, units, most = 6) {
  const own = agencies
    .map((agency) => ({ agencies: [agency], units: units.filter((unit) => unit.agency === agency.code).sort(byCallSign) }))
    .filter((column) => column.units.length > 0);
  if (own.length <= most) return own;
  const alone = own.slice(0, most - 2);
  const rest = own.slice(most - 2);
  const half = rest.reduce((sum, column) => sum + column.units.length, 0) / 2;
  const shared = [joined([]), joined([])];
  for (const column of rest) {
    const at = shared[0].units.length > 0 && shared[0].units.length + column.units.length / 2 > half ? 1 : 0;
    shared[at] = joined([shared[at], column]);
  }
  return [...alone, ...shared.filter((column) => column.units.length > 0)];
}

function joined(parts) {
  return { agencies: parts.flatMap((part) => part.agencies), units: parts.flatMap((part) => part.units) };
}

const signs = new Intl.Collator("en", { numeric: true });
const byCallSign = (one, other) => signs.compare(one.call_sign, other.call_sign);
