/** Kind and priority: groups, the kinds of a group or those that fit the typed words, their questions, what both suggest. */

import { fill, setIcon } from "../shared/dom.js";
import { chosen } from "./asking.js";
import { valueOf } from "./draft.js";
import { showError } from "./errors.js";
import { groupsOf, leadsWithin, lettersOf, matching } from "./kinds.js";
import { listbox } from "./listbox.js";
import { protocolPanel } from "./protocol.js";
import { byId, write } from "./words.js";

/**
 * @param {import("./kinds.js").Kind[]} kinds
 * @param {(fields: object) => void} change
 * @param {(field: string) => void} take takes what is offered beside a field
 */
export function kindLists(kinds, change, take) {
  const groups = groupsOf(kinds);
  const leads = leadsWithin(groups);
  const byCode = new Map(kinds.map((kind) => [kind.code, kind]));
  const protocol = protocolPanel(change, take);
  const filter = byId("kind-filter");
  let group = groups[0]?.name;
  let draft = null;
  let drawn = "";

  const groupList = listbox(byId("groups"), {
    key: (one) => one.name,
    label: (one) => one.name,
    letters: (one) => lettersOf(one.name, one.lead),
    create: () => fill("group-row"),
    update: (row, one) => {
      setIcon(row, one.glyph);
      underline(row.lastElementChild, one.name, one.lead);
      row.title = one.name;
    },
    choose: (one) => {
      enter(one.name);
      byId("kind-list").focus();
      kindWalk.rest(0);
    },
    onActive: (one) => enter(one.name),
  });
  const kindList = listbox(byId("kind-list"), {
    key: (kind) => kind.code,
    label: (kind) => kind.name,
    letters: (kind) => lettersOf(kind.short_code, leads.get(kind.code)),
    create: () => fill("kind-row"),
    update: (row, kind) => {
      setIcon(row, kind.glyph);
      write(row.querySelector("[data-f=name]"), kind.name);
      underline(row.querySelector("[data-f=short]"), kind.short_code, leads.get(kind.code));
    },
    choose,
  });
  const kindWalk = kindList.follow(filter);

  function enter(name) {
    group = name;
    filter.value = "";
    redraw();
    kindWalk.rest();
  }

  function choose(kind) {
    filter.value = "";
    group = kind.group;
    showError("category", "");
    change(chosen(draft, kind, byCode.get(valueOf(draft, "category")), protocol.known()));
    redraw();
  }

  function redraw() {
    const current = draft ? valueOf(draft, "category") : "";
    const shown = filter.value.trim() ? matching(kinds, filter.value) : kinds.filter((kind) => kind.group === group);
    const state = JSON.stringify([current, group, shown.map((kind) => kind.code)]);
    if (state === drawn) return;
    drawn = state;
    groupList.draw(groups, filter.value.trim() ? "" : group);
    kindList.draw(shown, current);
    byId("kind-none").hidden = shown.length > 0;
  }

  filter.addEventListener("input", () => {
    redraw();
    kindWalk.rest(filter.value.trim() ? 0 : -1);
  });
  filter.addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const act = { ArrowDown: () => kindWalk.walk(1), ArrowUp: () => kindWalk.walk(-1), Enter: kindWalk.pick, Escape: () => enter(group) }[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  });

  return {
    kindOf: (code) => byCode.get(code) ?? null,
    draw(next) {
      const isOther = next?.id !== draft?.id;
      draft = next;
      const kind = draft && byCode.get(valueOf(draft, "category"));
      if (isOther) {
        filter.value = "";
        group = kind?.group ?? groups[0]?.name;
      }
      redraw();
      protocol.draw(draft, kind ?? null);
      const suggested = kind && protocol.suggested(draft, kind);
      for (const tag of byId("priority").querySelectorAll("[data-suggested]")) {
        tag.hidden = Number(tag.dataset.suggested) !== suggested;
      }
    },
  };
}

/** Writes a text with the letters underlined that lead to it. @param {number[]} at where they stand */
function underline(place, text, at) {
  if (place.textContent === text) return;
  place.replaceChildren(...[...text].map((letter, index) => (at.includes(index) ? underlined(letter) : letter)));
}

function underlined(letter) {
  const mark = document.createElement("u");
  mark.textContent = letter;
  return mark;
}
