/**
 * What the check of the pixels found in a photo, in a few words for the line above it. Nothing here is a reader's.
 */

import { h } from "../shared/dom.js";
import { remark, verdictWords } from "../shared/findings.js";
import { t } from "../shared/messages.js";

/** @typedef {import("../types/api").QueuedPhoto} QueuedPhoto */

/**
 * @param {QueuedPhoto} photo
 * @returns {Node[]}
 */
export function found(photo) {
  if (photo.kind === "image") return [];
  const { state, measures, flag } = photo;
  const tilt = measures.quality?.tilt;
  const { text, tone } = remark({ ...photo, warnings: measures.warnings ?? [], sentence: measures.sentence ?? "" });
  return [
    verdictWords(state, measures, flag),
    ...(typeof tilt === "number" ? [h("span", {}, t("review-tilt", { degrees: tilt.toFixed(1) }))] : []),
    ...(text ? [h("span", { class: tone }, text)] : []),
    ...(photo.note ? [h("span", {}, t("review-operator-note", { note: photo.note }))] : []),
  ];
}
