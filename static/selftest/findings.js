/**
 * What a result means for capture, one line a finding.
 */

import { count, decimals, size } from "../shared/format.js";
import { t } from "../shared/messages.js";

const CLOCK_OFF_MS = 2000;

/** @typedef {Omit<import("../types/api").SelfTestView, "at">} Result */
/** @typedef {{ name: string, words: string, good: boolean }} Finding */

/**
 * @param {Result} result
 * @returns {Finding[]}
 */
export function findings(result) {
  const { cameras, largest, photo, frames_per_second: rate, quota } = result;
  const { clock_offset_ms: clock, upload_ms: upload } = result;
  return [
    finding(t("selftest-secure"), result.secure),
    finding(t("selftest-cameras"), cameras.length > 0, cameras.filter(Boolean).join(", ") || count(cameras.length)),
    finding(t("selftest-largest"), Boolean(largest?.[0]), `${largest?.[0]} × ${largest?.[1]}`),
    finding(t("selftest-photo"), photo?.way === "takePhoto", photo ? photoWords(photo) : ""),
    finding(t("selftest-frames"), result.frame_callbacks, rate ? t("selftest-rate", { rate }) : ""),
    finding(t("selftest-wake"), result.wake_lock),
    finding(t("selftest-storage"), result.storage, quota ? size(quota) : ""),
    finding(t("selftest-socket"), result.web_socket),
    finding(
      t("selftest-clock"),
      clock !== null && Math.abs(clock) < CLOCK_OFF_MS,
      clock === null ? "" : seconds(clock),
    ),
    finding(t("selftest-upload"), upload !== null, upload === null ? "" : seconds(upload)),
  ];
}

/**
 * @param {string} name
 * @param {boolean} good
 * @param {string} [words]
 * @returns {Finding}
 */
function finding(name, good, words = "") {
  return { name, good, words: words || (good ? t("selftest-yes") : t("selftest-no")) };
}

/**
 * @param {NonNullable<Result["photo"]>} photo
 * @returns {string}
 */
function photoWords({ way, width, height, bytes, ms }) {
  const what = way === "takePhoto" ? t("selftest-still") : t("selftest-frame");
  return `${what}: ${width} × ${height}, ${size(bytes)}, ${seconds(ms)}`;
}

/**
 * @param {number} ms
 * @returns {string}
 */
function seconds(ms) {
  return `${decimals(ms / 1000, 2)}\u00a0s`;
}
