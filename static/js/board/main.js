/** The dispatcher's board: wires socket, state and drawing. Acts by being loaded, as only screen.js does besides. */

import { clockText, hearNow, onTick, serverNow } from "../shared/clock.js";
import { drawHealth } from "../shared/health.js";
import { eachInTurn, paced } from "../shared/later.js";
import { keepLive } from "../shared/live.js";
import { find } from "../shared/state.js";
import { toast } from "../shared/toasts.js";
import { unanswered } from "../shared/unanswered.js";
import { overdue } from "./alarms.js";
import { makeBanners } from "./banner.js";
import { makeBell } from "./bell.js";
import { makeDetail } from "./detail.js";
import { armDialogs, showPhones } from "./dialogs.js";
import { armEarly, drawEarly } from "./early.js";
import { groundOf, wholeCards } from "./cards.js";
import { ordering, urgentOutside } from "./filter.js";
import { makeFilterBar } from "./filterbar.js";
import { makeHospitals } from "./hospitals.js";
import { armKeys } from "./keys.js";
import { makeLine } from "./line.js";
import { makeList } from "./list.js";
import { makeAwayMap } from "./away.js";
import { makeOrders } from "./orders.js";
import { acknowledgement } from "./requests.js";
import { keepPicture } from "./picture.js";
import { makePresence } from "./presence.js";
import { puttingOff } from "./reminding.js";
import { makeSearch } from "./search.js";
import { closed, counts, groups, silentNext, sizeOf } from "./state.js";
import { makeSharing } from "./sharing.js";
import { makeSurges } from "./surge.js";
import { makeTabs } from "./tabs.js";
import { makeUnits } from "./units.js";

/** Milliseconds from one drawing of what others did to the next; what was done here is drawn at once. */
const PACE = 400;

let [ground, opened] = [{ agencies: [], dispositions: [], ladder: [] }, null];
let link = { name: "live", isLoaded: false, isOwed: true, dataAge: 0, nextIn: 0, attempt: 0 };
let lastAt = serverNow();
let [isRefused, silentAt] = [false, Infinity];
const [seen, arrived] = [new Set(), new Set()];
const schedule = paced(drawNews, PACE);
const others = [drawRest, drawMap, drawStrip].map(eachInTurn);

const live = keepLive({
  socket: "/ws/board/?cards=lean",
  snapshot: "/api/v1/board/?cards=lean",
  whole: wholeCards(),
  onChange,
  onLink,
  onNow: hearNow,
  onSnapshot: (answer) => (ground = groundOf(answer.ground)),
  onRefused: () => (isRefused = true),
});
const lookAgain = keepPicture(() => live.state());
const incidents = () => lookAgain().incidents;
const card = (id) => (id === null ? null : find(live.state(), "incident", id));
const nameOf = (code) => ground.agencies.find((agency) => agency.code === code)?.name ?? code;
const everything = () => ({ ...ground, incidents: incidents(), units: lookAgain().units, work: lookAgain().work });

const orders = makeOrders({ hear });
const bell = makeBell();
const tabs = makeTabs(draw);
const filter = makeFilterBar(draw);
const search = makeSearch({ has: (id) => card(id) !== null, onOpen: open });
const hospitals = makeHospitals();
const list = makeList({ onOpen: open, nameOf });
const strip = makeUnits({ onOpen: open });
const map = makeAwayMap({ onOpen: open });
const sharing = makeSharing({ hear });
const presence = makePresence(() => opened);
const detail = makeDetail({ send: orders.send, problem: (text) => toast(text, { kind: "warn" }), ground: everything, onOpen: open });
const line = makeLine({ send: orders.send, ground: everything, selected: () => card(opened), look: map.look, onLost: detail.offerNext });
const surges = makeSurges({ hear, onOpen: open });
const banners = makeBanners({ onAcknowledge: acknowledge, onOpen: open, onRetry: live.retry, onPhones: () => showPhones(ground.agencies, ground.ladder), onUnfilter: filter.clear, onReminder: remind, nameOf });

