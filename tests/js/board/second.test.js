import assert from "node:assert/strict";
import { test } from "node:test";

import { followBoard, makeSecond } from "../../../static/js/board/second.js";

/** A browser in which every channel hears all others at once, and timers go off when they are told to. */
function browser() {
  const channels = [];
  const timers = new Map();
  let last = 0;
  return {
    channel() {
      const own = {
        onmessage: null,
        postMessage: (data) => channels.filter((one) => one !== own && !one.isClosed).forEach((one) => one.onmessage?.({ data })),
      };
      channels.push(own);
      return own;
    },
    setInterval(call) {
      timers.set((last += 1), call);
      return last;
    },
    clearInterval: (timer) => timers.delete(timer),
    tick: () => [...timers.values()].forEach((call) => call()),
    timers,
  };
}

function scene({ isBlocked = false } = {}) {
  const world = browser();
  const told = { away: [], opened: [], chosen: [], blocked: 0, closed: 0 };
  const handle = { closed: false, close: () => (handle.closed = true) };
  let map = null;
  const openMap = () => {
    map = followBoard({ onChosen: (id) => told.chosen.push(id), close: () => (told.closed += 1) }, world);
    return handle;
  };
  const openBoard = () =>
    makeSecond(
      {
        open: () => (isBlocked ? null : openMap()),
        onOpen: (id) => told.opened.push(id),
        onAway: (isAway) => told.away.push(isAway),
        onBlocked: () => (told.blocked += 1),
      },
      world,
    );
  return { world, told, handle, openBoard, map: () => map, openMap };
}

test("the window follows what the board opens, and the board what is clicked in the window", () => {
  const { told, openBoard, map } = scene();
  const board = openBoard();
  board.choose(7);
  board.toggle();
  assert.deepEqual(told.away, [true]);
  assert.deepEqual(told.chosen, [7]);
  board.choose(7);
  board.choose(8);
  board.choose(null);
  assert.deepEqual(told.chosen, [7, 8, null]);
  map().open(9);
  assert.deepEqual(told.opened, [9]);
});

test("closing the window brings the map back, whether it says so or is killed", () => {
  const { world, told, handle, openBoard, map } = scene();
  const board = openBoard();
  board.toggle();
  map().leave();
  assert.deepEqual(told.away, [true, false]);
  assert.equal(world.timers.size, 0);
  board.toggle();
  world.tick();
  assert.deepEqual(told.away, [true, false, true]);
  handle.closed = true;
  world.tick();
  assert.deepEqual(told.away, [true, false, true, false]);
});

test("the board takes the map back by itself, and closes the window", () => {
  const { told, handle, openBoard } = scene();
  const board = openBoard();
  board.toggle();
  board.toggle();
  assert.deepEqual(told.away, [true, false]);
  assert.equal(told.closed, 1);
  assert.equal(handle.closed, true);
});

test("a board that is loaded anew finds the window that is there", () => {
  const { told, openBoard, openMap } = scene();
  openMap();
  const board = openBoard();
  assert.deepEqual(told.away, [true]);
  board.toggle();
  assert.equal(told.closed, 1);
});

test("a browser that forbids the window is said, and the map stays", () => {
  const { told, openBoard } = scene({ isBlocked: true });
  openBoard().toggle();
  assert.deepEqual([told.blocked, told.away], [1, []]);
});
