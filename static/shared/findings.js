/**
 * What was found in a photo's pixels, in words: whether it is its x-ray, why it was rejected, and what could be
 * better in one that was filed. A code that the server knows and this page does not is said as it is.
 */

import { stateWords } from "./controls.js";
import { known, t } from "./messages.js";

/** @typedef {import("../types/api").Measures} Measures */

/**
 * @param {string} code
 * @param {"rejection" | "retake" | "warning"} context
 * @returns {string}
 */
function words(code, context) {
  const key = `code-${code}.${context}`;
  return known(key) ? t(key) : code.replaceAll("_", " ");
}

/**
 * @param {string} code of a rejected photo
 * @returns {string}
 */
export function reasonWords(code) {
  return code ? words(code, "rejection") : "";
}

/**
 * @param {string} code why an x-ray is to be taken again
 * @returns {string}
 */
export function retakeWords(code) {
  return words(code, known(`code-${code}.retake`) ? "retake" : "rejection");
}

/**
 * @param {string} code of a warning
 * @returns {string}
 */
function warningWords(code) {
  return words(code, "warning");
}

/**
 * How a photo of x-ray `index` agrees with it: "0.94", or nothing where it was not compared.
 *
 * @param {Measures | undefined} measures
 * @returns {string}
 */
export function scoreWords(measures) {
  const score = measures?.match?.score;
  return typeof score === "number" ? score.toFixed(2) : "";
}

/**
 * The state of a photo with its sign: verified with its score where its pixels were compared.
 *
 * @param {string} state
 * @param {Measures} [measures]
 * @param {string} [flag] why a person should look at a photo that was filed
 * @returns {HTMLElement}
 */
export function verdictWords(state, measures, flag = "") {
  const match = measures?.match;
  if (state === "accepted" && flag) return stateWords("warning", t("photo-unsure"), "wait");
  if (state === "accepted" && match?.verdict === "verified")
    return stateWords("check", t("photo-verified", { score: scoreWords(measures) }), "ok");
  if (state === "accepted") return stateWords("check", t("photo-accepted"), "ok");
  if (state === "rejected") return stateWords("cross", t("photo-rejected"), "stop");
  if (state === "lost") return stateWords("warning", t("photo-lost"), "stop");
  return stateWords("clock", t("photo-stored"), "accent");
}

/**
 * What is to be said of a photo: why it was rejected, why a person should look at it, or what could be better.
 *
 * @param {{ state: string, code: string, detail: string, flag: string, warnings: string[], sentence: string }} judged
 * @returns {{ text: string, tone: "" | "wait" | "stop" }}
 */
export function remark({ state, code, detail, flag, warnings, sentence }) {
  if (state === "rejected") return { text: detail || reasonWords(code), tone: "stop" };
  if (flag) return { text: reasonWords(flag), tone: "wait" };
  if (!warnings.length) return { text: "", tone: "" };
  return { text: sentence || [...new Set(warnings)].map(warningWords).join(", "), tone: "wait" };
}
