/** The map in a window of its own: board and window tell each other what is opened, over a channel of this browser. */

const CHANNEL = "ntpd112.board.map";
const LOOK_AGAIN_AFTER = 1000;

/** The board's side. The map is away from the moment its window says that it is there until that is closed.
 * @param {{open: () => object|null, onOpen: (incident: number) => void, onAway: (isAway: boolean) => void,
 *   onBlocked: () => void}} on
 *   open: opens the window, null when the browser forbids it; onOpen: an incident was clicked there
 * @param {object} [world] channel, setInterval, clearInterval; for tests
 * @returns {{toggle: () => void, choose: (incident: number|null) => void}} */
export function makeSecond({ open, onOpen, onAway, onBlocked }, world = browser()) {
  const channel = world.channel(CHANNEL);
  let opened = null;
  let timer = null;
  let chosen = null;
  let isAway = false;

  function set(next) {
    if (next !== isAway) onAway((isAway = next));
    world.clearInterval(timer);
    // A window that is killed says no farewell.
    timer = next && opened ? world.setInterval(() => opened.closed && set(false), LOOK_AGAIN_AFTER) : null;
  }

  channel.onmessage = ({ data }) => {
    if (data.here) {
      set(true);
      channel.postMessage({ chosen });
    }
    if (data.gone) set(false);
    if (data.open) onOpen(data.open);
  };
  channel.postMessage({ who: true });

  return {
    toggle() {
      if (isAway) {
        channel.postMessage({ back: true });
        opened?.close();
        set(false);
        return;
      }
      opened = open();
      if (!opened) onBlocked();
    },
    choose(incident) {
      if (incident === chosen) return;
      chosen = incident;
      channel.postMessage({ chosen });
    },
  };
}

/** The window's side.
 * @param {{onChosen: (incident: number|null) => void, close: () => void}} on  close: the map is wanted back on the board
 * @param {object} [world] channel; for tests
 * @returns {{open: (incident: number) => void, leave: () => void}} leave: the window is going away */
export function followBoard({ onChosen, close }, world = browser()) {
  const channel = world.channel(CHANNEL);
  channel.onmessage = ({ data }) => {
    if (data.who) channel.postMessage({ here: true });
    if ("chosen" in data) onChosen(data.chosen);
    if (data.back) close();
  };
  channel.postMessage({ here: true });
  return {
    open: (incident) => channel.postMessage({ open: incident }),
    leave: () => channel.postMessage({ gone: true }),
  };
}

function browser() {
  return {
    channel: (name) => new BroadcastChannel(name),
    setInterval: (call, every) => setInterval(call, every),
    clearInterval: (timer) => clearInterval(timer),
  };
}
