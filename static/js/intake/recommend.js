/** Who will be recommended to the dispatcher, with the reason; the call-taker leaves ticked whom he means. Nobody is assigned. */

import { fill, keyed, refill } from "../shared/dom.js";
import { get } from "../shared/http.js";
import { onKeys } from "../shared/keys.js";
import { isAnswer, valueOf } from "./draft.js";
import { byId, decimal, word } from "./words.js";

/** What stands for "none of them": an empty field is one who did not say. */
const NOBODY = "-";

/** @param {(fields: {proposed: string}) => void} change
 * @returns {(draft: object|null) => void} draws the panel of a draft; it asks anew when the server's kind, place or answers are others */
export function recommended(change) {
  const list = byId("recommended-list");
  let draft = null;
  let asked = "";
  let kind = "";
  let found = [];

  const answersOf = (saved) => Object.entries(saved).filter(([field]) => isAnswer(field)).join(";");
  const markOf = ({ saved }) => `${kind}:${saved.lat}:${saved.lng}:${saved.area}:${answersOf(saved)}`;

  async function ask(mark, id) {
    const answer = await get(`/api/v1/reports-drafts/${id}/proposals/`);
    if (mark !== asked) return;
    // A failure is asked again with the next change; what is shown may then be of another kind, so nothing is.
    found = answer.ok ? answer.data.proposals : [];
    drawRows();
  }

  const codes = () => [...new Set(found.map((one) => one.agency))];
  const ticked = () => {
    const said = valueOf(draft, "proposed");
    // What was said of another kind of event says nothing of this one.
    const isMeant = said === NOBODY || said.split(",").some((code) => codes().includes(code));
    // Who waits for an answer that calls for him is not meant before it is given.
    const waiting = new Set(found.filter((one) => one.waits).map((one) => one.agency));
    return new Set(isMeant ? said.split(",") : codes().filter((code) => !waiting.has(code)));
  };

  function drawRows() {
    const on = draft ? ticked() : new Set();
    byId("recommended").hidden = !draft || found.length === 0;
    const first = new Map(found.map((one) => [one.agency, one]).reverse());
    const rows = codes().map((code) => ({ one: first.get(code), isOn: on.has(code) }));
    keyed(list, rows, { key: ({ one }) => one.agency, create, update });
  }

  function create({ one }) {
    const row = fill("recommended-row");
    const box = row.querySelector("input");
    box.addEventListener("change", () => {
      const on = ticked();
      if (box.checked) on.add(one.agency);
      else on.delete(one.agency);
      change({ proposed: codes().filter((code) => on.has(code)).join(",") || NOBODY });
    });
    return row;
  }

  onKeys({ "alt+r": () => list.querySelector("input")?.focus() });

  return (next) => {
    draft = next;
    const nextKind = draft?.saved.category ? `${draft.id}:${draft.saved.category}` : "";
    // While the point moves the rows stay until there are better ones: a hand may be among them.
    if (nextKind !== kind) found = [];
    kind = nextKind;
    const mark = kind ? markOf(draft) : "";
    if (mark !== asked) {
      asked = mark;
      if (mark) ask(mark, draft.id);
    }
    drawRows();
  };
}

function update(row, { one, isOn }) {
  const far = one.km === null ? "" : word("km", { km: decimal(one.km, 1) });
  const why = [far, one.reason].filter(Boolean).join(" · ");
  const time = one.minutes === null ? "–" : word(one.is_estimate ? "minutes" : "minutesByRoad", { n: one.minutes });
  refill(row, { name: one.name, who: one.unit ?? "", minutes: time, why });
  // One line each, so that all who are recommended are seen with their ticks; the whole reason is a hover away.
  row.querySelector("label").title = why;
  row.querySelector("input").checked = isOn;
}
