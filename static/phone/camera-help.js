/**
 * What to do when no photo can be taken or kept: a heading, what is safe, and numbered steps for this phone.
 */

import { h } from "../shared/dom.js";
import { icon } from "../shared/icons.js";
import { t, tRich } from "../shared/messages.js";

/** @returns {boolean} */
function isApple() {
  return (
    /iPhone|iPad|iPod/.test(navigator.userAgent) ||
    (/Macintosh/.test(navigator.userAgent) && navigator.maxTouchPoints > 1)
  );
}

/** @type {Record<string, () => import("../shared/messages.js").MessageId[]>} */
const STEPS = {
  camera_refused: () =>
    isApple()
      ? ["camera-refused-apple-1", "camera-refused-apple-2", "camera-refused-3"]
      : ["camera-refused-1", "camera-refused-2", "camera-refused-3"],
  camera_taken: () => ["camera-taken-1", "camera-taken-2"],
  camera_missing: () => ["camera-missing-1", "camera-missing-2"],
  camera_lost: () => ["camera-lost-1", "camera-lost-2"],
  insecure_page: () => ["camera-insecure-1"],
  storage_full: () => ["storage-full-1", "storage-reload"],
  storage_refused: () => ["storage-refused-1", "storage-reload"],
  storage_lost: () => ["storage-reload"],
};

/** @param {string} code @param {number} taken @returns {string} */
function safe(code, taken) {
  return code.startsWith("storage")
    ? t("storage-safe")
    : t(taken ? "camera-safe-some" : "camera-safe-none", { n: taken });
}

/**
 * @param {string} code
 * @param {number} taken photos this phone has taken
 * @returns {Node[]}
 */
export function advice(code, taken) {
  const known = code in STEPS ? code : "camera_taken";
  const steps = STEPS[known]().map((key, position) =>
    h(
      "li",
      {},
      h("span", { class: "step-number", "aria-hidden": "true" }, String(position + 1)),
      h("span", {}, tRich(key, { host: location.host, again: t("action-camera"), reload: t("action-reload") })),
    ),
  );
  return [
    h(
      "div",
      { class: "notice stop" },
      icon("camera-off", 22),
      h(
        "div",
        {},
        h("h2", {}, t(/** @type {import("../shared/messages.js").MessageId} */ (`code-${known}.heading`))),
        h("p", {}, safe(known, taken)),
      ),
    ),
    h("ol", { class: "steps" }, ...steps),
  ];
}