// For hidden tabs too, where nothing is drawn: sounds may not wait for a frame.
function onChange(state, message) {
  if (message.type === "beat") return;
  const fresh = message.cards.filter(({ kind, id, gone }) => kind === "incident" && !gone && !seen.has(id));
  const news = message.type === "cards" && link.isLoaded ? fresh : [];
  for (const { id } of fresh) seen.add(id);
  for (const { id } of news) arrived.add(id);
  bell.hear({ arrived: news, alarms: lookAgain().alarms, reminders: lookAgain().reminders });
  schedule();
}

function hear(cards) {
  live.hear(cards);
  draw();
}

function onLink(next) {
  const wasLoaded = link.isLoaded;
  link = next;
  if (link.name === "live") lastAt = serverNow() - link.dataAge;
  if (link.isLoaded !== wasLoaded) schedule();
  drawLink();
}

// What was done here shows at once, but for map and strip.
function draw() {
  drawNews();
  drawRest();
}

// What others did is drawn a piece at a time, the list first.
function drawNews() {
  drawFirst();
  for (const ask of others) ask();
}

// Most parts do nothing while what they are given is the same (picture.js, remember.js).
function drawFirst() {
  const now = lookAgain();
  silentAt = silentNext(now.incidents, serverNow());
  tabs.count(counts(now.incidents, serverNow()));
  filter.setShares(now.shares);
  sharing.draw(now.shares, link.isLoaded);
  drawList(now.incidents);
  arrived.clear();
}

function drawRest() {
  const now = lookAgain();
  drawEarly(now.drafts, tabs.name());
  banners.setAlarms(now.alarms);
  banners.setReminders(now.reminders);
  surges.draw(now.surges, now.incidents);
  detail.draw(card(opened));
  hospitals.draw(card(opened), now.hospitals);
  presence.draw(now.presence);
  line.redraw();
}

// Who opens a board in a flood, or sits before an old PC, can work before map and units come.
function drawMap() {
  const { incidents, units, work, drafts } = lookAgain();
  map.draw(incidents, units, work);
  map.drawEarly(drafts);
  map.choose(card(opened));
}

function drawStrip() {
  strip.draw(ground.agencies, lookAgain().units, lookAgain().work, lookAgain().kept);
}

function drawList(all) {
  const tab = tabs.name();
  const partsOf = (cards) =>
    tab === "closed" ? closed(cards, serverNow()) : groups(cards, tab, serverNow(), ordering(filter.filter().order));
  const isShown = (one) => one.id === opened || filter.isShown(one);
  const parts = partsOf(all.filter(isShown));
  const hidden = filter.isNarrow() ? sizeOf(partsOf(all)) - sizeOf(parts) : 0;
  list.draw(parts, { tab, isLoaded: link.isLoaded, hidden, arrived, opened });
  filter.draw(all, ground.agencies, hidden);
  banners.setOutside(urgentOutside(all, isShown));
}

function drawLink() {
  const isLost = link.name === "lost";
  drawHealth(document.getElementById("health"), link);
  document.body.classList.toggle("link-lost", isLost);
  // As long as a snapshot is owed, a clock on this screen may have been kept meanwhile.
  const late = isLost || link.isOwed ? 0 : overdue(incidents(), live.state().beat, serverNow());
  banners.setLink({ isRefused, link, overdue: late, lastAt });
  map.showAge(isLost ? clockText(lastAt) : null);
}

function open(id) {
  if (opened !== id) setTimeout(presence.tell);
  opened = id;
  list.point(id);
  const shownCard = card(id);
  if (shownCard) tabs.set(shownCard.closed_at ? "closed" : shownCard.track);
  draw();
  map.choose(shownCard, true);
  list.reveal(id);
}

function remind(act, one, control) {
  return act === "later" ? orders.send(puttingOff(one, serverNow()), control) : open(one.incident.id);
}

async function acknowledge(alarm, control) {
  for (const id of alarm.ids) await orders.send(acknowledgement(id, alarm.incident), control, true);
}

armDialogs();
armEarly(map);
unanswered(live);
armKeys({ line, list, map, tabs, detail, banners, filter, search, open, card: (id) => card(id ?? opened) });
onTick((now) => {
  if (now >= silentAt) schedule();
  list.tick(now);
  orders.tick(now);
  bell.tick(incidents(), now);
});
