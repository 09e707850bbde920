/**
 * What the check of the pixels found in a photo, in a few words for the line above it.
 */

import { h } from "../shared/dom.js";
import { icon } from "../shared/icons.js";
import { say } from "../shared/words.js";

/** @typedef {import("../types/review").QueuedPhoto} QueuedPhoto */

/**
 * @param {QueuedPhoto} photo
 * @returns {Node[]} nothing where nothing was measured
 */
export function found({ state, detail, measures }) {
  const { match, quality } = measures;
  const calm = [match ? say(`review.verdict.${match.verdict}`, { score: match.score.toFixed(2) }) : "",
    typeof quality?.tilt === "number" ? say("review.tilt", { degrees: quality.tilt.toFixed(1) }) : ""].filter(Boolean);
  const alarms = [...(measures.rejections ?? []), ...(measures.warnings ?? [])].map(named);
  return [
    ...(calm.length ? [h("span", {}, calm.join(", "))] : []),
    ...(alarms.length ? [h("span", { class: "state wait" }, icon("warning", 14), [...new Set(alarms)].join(", "))] : []),
    ...(state === "rejected" ? [h("span", { class: "state stop", title: detail }, icon("cross", 14), say("review.set-aside"))] : []),
  ];
}

/** @param {string} code a measure's name, or what is wrong with it @returns {string} */
function named(code) {
  return code.replaceAll("_", " ");
}
