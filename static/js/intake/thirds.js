/** What the exchange told last: where the third person of a conference stands, and which lines it did not put down. Pure. */

/** Whoever has not lifted by now never will, in milliseconds. */
const RINGS_FOR = 60000;

/**
 * The latest conference of a call, if there was one that the exchange did not refuse; `isOpen` while its third is rung or talks along.
 * @param {{id: number, call_id: number, third: string, target_name: string, asked_at: string}[]} commands
 * @param {number} callId @param {number} now
 */
export function thirdOf(commands, callId, now) {
  const rows = commands.filter((one) => one.call_id === callId && one.third).sort((a, b) => a.id - b.id);
  const last = rows.at(-1);
  if (!last) return null;
  const isRung = last.third === "ringing" && now < Date.parse(last.asked_at) + RINGS_FOR;
  return { who: last.target_name, stands: last.third, isOpen: isRung || last.third === "joined" };
}

/**
 * What is to be said of my conferences since `told` was written, which it then is: how each third stands, if that is news.
 * @param {object[]} commands @param {number} me @param {Map<number, string>} told
 */
export function news(commands, me, told) {
  const fresh = commands.filter((one) => one.third && one.asked_by_id === me && told.get(one.id) !== one.third);
  const said = fresh.filter((one) => told.has(one.id)).map((one) => ({ who: one.target_name, stands: one.third }));
  for (const one of fresh) told.set(one.id, one.third);
  return said;
}

/** How a line is known to be up still: the exchange would not, or nobody knows. */
const FAILED = ["refused", "lost", "expired"];

/**
 * The calls I closed whose line was to be put down by itself and is up still, each once: `told` remembers them, and forgets a
 * call whose line went at last.
 * @param {object[]} commands @param {number} me @param {Set<number>} told
 * @returns {number[]}
 */
export function stillUp(commands, me, told) {
  const rows = commands.filter((one) => one.is_promised && one.asked_by_id === me);
  for (const one of rows) if (["done", "gone"].includes(one.result)) told.delete(one.call_id);
  const failed = new Set(rows.filter((one) => FAILED.includes(one.result)).map((one) => one.call_id));
  const fresh = [...failed].filter((id) => !told.has(id) && !rows.some((one) => one.call_id === id && ["done", "gone"].includes(one.result)));
  for (const id of fresh) told.add(id);
  return fresh;
}
