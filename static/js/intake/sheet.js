/** The hand-over sheet to a neighbouring region: what is known of the call, in lines to be read out, copied or printed. */

import { toast } from "../shared/toasts.js";
import { linesOf, valueOf } from "./draft.js";
import { byId, identityText, networkText, word } from "./words.js";

const sheet = byId("sheet");
const receipt = byId("receipt");
const lines = [...byId("sheet-lines").content.querySelectorAll("[data-line]")].map((line) => [line.dataset.line, line.textContent]);
const moment = new Intl.DateTimeFormat("id-ID", { dateStyle: "medium", timeStyle: "short", timeZone: document.body.dataset.timeZone });

/** @param {object} view @param {HTMLElement|null} contact the chosen row of the contact book */
export function drawSheet(view, contact) {
  const { call, draft } = view;
  const said = (name) => String(valueOf(draft, name) ?? "").trim();
  const together = (...parts) => parts.filter(Boolean).join(" · ");
  const isHidden = Boolean(valueOf(draft, "hides_reporter"));
  const values = {
    from: sheet.dataset.from,
    to: contact ? together(contact.dataset.name, contact.dataset.phone) : "",
    receipt: receipt.value.trim(),
    at: `${moment.format(new Date(call.answered_at))} ${document.body.dataset.timeZoneLabel}`,
    caller: isHidden ? word("identityHidden") : together(identityText(call, view.callers.get(call.id)), networkText(call), said("callback")),
    reporter: isHidden ? word("identityHidden") : together(said("reporter_name"), said("relation") && byId("relation").selectedOptions[0].text),
    kind: view.kindOf(said("category"))?.name ?? "",
    place: together(said("place_text"), said("landmark"), byId("area").value ? byId("area").selectedOptions[0].text : ""),
    point: together(said("lat"), said("lng")),
    words: together(...linesOf(draft).filter((line) => !line.isStruck).map((line) => line.text), said("words")),
  };
  const text = lines.map(([name, label]) => `${label}: ${values[name] || "–"}`).join("\n");
  if (sheet.value !== text) sheet.value = text;
}

export function listenSheet() {
  byId("sheet-copy").addEventListener("click", async () => {
    sheet.select();
    const isCopied = await write(sheet.value);
    toast(word(isCopied ? "copied" : "notCopied"), { kind: isCopied ? "ok" : "warn" });
  });
  byId("sheet-print").addEventListener("click", () => {
    byId("sheet-paper").textContent = sheet.value;
    window.print();
  });
}

/** Without a secure address the browser has no clipboard to write to; the text is selected then. */
async function write(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}
