/**
 * The leaderboard: who submitted what, and how well it does on x-rays and on photos.
 */

import { h } from "../shared/dom.js";
import { dayAndTime } from "../shared/format.js";
import { t } from "../shared/messages.js";

/** @typedef {import("../types/api").PartScore} PartScore */
/** @typedef {import("../types/api").LeaderboardRow} Row */

const DECIMALS = 3;

/**
 * @param {PartScore | null | undefined} score
 * @returns {string} "0.850 (0.812 to 0.884)"
 */
export function scoreWords(score) {
  if (!score) return t("challenge-no-score");
  const mean = score.mean_auroc.toFixed(DECIMALS);
  if (score.low === null || score.high === null) return mean;
  return `${mean} (${score.low.toFixed(DECIMALS)}–${score.high.toFixed(DECIMALS)})`;
}

/**
 * @param {Row[]} rows best first
 * @returns {HTMLElement}
 */
export function leaderboard(rows) {
  if (!rows.length) return h("p", { class: "caption" }, t("challenge-leaderboard-none"));
  const heads = ["rank", "model", "participant", "photos", "clean", "date"];
  return h(
    "div",
    { class: "wide-table", tabindex: "0", role: "group", "aria-label": t("challenge-leaderboard") },
    h(
      "table",
      { class: "leaderboard" },
      h("caption", { class: "caption" }, t("challenge-auroc")),
      h("thead", {}, h("tr", {}, ...heads.map((head) => h("th", { scope: "col" }, heading(head))))),
      h("tbody", {}, ...rows.map(line)),
    ),
  );
}

/**
 * @param {string} head
 * @returns {string}
 */
function heading(head) {
  if (head === "rank") return t("challenge-rank");
  if (head === "model") return t("challenge-model");
  if (head === "participant") return t("challenge-participant");
  if (head === "photos") return t("challenge-photos");
  return head === "clean" ? t("challenge-clean") : t("challenge-date");
}

/**
 * @param {Row} row
 * @returns {HTMLElement}
 */
function line({ rank, model, participant, photos, clean, date }) {
  return h(
    "tr",
    {},
    h("td", {}, String(rank)),
    h("th", { scope: "row" }, model),
    h("td", {}, participant),
    h("td", {}, scoreWords(photos)),
    h("td", {}, scoreWords(clean)),
    h("td", { class: "caption" }, dayAndTime(date)),
  );
}
