/** Who at the desk has seen the open report before it is sent. */

import { clockText } from "../shared/clock.js";
import { byId, word, write } from "./words.js";

/** @param {object|null} draft @param {object[]} cards what the desk has seen, by draft */
export function drawSeen(draft, cards) {
  const { seen = [] } = cards.find((card) => card.id === draft?.id) ?? {};
  const who = seen.map((one) => `${one.who} ${clockText(one.at)}`).join(", ");
  write(byId("early-seen"), who ? word("seenBy", { who }) : "");
}
