/** The left column as a whole: each panel of it is drawn from the same view. */

import { onTick } from "../shared/clock.js";
import { callBacks } from "./callbacks.js";
import { drawCoded, drawPieces, drawQueue, drawTalking } from "./queue.js";

/** @param {{view: () => object, command: object, live: object, saver: object, open: (key: string, isNew?: boolean) => void}} desk */
export function leftColumn(desk) {
  const backs = callBacks(desk);

  function draw(view) {
    drawQueue(view.ringing, desk.command.answer);
    backs.draw(view);
    drawTalking(view.talking);
    drawPieces(view, (key) => desk.open(key));
    drawCoded(view.coded);
  }

  // Whose time with a call-back is up has it no more, without a word from anybody.
  onTick(() => desk.view() && backs.draw(desk.view()));
  return { draw };
}
