import assert from "node:assert/strict";
import { test } from "node:test";

import { othersByIncident } from "../../../static/js/board/presence.js";

const card = (id, user, name, incident) => ({ kind: "presence", id, user_id: user, name, initials: name[0], seat: null, incident });

test("others are told by incident, by name, each once, oneself never", () => {
  const cards = [card(1, 7, "Rizal", 42), card(2, 8, "Wa Ode", 42), card(3, 9, "Budi", 42), card(4, 8, "Wa Ode", 42), card(5, 9, "Budi", 43)];
  const found = othersByIncident(cards, 7);
  assert.deepEqual([...found].map(([id, people]) => [id, people.map(({ name }) => name)]), [
    [42, ["Budi", "Wa Ode"]],
    [43, ["Budi"]],
  ]);
  assert.equal(othersByIncident([], 7).size, 0);
});
