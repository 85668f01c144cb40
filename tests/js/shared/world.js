/** A clock, timers and sockets that a test moves by hand. */

export function world() {
  let time = 1000;
  let serial = 0;
  const timers = new Map();
  const sockets = [];

  class WebSocket {
    constructor(url) {
      Object.assign(this, { url, sent: [], isClosed: false });
      sockets.push(this);
    }
    send(text) {
      this.sent.push(text);
    }
    close() {
      this.isClosed = true;
    }
    say(message) {
      this.onmessage?.({ data: JSON.stringify(message) });
    }
    drop(code = 1006) {
      this.onclose?.({ code });
    }
  }

  const add = (call, after, every) => timers.set(++serial, { call, at: time + after, every }) && serial;
  function pass(ms) {
    const end = time + ms;
    for (;;) {
      const [id, next] = [...timers].sort(([, one], [, other]) => one.at - other.at)[0] ?? [];
      if (!next || next.at > end) break;
      time = Math.max(time, next.at);
      if (next.every) next.at += next.every;
      else timers.delete(id);
      next.call();
    }
    time = end;
  }

  return {
    WebSocket,
    sockets,
    pass,
    last: () => sockets.at(-1),
    now: () => time,
    random: () => 0,
    absolute: (url) => url,
    setTimeout: (call, after) => add(call, after, 0),
    setInterval: (call, every) => add(call, every, every),
    clearTimeout: (id) => timers.delete(id),
    clearInterval: (id) => timers.delete(id),
  };
}

/** Lets everything that was promised settle. */
export async function settle() {
  for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
}
