/**
 * What a phone is about to run out of, said alike on the phone and on the operator's console.
 */

import { size } from "./format.js";
import { t } from "./messages.js";

const LOW_BATTERY = 0.15;
/** Room for the photos that wait while the network is gone, and for what else the phone does meanwhile. */
const LOW_SPACE = 200e6;

/**
 * Whether a phone may not last.
 *
 * @param {number | null} battery 0..1
 * @param {boolean} charging
 * @returns {boolean}
 */
function runsLow(battery, charging) {
  return battery !== null && battery <= LOW_BATTERY && !charging;
}

/**
 * @param {number | null} battery 0..1
 * @param {boolean} charging
 * @returns {string} the charge of a battery that will last; empty where it is not known, or `shortOf` speaks of it
 */
export function charge(battery, charging) {
  return battery === null || runsLow(battery, charging)
    ? ""
    : t("phone-battery", { percent: Math.round(battery * 100) });
}

/**
 * @param {{ battery: number | null, charging: boolean, space: number | null }} phone
 * @returns {string} what somebody should do something about; empty for nothing
 */
export function shortOf({ battery, charging, space }) {
  return [
    runsLow(battery, charging) ? t("phone-battery-low", { percent: Math.round((battery ?? 0) * 100) }) : "",
    space !== null && space < LOW_SPACE ? t("phone-space-low", { size: size(space) }) : "",
  ]
    .filter(Boolean)
    .join(". ");
}
