/** The left column as a whole, the conversation and the other reports that are opened from it: each is drawn from the same view. */

import { onTick } from "../shared/clock.js";
import { unanswered } from "../shared/unanswered.js";
import { beside } from "./beside.js";
import { callBacks } from "./callbacks.js";
import { colleagues } from "./colleagues.js";
import { handover } from "./handover.js";
import { orphans } from "./orphans.js";
import { drawCoded, drawPieces, drawQueue } from "./queue.js";
import { thread } from "./thread.js";
import { drawUnheld } from "./unheld.js";

/** @param {{view: () => object, command: object, live: object, saver: object, open: (key: string, isNew?: boolean) => void}} desk */
export function leftColumn(desk) {
  const backs = callBacks(desk);
  const others = colleagues(desk);
  const lines = handover(desk);
  const written = thread(desk);
  const behind = orphans(desk);
  const reports = beside(desk);

  function draw(view) {
    drawQueue(view.ringing, desk.command.answer);
    backs.draw(view);
    others.draw(view.members, view.calls, view.telephones);
    drawPieces(view, (key) => desk.open(key));
    behind.draw();
    drawUnheld(view.unheld, desk.command.takeOver);
    drawCoded(view.coded);
    lines.draw(view.handover);
    written.draw(view);
    reports.draw(view);
  }

  unanswered(desk.live);
  // Whose time with a call-back is up has it no more, without a word from anybody.
  onTick(() => desk.view() && backs.draw(desk.view()));
  return { draw };
}
