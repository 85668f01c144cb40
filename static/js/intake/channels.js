/** The ways in besides the telephone: what they are called, how they look, and which of my conversations have something new. */

import { format } from "../shared/dom.js";
import { byId, settings, word } from "./words.js";

/** A written message has no ring to give up; it is late after this, in milliseconds. A panic button is late at once. */
const MESSAGE_LIMIT = 60000;
const GLYPHS = { sms: "chat", whatsapp: "chat", app: "phone-dev", panic: "warn" };
const data = byId("thread-texts").dataset;
/** @type {Map<number, number>} the last line of each conversation that was on the screen */
const seen = new Map();

/** A text of the thread's own page part. */
export const say = (name, values = {}) => format(data[name], values);

/** Whether somebody wrote rather than rang. @param {{channel?: string}} call */
export const isWritten = (call) => Boolean(call?.channel) && call.channel !== "voice";

/** @param {object} call @param {string} spoken the glyph of a call by telephone */
export const glyphOf = (call, spoken) => GLYPHS[call.channel] ?? spoken;

/** The first words, or what came in their place. @param {object} call */
export function wordsOf(call) {
  if (!call.thread) return null;
  const { words, attachments } = call.thread;
  return words.trim() || (attachments ? say("dropped", { n: attachments }) : call.channel === "panic" ? say("pressed") : null);
}

/** After how many milliseconds without an answer it is late. @param {object} call */
export function limitOf(call) {
  if (!isWritten(call)) return settings.answerLimit;
  return call.channel === "panic" ? 0 : MESSAGE_LIMIT;
}

/** What a late call is marked with. @param {object} call */
export const lateText = (call) => (call.channel === "panic" ? say("panic") : word("late", { seconds: limitOf(call) / 1000 }));

/** What goes on while a call is open. @param {object} call */
export const talkingText = (call) => (isWritten(call) ? say("writing", { channel: say(call.channel) }) : word("talking"));

/** What a new call is announced with. @param {object} call @param {string} who */
export const ringsText = (call, who) => (isWritten(call) ? say("messageFrom", { channel: say(call.channel), who }) : word("rings", { who }));

/** @param {object} call the conversation that is on the screen */
export const markSeen = (call) => seen.set(call.id, call.thread?.last_in ?? 0);

/** Whether the sender wrote something this person has not had on the screen. @param {object|null} call */
export function hasNew(call) {
  if (!call?.thread || call.ended_at) return false;
  return seen.has(call.id) ? call.thread.last_in > seen.get(call.id) : call.thread.is_owed;
}
