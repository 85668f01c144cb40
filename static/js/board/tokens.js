/** The words of a command line, told apart: numbers of incidents, agencies, units and times. Pure. */

const TIME = /^\d{1,2}[:.]\d{2}$/;

/** Why a line means nothing yet: a sentence of the page, and what stands in it. */
export function no(problem, values = {}) {
  return { problem, values };
}

/** The incident, agencies, units and time in any order; the selected incident when none is named. */
export function readTokens(words, ground) {
  const read = { incident: null, agencies: [], units: [], at: null };
  for (const word of words) {
    const upper = word.toUpperCase();
    const { agency, unit } = named(upper, ground);
    if (agency) read.agencies.push(agency);
    else if (unit) read.units.push(unit);
    else if (isTime(word)) read.at = ground.instantOf(word);
    else if (isNumber(word)) read.incident = incidentOf(word, ground);
    else return no("who", { word });
    if (isNumber(word) && !read.incident) return no("incident", { word });
    if (isTime(word) && !read.at) return no("time", { word });
  }
  read.incident ??= ground.selected;
  return read.incident ? read : no("incident_how");
}

/** The agency or unit of that code or call sign, else the only one that begins so. */
export function named(word, { agencies, units }) {
  const agency = agencies.find((row) => row.code === word);
  const unit = units.find((row) => row.call_sign === word);
  if (agency || unit || word.length < 2) return { agency, unit };
  const begun = [
    ...agencies.filter((row) => row.code.startsWith(word) || row.name?.toUpperCase().startsWith(word)).map((row) => ({ agency: row })),
    ...units.filter((row) => row.call_sign.startsWith(word)).map((row) => ({ unit: row })),
  ];
  return begun.length === 1 ? begun[0] : {};
}

export function isNumber(word) {
  return /^(#|L-)?\d+$/i.test(word);
}

export function numberOf(word) {
  return Number(/\d+/.exec(word)[0]);
}

export function incidentOf(word, ground) {
  return ground.incidents.find((card) => card.number === numberOf(word) && !card.closed_at) ?? null;
}

export function isTime(word) {
  return TIME.test(word);
}
