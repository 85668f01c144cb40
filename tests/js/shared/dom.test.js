import assert from "node:assert/strict";
import { test } from "node:test";

import { format, hide, keyed, write } from "../../../static/js/shared/dom.js";

/** The few things a list needs of an element. */
class Box {
  children = [];
  get firstElementChild() {
    return this.children[0] ?? null;
  }
  get nextElementSibling() {
    return this.parent.children[this.parent.children.indexOf(this) + 1] ?? null;
  }
  remove() {
    this.parent.children.splice(this.parent.children.indexOf(this), 1);
  }
  insertBefore(child, next) {
    if (child.parent) child.remove();
    child.parent = this;
    this.children.splice(next ? this.children.indexOf(next) : this.children.length, 0, child);
  }
}

const texts = (box) => box.children.map((child) => child.text);

function draw(box, items) {
  const drawn = [];
  keyed(box, items, {
    key: (item) => item.id,
    create: () => new Box(),
    update: (element, item) => {
      element.text = item.text;
      drawn.push(item.id);
    },
  });
  return drawn;
}

test("words go into the places of a sentence, unknown places stay", () => {
  assert.equal(format("+{n} lagi dari {m}", { n: 2 }), "+2 lagi dari {m}");
  assert.equal(format("{a}{a}", { a: "" }), "");
});

test("only items that are another object are redrawn", () => {
  const box = new Box();
  const items = [1, 2, 3].map((id) => ({ id, text: `t${id}` }));
  assert.deepEqual(draw(box, items), [1, 2, 3]);
  const changed = { id: 2, text: "new" };
  assert.deepEqual(draw(box, [items[0], changed, items[2]]), [2]);
  assert.deepEqual(texts(box), ["t1", "new", "t3"]);
});

test("order, additions and removals are followed and elements are kept", () => {
  const box = new Box();
  const [one, two, three, four] = [1, 2, 3, 4].map((id) => ({ id, text: `t${id}` }));
  draw(box, [one, two, three]);
  const element = box.children[2];
  assert.deepEqual(draw(box, [three, four, one]), [4]);
  assert.deepEqual(texts(box), ["t3", "t4", "t1"]);
  assert.equal(box.children[0], element);
  draw(box, []);
  assert.deepEqual(texts(box), []);
});

test("a place that is hidden already, and a text that is there already, are not touched", () => {
  const touched = [];
  const place = new Proxy({ hidden: true, textContent: "07:00", firstChild: null }, {
    set: (target, name, value) => {
      touched.push(name);
      return Reflect.set(target, name, value);
    },
  });
  hide(place, true);
  write(place, "07:00");
  assert.deepEqual(touched, []);
  hide(place, false);
  write(place, "06:59");
  assert.deepEqual(touched, ["hidden", "textContent"]);
});

test("a text is written into the node that is there", () => {
  const node = { nodeType: 3, nodeValue: "07:00", nextSibling: null };
  write({ firstChild: node, textContent: "07:00" }, "06:59");
  assert.equal(node.nodeValue, "06:59");
});
