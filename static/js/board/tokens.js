/** The words of a command line, told apart: numbers of incidents, agencies, units and times. Pure. */

const MOST_NAMED = 6;
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
    else return unknown(word, ground);
    if (isNumber(word) && !read.incident) return no("incident", { word });
    if (isTime(word) && !read.at) return no("time", { word });
  }
  read.incident ??= ground.selected;
  return read.incident ? read : no("incident_how");
}

/** The same where no time belongs: one is refused, never dropped unseen. */
export function readTimeless(words, ground) {
  const time = words.find(isTime);
  return time ? no("time_here", { word: time }) : readTokens(words, ground);
}

/** The agency or unit of that code or call sign, else the only one that begins so. A hyphen may be left out. */
export function named(word, ground) {
  const [found, ...others] = meant(word, ground);
  return others.length === 0 && found ? found : {};
}

/** Why a word is nobody: because nobody is called so, or because several are. */
export function unknown(word, ground) {
  const names = meant(word.toUpperCase(), ground).map(({ agency, unit }) => agency?.code ?? unit.call_sign);
  if (names.length < 2) return no("who", { word });
  return no("several", { word, names: names.slice(0, MOST_NAMED).join(", ") + (names.length > MOST_NAMED ? " …" : "") });
}

function meant(word, { agencies, units }) {
  const typed = bare(word);
  const rows = [
    ...agencies.map((agency) => ({ agency, whole: agency.code, begins: [agency.code, agency.name?.toUpperCase() ?? ""] })),
    ...units.map((unit) => ({ unit, whole: bare(unit.call_sign), begins: [bare(unit.call_sign)] })),
  ];
  const exact = rows.filter(({ whole }) => whole === typed);
  if (exact.length || typed.length < 2) return exact;
  return rows.filter(({ begins }) => begins.some((text) => text.startsWith(typed)));
}

function bare(word) {
  return word.replaceAll("-", "");
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
