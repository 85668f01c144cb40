/** Draws who reported the opened incident, masked; one of several reports can be split off. */

import { shortTime } from "../shared/clock.js";
import { fill, keyed, refill } from "../shared/dom.js";
import { get } from "../shared/http.js";
import { momentText } from "./days.js";
import { say } from "./words.js";

/** @param {{onSplit: (report: Record<string, any>, control: HTMLButtonElement) => void}} on
 * @returns {{follow: (card: object|null) => void}} */
export function makeReports({ onSplit }) {
  const section = document.getElementById("reports-section");
  const box = document.getElementById("reports");
  let followed = "";
  let canSplit = false;

  /** Reads the reports anew when another incident is shown or one more report came. @param {Record<string, any>|null} card */
  function follow(card) {
    const wanted = card && !card.masked ? `${card.id}:${card.reports}:${card.closed_at ?? ""}:${card.ties.length}` : "";
    if (wanted === followed) return;
    if (wanted.split(":")[0] !== followed.split(":")[0]) show([]);
    followed = wanted;
    if (wanted) load(card, wanted);
  }

  async function load(card, asked) {
    const answer = await get(`/api/v1/incidents/${card.id}/reports/`);
    if (asked !== followed) return;
    if (!answer.ok) {
      followed = ""; // the next drawing asks again
      return;
    }
    canSplit = !card.closed_at && answer.data.reports.length > 1;
    show(answer.data.reports);
  }

  function show(reports) {
    section.hidden = reports.length === 0;
    document.getElementById("report-count").textContent = reports.length;
    keyed(box, reports, { key: (report) => report.id, create: newLine, update: drawLine });
  }

  function newLine() {
    const line = fill("t-report");
    line.querySelector("button").addEventListener("click", ({ currentTarget }) => onSplit(line.shows, currentTarget));
    return line;
  }

  function drawLine(line, report) {
    line.shows = report;
    line.querySelector("time").textContent = momentText(report.at, shortTime);
    const who = [report.caller || report.source, report.taker, ...report.victims].join(" · ");
    refill(line, { who, words: report.words || say("report.silent") });
    line.querySelector("button").hidden = !canSplit;
  }

  return { follow };
}

/** @param {Record<string, any>} card @param {Record<string, any>} report */
export function splitting(card, report) {
  const said = say("say.split", { at: momentText(report.at, shortTime), short: card.short });
  return { url: `/api/v1/incidents/${card.id}/splitting/`, body: { report: report.id, version: card.version }, said };
}
