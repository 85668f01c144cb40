/** The photos and sounds of the opened incident: shown small, opened whole, added from a file or the camera, removed. */

import { clockText } from "./clock.js";
import { fill, format, keyed, refill } from "./dom.js";
import { get, newKey, post, upload } from "./http.js";
import { shrink } from "./shrink.js";
import { openShelf, openUploads } from "./uploads.js";

const LARGEST = 10 * 1024 * 1024;
const AFTER = 150;
const AGAIN_AFTER = 5000;
const LEAST_OFTEN = 60000;

/** @returns {{follow: (card: {id: number, version: number}|null) => void}} */
export function makeAttachments() {
  const section = document.getElementById("attachments");
  const list = document.getElementById("attachment-list");
  const queue = document.getElementById("upload-list");
  const words = section.dataset;
  const dialog = wireDialog(words, () => followed.id !== null && load(followed));
  let followed = { id: null, version: 0 };
  let timer = null;

  const uploads = openUploads(
    { user: words.me, onChange: drawUploads, onDone: (incident) => incident === followed.id && load(followed) },
    {
      shelf: openShelf(),
      send: upload,
      now: () => Date.now(),
      newKey,
      setTimeout: (call, after) => setTimeout(call, after),
    },
  );
  uploads.load();
  addEventListener("online", uploads.wake);

  for (const field of section.querySelectorAll("input[type=file]")) {
    field.addEventListener("change", async () => {
      const [files, incident] = [[...field.files], followed.id];
      field.value = ""; // the same file may be chosen again
      for (const file of files) await take(file, incident);
    });
  }
  list.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (button) dialog.open(button.closest("li").shows);
  });
  queue.addEventListener("click", (event) => {
    const button = event.target.closest("[data-act]");
    if (!button) return;
    if (button.dataset.act === "drop") uploads.drop(button.closest("li").keyedBy);
    else uploads.wake();
  });

  async function take(file, incident) {
    const blob = await shrink(file);
    uploads.add(incident, blob, file.name, blob.size > LARGEST ? words.large : "");
  }

  /** Shows those of an incident, and asks anew when its card is newer.
   * @param {{id: number, version: number}|null} card */
  function follow(card) {
    const isOther = (card?.id ?? null) !== followed.id;
    if (!isOther && (card?.version ?? 0) === followed.version) return;
    followed = { id: card?.id ?? null, version: card?.version ?? 0 };
    clearTimeout(timer);
    if (isOther) {
      section.hidden = true;
      list.replaceChildren();
      drawUploads();
    }
    if (card) timer = setTimeout(load, isOther ? 0 : AFTER, followed);
  }

  async function load(asked) {
    const answer = await get(`/api/v1/incidents/${asked.id}/attachments/`);
    if (asked !== followed) return;
    if (answer.ok) draw(answer.data);
    else if (answer.refusal.status === 0 || answer.refusal.status >= 500) timer = setTimeout(load, AGAIN_AFTER, asked);
    else section.hidden = true;
  }

  function draw({ attachments, may_add: mayAdd }) {
    section.hidden = !mayAdd && attachments.length === 0;
    document.getElementById("attachment-add").hidden = !mayAdd;
    document.getElementById("attachment-count").textContent = attachments.length || "";
    keyed(list, attachments, {
      key: (one) => one.id,
      create: (one) => fill(one.media === "photo" ? "t-photo" : "t-sound"),
      update: (item, one) => drawOne(item, one, words),
    });
  }

  function drawUploads() {
    const rows = followed.id === null ? [] : uploads.of(followed.id);
    keyed(queue, rows, {
      key: ({ key }) => key,
      create: () => fill("t-upload"),
      update: (item, { name, why = "", isSending }) =>
        refill(item, { name, why, state: why ? "" : isSending ? words.sending : words.waiting, retry: !why && !isSending }),
    });
  }

  return { follow };
}

function drawOne(item, one, words) {
  const name = nameOf(one, words);
  if (one.media === "photo") {
    const picture = item.querySelector("img");
    // Asked for once: each look is written down.
    if (!picture.src) {
      tryUntilLoaded(picture);
      picture.src = `/lampiran/${one.id}/kecil/`;
    }
    picture.alt = name;
  } else {
    const player = item.querySelector("audio");
    if (!player.src) player.src = `/lampiran/${one.id}/`;
    player.setAttribute("aria-label", name);
    item.querySelector(".sr").textContent = name;
  }
}

/** A line that broke in the middle leaves half a picture: it is asked for again, less and less often, while it is shown.
 * @param {HTMLImageElement} picture */
function tryUntilLoaded(picture) {
  let timer = null;
  let pause = AGAIN_AFTER;
  picture.addEventListener("load", () => (pause = AGAIN_AFTER));
  picture.addEventListener("error", () => {
    const address = picture.getAttribute("src");
    clearTimeout(timer);
    timer = setTimeout(() => {
      if (picture.isConnected && picture.getAttribute("src") === address) picture.src = address;
    }, pause);
    pause = Math.min(2 * pause, LEAST_OFTEN);
  });
}

const nameOf = ({ media, at, who }, words) => format(media === "photo" ? words.photo : words.sound, { time: clockText(at), who });

function wireDialog(words, onRemoved) {
  const dialog = document.getElementById("attachment-dialog");
  const whole = document.getElementById("attachment-whole");
  const removal = document.getElementById("removal");
  const reason = document.getElementById("removal-reason");
  const error = document.getElementById("removal-error");
  const button = removal.querySelector("button");
  let shown = null;

  const say = (text) => {
    error.hidden = !text;
    error.querySelector("span").textContent = text;
  };
  dialog.querySelector("[data-close]").addEventListener("click", () => dialog.close());
  dialog.addEventListener("close", () => whole.removeAttribute("src"));
  const isMissing = (yes) => (document.getElementById("attachment-missing").hidden = !yes);
  whole.addEventListener("error", () => isMissing(true));
  whole.addEventListener("load", () => isMissing(false));
  tryUntilLoaded(whole);
  removal.querySelector("form").addEventListener("submit", async (event) => {
    event.preventDefault();
    if (button.disabled) return;
    button.disabled = true;
    const answer = await post(`/api/v1/attachments/${shown.id}/removal/`, { reason: reason.value });
    button.disabled = false;
    if (!answer.ok) return say(answer.refusal.detail || (answer.refusal.code === "unsent" ? words.unsent : words.failed));
    dialog.close();
    onRemoved();
  });

  function open(one) {
    shown = one;
    document.getElementById("attachment-name").textContent = nameOf(one, words);
    whole.hidden = one.media !== "photo";
    isMissing(false);
    if (one.media === "photo") {
      [whole.width, whole.height] = [one.width, one.height];
      whole.src = `/lampiran/${one.id}/`;
      whole.alt = nameOf(one, words);
    }
    removal.hidden = !one.may_remove;
    removal.open = false;
    reason.value = "";
    say("");
    dialog.showModal();
  }

  return { open };
}
